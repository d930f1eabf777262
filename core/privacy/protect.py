"""Tables as they may leave at a level: what is too sensitive left out, places blurred, small counts hidden."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from core.domain.group_partitions import PARTITIONS
from core.domain.schemas import (
    GROUPS,
    OPERATION_TABLES,
    Camps,
    Complaints,
    Expected,
    Monitoring,
    Population,
    SettingsTable,
)
from core.domain.sensitivity import (
    GRID_KM,
    SETTING_LEVELS,
    SMALL_COUNT,
    SUPPRESSED,
    TABLE_LEVELS,
    Sensitivity,
    level_of,
)
from core.privacy.blurring import blurred
from core.privacy.suppression import hidden_groups


@dataclass(frozen=True, eq=False)
class Protected:
    """What may leave.

    Attributes
    ----------
    tables
        Name to rows, only tables that may leave.
    level
        The level they were protected for.
    done
        What was done with them, in sentences; nothing was done where it is empty.
    """

    tables: Mapping[str, pd.DataFrame]
    level: Sensitivity
    done: tuple[str, ...]


def protect(tables: Mapping[str, pd.DataFrame], level: Sensitivity) -> Protected:
    """Tables of an operation as they may leave at a level.

    Parameters
    ----------
    tables
        Name to typed rows, as an operation holds them; they are not changed.
    level
        Strictly confidential leaves everything as it is.
    """
    done: list[str] = []
    left_out = [name for name in tables if not level.allows(TABLE_LEVELS[name])]
    if left_out:
        done.append(f"Tables left out: {', '.join(left_out)}.")
    kept: dict[str, pd.DataFrame] = {}
    for name, table in tables.items():
        if name not in left_out:
            kept[name], words = _columns_of_level(name, table, level)
            done += words
    if "settings" in kept:
        kept["settings"], words = _settings_of_level(kept["settings"], level)
        done += words
    if "camps" in kept and GRID_KM[level] > 0:
        kept["camps"], words = _blurred_camps(kept["camps"], GRID_KM[level])
        done += words
    if level in SUPPRESSED:
        for name, suppress in _SUPPRESS.items():
            if name in kept:
                kept[name], words = suppress(kept[name])
                done += words
    return Protected(kept, level, tuple(done))


def _columns_of_level(name: str, table: pd.DataFrame, level: Sensitivity) -> tuple[pd.DataFrame, list[str]]:
    """A table without the columns that are too sensitive; one that every file must have stays, blank."""
    schema = OPERATION_TABLES[name]
    declared, required = frozenset(schema.column_names()), frozenset(schema.required_names())
    hidden = [column for column in table.columns if not level.allows(level_of(name, str(column), declared))]
    told = [str(column) for column in hidden if column in declared and table[column].notna().any()]
    carried = sum(column not in declared for column in hidden)
    words = [f"Columns left out of {name}: {', '.join(told)}."] if told else []
    if carried:
        words.append(f"{carried} columns of {name} that are only carried along were left out.")
    blank = {str(column): table[column].mask(pd.Series(True, table.index)) for column in hidden if column in required}
    return table.drop(columns=[column for column in hidden if column not in required]).assign(**blank), words


def _settings_of_level(settings: pd.DataFrame, level: Sensitivity) -> tuple[pd.DataFrame, list[str]]:
    levels = settings[SettingsTable.key].map(lambda key: SETTING_LEVELS.get(key, TABLE_LEVELS["settings"]))
    allowed = levels.map(level.allows).astype(bool)
    hidden = settings.loc[~allowed, SettingsTable.key].tolist()
    return settings[allowed], [f"Settings left out: {', '.join(hidden)}."] if hidden else []


def _blurred_camps(camps: pd.DataFrame, grid_km: float) -> tuple[pd.DataFrame, list[str]]:
    latitude, longitude = blurred(camps[Camps.latitude], camps[Camps.longitude], grid_km)
    moved = int(latitude.notna().sum())
    words = [f"Coordinates of {moved:,} camps were moved to a grid of {grid_km:g} km."] if moved else []
    return camps.assign(**{Camps.latitude: latitude, Camps.longitude: longitude}), words


def _suppressed_counts(population: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Counts without small groups, and without what would give them back; a small total goes with its groups."""
    total = population[Population.population]
    present = [group for group in GROUPS if group in population.columns]
    groups = {group: population[group].to_numpy(float) for group in present}
    hidden = hidden_groups(groups, total.to_numpy(float), list(PARTITIONS.values()), SMALL_COUNT)
    small = ((total > 0) & (total < SMALL_COUNT)).to_numpy()
    changed = {group: population[group].mask(which | small) for group, which in hidden.items()}
    changed[Population.population] = total.mask(small)
    cells = int(sum((population[column].notna() & new.isna()).sum() for column, new in changed.items()))
    if not cells:
        return population, []
    return population.assign(**changed), [
        f"{cells:,} counts of people were left blank: those under {SMALL_COUNT}, and others from which these could be "
        "worked out."
    ]


def _suppressed_changes(expected: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    size = expected[Expected.people].abs()
    small = (size > 0) & (size < SMALL_COUNT)
    if not small.any():
        return expected, []
    return expected[~small], [
        f"{int(small.sum()):,} announced changes of fewer than {SMALL_COUNT} people were left out."
    ]


def _suppressed_answers(monitoring: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Answers without those of few people, be they asked, agreeing or not agreeing: each follows from the others."""
    asked, agree = monitoring[Monitoring.people_asked], monitoring.get(Monitoring.people_yes)
    counted = agree if agree is not None else pd.Series(float("nan"), monitoring.index)
    share = monitoring.get(Monitoring.share_yes)
    counted = counted if share is None else counted.fillna(share * asked)
    few = _is_small(asked) | _is_small(counted) | _is_small(asked - counted)
    if not few.any():
        return monitoring, []
    return monitoring[~few], [f"{int(few.sum()):,} answers that tell of fewer than {SMALL_COUNT} people were left out."]


def _suppressed_complaints(complaints: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    few = _is_small(complaints[Complaints.complaints])
    if not few.any():
        return complaints, []
    return complaints[~few], [f"{int(few.sum()):,} rows of fewer than {SMALL_COUNT} complaints were left out."]


def _is_small(people: pd.Series) -> pd.Series:
    # a share is rounded, so what it makes of people is too
    return people.round().gt(0) & people.round().lt(SMALL_COUNT)


_SUPPRESS = {
    "population": _suppressed_counts,
    "expected": _suppressed_changes,
    "monitoring": _suppressed_answers,
    "complaints": _suppressed_complaints,
}
