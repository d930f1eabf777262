"""What a new data version changes, in counts and in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import OPERATION_TABLES, Camps, Population

NAMED_CAMPS = 5
"""Camps that one sentence names before it counts the others."""
NAMED_ROWS = 5
"""Rows of one table that a sentence names, as gone, before it counts the others."""


@dataclass(frozen=True)
class TableChange:
    """Rows of one table that are new, gone, or the same row (by key) with another content."""

    table: str
    rows_before: int
    rows_now: int
    added: int
    removed: int
    changed: int

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, eq=False)
class Change:
    """The difference between two data versions.

    Attributes
    ----------
    tables
        One entry per table that differs.
    camps_added, camps_gone
        Names of camps.
    population
        ``camp_id,camp,before,now,change,change_percent,counted_before,counted_now``: latest count of each camp whose
        latest count differs; blank where there is none.
    gone
        Table to its rows that vanish, as they were; only tables that lose rows.
    sentences
        The change in words, most important first.
    """

    tables: tuple[TableChange, ...]
    camps_added: tuple[str, ...]
    camps_gone: tuple[str, ...]
    population: pd.DataFrame
    gone: Mapping[str, pd.DataFrame]
    sentences: tuple[str, ...]

    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not self.tables

    def removes_rows(self) -> bool:
        """Whether rows vanish; a person should be asked."""
        return any(table.removed for table in self.tables)

    def table(self) -> pd.DataFrame:
        """The changed tables as a table: ``table,rows_before,rows_now,added,removed,changed``."""
        columns = ["table", "rows_before", "rows_now", "added", "removed", "changed"]
        return pd.DataFrame([vars(entry) for entry in self.tables], columns=columns)


def describe_change(before: Operation | None, after: Operation) -> Change:
    """What ``after`` changes against ``before``; everything is new where ``before`` is None."""
    tables: list[TableChange] = []
    lost: dict[str, pd.DataFrame] = {}
    for name in OPERATION_TABLES:
        change, gone_rows = _table_change(name, None if before is None else before.tables[name], after.tables[name])
        tables += [change] if change else []
        lost |= {name: gone_rows} if change.removed else {}
    names_before = {} if before is None else _camp_names(before)
    names_now = _camp_names(after)
    added = tuple(name for camp, name in names_now.items() if camp not in names_before)
    gone = tuple(name for camp, name in names_before.items() if camp not in names_now)
    population = _population_change(before, after, names_before | names_now)
    words = {name: _named_rows(name, rows) for name, rows in lost.items()}
    said = _sentences(before is None, tuple(tables), added, gone, population, words)
    return Change(tuple(tables), added, gone, population, lost, tuple(said))


def _camp_names(operation: Operation) -> dict[str, str]:
    camps = operation.camps
    return dict(zip(camps[Camps.camp_id], camps[Camps.name], strict=True))


def _table_change(name: str, before: pd.DataFrame | None, after: pd.DataFrame) -> tuple[TableChange, pd.DataFrame]:
    """Counts of a table's change, and the rows of ``before`` that vanish."""
    if before is None:
        return TableChange(name, 0, len(after), len(after), 0, 0), after.iloc[:0]
    columns = list(dict.fromkeys([*before.columns, *after.columns]))
    rows_before, rows_now = _row_hashes(before, columns), _row_hashes(after, columns)
    key = list(OPERATION_TABLES[name].key_columns())
    if key:
        old = pd.Series(rows_before, index=pd.MultiIndex.from_frame(before[key]))
        new = pd.Series(rows_now, index=pd.MultiIndex.from_frame(after[key]))
        both = old.index.intersection(new.index)
        changed = int((old.reindex(both).to_numpy() != new.reindex(both).to_numpy()).sum())
        added = len(new) - len(both)
        is_gone = ~old.index.isin(both)
    else:
        # rows without a key may repeat: count each content as often as it occurs
        old_rows, new_rows = pd.Series(rows_before), pd.Series(rows_now)
        new_counts = new_rows.value_counts()
        is_gone = (old_rows.groupby(old_rows).cumcount() >= old_rows.map(new_counts).fillna(0)).to_numpy()
        changed, added = 0, len(new_rows) - int((~is_gone).sum())
    return TableChange(name, len(before), len(after), added, int(is_gone.sum()), changed), before[is_gone]


