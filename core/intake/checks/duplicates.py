"""Camps that may be in the table twice: at one point, of one name, or of nearly one name and close by."""

from difflib import SequenceMatcher

import numpy as np
import pandas as pd

from core.domain.finding import Finding
from core.domain.geography import great_circle_km
from core.domain.schemas import Camps
from core.domain.total_rows import plain_name
from core.intake.checks.listing import findings_of_rows

NEAR_KM = 10.0
KM_PER_DEGREE = 111.2
LEAST_ALIKE = 0.85
"""Share of letters in common, in order, from which the names of two near camps are nearly one."""

MOST_PAIRS = 20_000
"""Pairs of near camps whose names are compared."""

GENERIC = ("camp", "camps", "refugee", "refugees", "site", "settlement", "the", "de", "du", "des", "refugies")


def check_duplicates(camps: pd.DataFrame) -> list[Finding]:
    """Questions about camps that may be one and the same; each is asked once, of its later row."""
    named = camps.dropna(subset=[Camps.camp_id, Camps.name])
    placed = named.dropna(subset=[Camps.latitude, Camps.longitude])
    name = named[Camps.name].map(_bare)
    same_name = _pairs_of(named, [named[Camps.country].fillna(""), name], name.ne(""))
    zero = placed[Camps.latitude].eq(0) & placed[Camps.longitude].eq(0)
    at = [placed[Camps.latitude], placed[Camps.longitude]]
    same_point = _pairs_of(placed, at, ~zero)
    same_point = same_point[~same_point.index.isin(same_name.index)]
    alike = _alike(placed[~zero], name)
    alike = alike[~alike.index.isin(same_name.index.union(same_point.index))]
    mend = "Keep one of the two if they are one camp; people would be counted and fed twice."
    return [
        *findings_of_rows(
            "question",
            "camps",
            same_name,
            Camps.name,
            "same_name",
            lambda row: f"{row[Camps.name]} ({row[Camps.camp_id]}) and {row['other']} bear one name.",
            mend,
        ),
        *findings_of_rows(
            "question",
            "camps",
            same_point,
            Camps.latitude,
            "same_coordinates",
            lambda row: (
                f"{row[Camps.name]} lies at {row[Camps.latitude]:g}, {row[Camps.longitude]:g}, as does {row['other']}."
            ),
            f"{mend} If they are two, the point may be that of their district.",
        ),
        *findings_of_rows(
            "question",
            "camps",
            alike,
            Camps.name,
            "alike_and_near",
            lambda row: f"{row[Camps.name]} and {row['other']} are {row['km']:,.1f} km apart and nearly of one name.",
            mend,
        ),
    ]


def _pairs_of(camps: pd.DataFrame, by: list[pd.Series], wanted: pd.Series) -> pd.DataFrame:
    """Rows that share a key with an earlier one, and ``other``, the words for that one."""
    kept = camps[wanted]
    keys = [series[wanted] for series in by]
    first = _called(kept).groupby(keys, sort=False).transform("first")
    again = pd.concat(keys, axis=1).duplicated()
    return kept.assign(other=first)[again]


def _called(camps: pd.DataFrame) -> pd.Series:
    return camps[Camps.name].str.slice(0, 60) + " (" + camps[Camps.camp_id].str.slice(0, 60) + ")"


def _bare(name: str) -> str:
    """A name without what most names have: ``Camp de réfugiés de Mentao`` is ``mentao``."""
    words = [word for word in plain_name(name).split() if word not in GENERIC]
    return " ".join(words)


def _alike(camps: pd.DataFrame, bare: pd.Series) -> pd.DataFrame:
    import shapely

    lat, lon = camps[Camps.latitude].to_numpy(dtype=float), camps[Camps.longitude].to_numpy(dtype=float)
    # near each other, a degree east is as long as a degree north once it is shortened by the latitude
    points = shapely.points(lon * np.cos(np.radians(lat)), lat)
    within = shapely.STRtree(points).query(points, predicate="dwithin", distance=NEAR_KM / KM_PER_DEGREE)
    one, other = within[:, within[0] < within[1]][:, :MOST_PAIRS]
    km = great_circle_km(lat[one], lon[one], lat[other], lon[other])
    names = bare.reindex(camps.index).to_numpy(dtype=object)
    called = _called(camps).to_numpy(dtype=object)
    found: dict[int, tuple[str, float]] = {}
    for first, second, apart in zip(one, other, km, strict=True):
        if int(second) not in found and _nearly_one(names[first], names[second]):
            found[int(second)] = (str(called[first]), float(apart))
    rows = camps.iloc[sorted(found)]
    return rows.assign(other=[found[k][0] for k in sorted(found)], km=[found[k][1] for k in sorted(found)])


def _nearly_one(one: str, other: str) -> bool:
    """Whether two names differ by slips only: what tells the parts of a camp apart (Nduta 1, Block B) is no slip."""
    a, b = one.split(), other.split()
    telling = [[w for w in words if len(w) <= 2 or any(c.isdigit() for c in w)] for words in (a, b)]
    if telling[0] != telling[1] or one == other or min(len(one), len(other)) < 4:
        return False
    return SequenceMatcher(None, one[:60], other[:60]).ratio() >= LEAST_ALIKE
