"""Places by name: identifiers for new ones, and those that the operation or the same import already has."""

import re
from collections.abc import Hashable

import pandas as pd

from core.domain.plain_words import plain_letters
from core.sources.headers import plain


def keys(names: pd.Series) -> pd.Series:
    """Names as they are compared: without capitals, accents, spaces and signs; missing where missing."""
    known: dict[Hashable, str] = {name: plain(name) for name in names.dropna().unique()}
    return names.map(known).astype("str")


def slug(name: str) -> str:
    """A name as an identifier.

    Examples
    --------
    >>> slug("Fassala-Mbera"), slug("Pôle Nord / 2")
    ('fassala-mbera', 'pole-nord-2')
    """
    return re.sub(r"[\W_]+", "-", plain_letters(name)).strip("-")


def identifiers(names: pd.Series, countries: pd.Series, known: pd.DataFrame | None = None) -> pd.Series:
    """An identifier for each place, the same for the same name and country.

    Parameters
    ----------
    names, countries
        Name and ISO 3166 alpha-3 code of each row, which may repeat.
    known
        Places with ``place_id``, ``name``, ``country``; a place whose name only one of them has in its country keeps
        that one's identifier. Where a country is missing, the name alone must be the only one.

    Returns
    -------
    pd.Series
        Text, missing where the name is. Two places that would get the same identifier have their country added.
    """
    places = pd.DataFrame({"key": keys(names), "country": countries, "name": names})
    unique = places.dropna(subset=["key"]).drop_duplicates(["key", "country"])
    made = unique["name"].map(slug)
    made = made.where(made.ne(""), "place")
    shared = made.duplicated(keep=False)
    made = made.where(~shared, made + "-" + unique["country"].fillna("").str.lower())
    again = made.groupby(made).cumcount()
    made = made.where(again.eq(0), made + "-" + (again + 1).astype("str"))
    if known is not None and len(known):
        had = matched(unique, known)["place_id"]
        made = had.where(had.notna(), made)
    found = places.merge(
        unique.assign(place_id=made)[["key", "country", "place_id"]], on=["key", "country"], how="left"
    )
    return pd.Series(found["place_id"].to_numpy(), index=names.index, dtype="str").where(places["key"].notna())


def matched(places: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """The known place of each place, by name within its country, only where there is exactly one.

    Parameters
    ----------
    places
        Rows with ``key`` and ``country`` (missing: any country).
    known
        Rows with ``place_id``, ``name``, ``country``, and what else is wanted of them.

    Returns
    -------
    pd.DataFrame
        Rows of ``known`` without name and country, in the order and with the index of ``places``; missing where none.
    """
    known = known.assign(key=keys(known["name"])).dropna(subset=["key"]).drop_duplicates(["place_id"])
    wanted = [column for column in known.columns if column not in ("name", "country", "key")]
    within = known.drop_duplicates(["key", "country"], keep=False).set_index(["key", "country"])[wanted]
    anywhere = known.drop_duplicates("key", keep=False).set_index("key")[wanted]
    by_both = within.reindex(pd.MultiIndex.from_frame(places[["key", "country"]])).set_axis(places.index)
    by_name = anywhere.reindex(places["key"]).set_axis(places.index)
    blank = places["country"].isna()
    return by_both.where(~blank, by_name)


def known_places(camps: pd.DataFrame | None, depots: pd.DataFrame | None = None) -> pd.DataFrame:
    """Camps and depots as places: ``place_id``, ``name``, ``country``, ``latitude``, ``longitude``, as text."""
    columns = ["place_id", "name", "country", "latitude", "longitude"]
    tables = [(camps, "camp_id"), (depots, "depot_id")]
    parts = [
        table.rename(columns={own: "place_id"}).reindex(columns=columns).astype("str")
        for table, own in tables
        if table is not None and len(table)
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns, dtype="str")