def _named_rows(name: str, rows: pd.DataFrame) -> str:
    """Rows of a table by their key, or by all that is known of them: ``hub cereal; hub oil and 3 more``."""
    key = list(OPERATION_TABLES[name].key_columns()) or list(rows.columns)
    shown = ["\u00a0".join(_cell(c) for c in row if not pd.isna(c)) for row in rows[key].head(NAMED_ROWS).to_numpy()]
    more = len(rows) - len(shown)
    return f"{'; '.join(shown)}{f' and {more:,} more' if more > 0 else ''}"


def _cell(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return f"{value:,g}" if isinstance(value, float) else str(value)


def _row_hashes(table: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """A number per row that differs where the content does; a column that is missing counts as blank."""
    total = np.zeros(len(table), dtype="uint64")
    for position, name in enumerate(columns):
        if name not in table.columns:
            continue
        cells = (
            pd.util.hash_array(table[name].astype(object).where(table[name].notna(), "").to_numpy(), categorize=True)
            if not pd.api.types.is_numeric_dtype(table[name].dtype)
            else pd.util.hash_pandas_object(table[name], index=False).to_numpy()
        )
        total += np.where(table[name].isna(), 0, cells).astype("uint64") * np.uint64(2 * position + 1)
    return total


def _last_counts(operation: Operation) -> pd.DataFrame:
    """Latest known count per camp: ``population`` and ``date``, by camp."""
    known = operation.population.dropna(subset=[Population.population])
    last = known.sort_values(Population.date, kind="stable").drop_duplicates(Population.camp_id, keep="last")
    return last.set_index(Population.camp_id)[[Population.population, Population.date]]


def _population_change(before: Operation | None, after: Operation, names: dict[str, str]) -> pd.DataFrame:
    now = _last_counts(after)
    then = now.iloc[:0] if before is None else _last_counts(before)
    joined = then.add_suffix("_before").join(now.add_suffix("_now"), how="outer")
    old, new = joined["population_before"], joined["population_now"]
    table = pd.DataFrame(
        {
            "camp_id": joined.index.astype("str"),
            "camp": joined.index.map(names).astype("str"),
            "before": old.to_numpy(),
            "now": new.to_numpy(),
            "change": (new - old).to_numpy(),
            "change_percent": (100 * (new - old) / old.where(old > 0)).to_numpy(),
            "counted_before": joined["date_before"].to_numpy(),
            "counted_now": joined["date_now"].to_numpy(),
        }
    )
    differs = ~(old.eq(new) | (old.isna() & new.isna())).to_numpy()
    order = table["change"].abs().sort_values(ascending=False, na_position="first", kind="stable").index
    return table.loc[order][differs[order]].reset_index(drop=True)


def _sentences(
    first: bool,
    tables: tuple[TableChange, ...],
    added: tuple[str, ...],
    gone: tuple[str, ...],
    population: pd.DataFrame,
    lost: Mapping[str, str],
) -> list[str]:
    if first:
        rows = ", ".join(f"{entry.rows_now:,} rows of {entry.table}" for entry in tables)
        return [f"This is the first version: {rows}."]
    if not tables:
        return ["Nothing changes."]
    said = []
    if gone:
        said.append(f"{_named(gone)} {'is' if len(gone) == 1 else 'are'} no longer among the camps.")
    if added:
        said.append(f"{_named(added)} {'is a new camp' if len(added) == 1 else 'are new camps'}.")
    both = population.dropna(subset=["before", "now"])
    if len(both):
        more = int((both["change"] > 0).sum())
        said.append(
            f"The latest count changes at {_count(len(both), 'camp')} ({more} up, {len(both) - more} down), "
            f"by {both['change'].sum():+,.0f} people in all."
        )
        for row in both.head(NAMED_CAMPS).to_dict("records"):
            percent = "" if pd.isna(row["change_percent"]) else f" ({row['change_percent']:+.0f} %)"
            said.append(f"{row['camp']}: {row['before']:,.0f} to {row['now']:,.0f} people{percent}.")
    for entry in tables:
        parts = [
            f"{_count(number, 'row')} {word}"
            for number, word in ((entry.added, "added"), (entry.removed, "removed"), (entry.changed, "changed"))
            if number
        ]
        gone_rows = f" Gone: {lost[entry.table]}." if entry.table in lost else ""
        said.append(f"{entry.table}: {', '.join(parts)}; now {_count(entry.rows_now, 'row')}.{gone_rows}")
    return said


def _named(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:NAMED_CAMPS])
    return shown if len(names) <= NAMED_CAMPS else f"{shown} and {len(names) - NAMED_CAMPS} more"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
