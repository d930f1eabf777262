"""Add rows to a table of what happened, on top of whatever others saved meanwhile; nothing that stands is changed."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from core.domain.access import Actor, Right, require
from core.domain.finding import errors_of
from core.domain.operation import Operation
from core.domain.schemas import OPERATION_TABLES
from core.domain.validation import typed_table
from core.errors import InvalidTable, StoreError
from core.services.open_operation import open_named
from core.services.resources import Resources
from core.services.submit_data import Saved, save_or_submit
from core.store import Draft

Record = Mapping[str, str | float | None]
"""A row as JSON holds it: column to text, number or None; days as YYYY-MM-DD."""

KIND = "records"
"""How the record of a data version calls rows that were added."""

_MOST_TRIES = 20
"""Times that rows are laid on a version that somebody else has just made older."""


def add_records(
    resources: Resources,
    name: str,
    table: str,
    rows: Sequence[Record],
    actor: Actor,
    note: str,
    refuse: Callable[[Operation], None] = lambda _: None,
) -> Saved:
    """Add rows to the newest data version; submitted and waiting for approval where a second person can be asked.

    Two people who add at the same moment both succeed, one after the other.

    Parameters
    ----------
    name
        Operation.
    refuse
        Called with the newest version before each try; raises where the rows must not be added to it any more.

    Raises
    ------
    NotAllowed
        Unless the actor may submit data.
    InvalidTable
        If a row holds what the table cannot hold.
    StoreError
        If there is nothing to add, or as ``save_or_submit``.
    """
    require(actor, Right.SUBMIT_DATA)
    if not rows:
        raise StoreError("There is nothing to save: no row is filled in.", "Fill in at least one.")
    for tries_left in range(_MOST_TRIES, 0, -1):
        opened = open_named(resources, name)
        refuse(opened.operation)
        draft = Draft(
            name=name,
            operation=with_records(opened.operation, table, rows),
            parent=opened.version.id,
            note=note,
            answers={"kind": KIND, "table": table, "rows": [dict(row) for row in rows]},
        )
        try:
            return save_or_submit(resources, draft, actor)
        except StoreError:
            newest = resources.store.latest_version(name)
            if tries_left == 1 or newest is None or newest.id == opened.version.id:
                raise
    raise AssertionError("the last try returns or raises")


def with_records(operation: Operation, table: str, rows: Sequence[Record]) -> Operation:
    """The operation with rows added to a table.

    Raises
    ------
    InvalidTable
        If a row holds what the table cannot hold, or names what the operation does not have.
    """
    added, findings = typed_table(table, pd.DataFrame(list(rows)), OPERATION_TABLES[table])
    errors = errors_of(findings)
    if errors:
        first = errors[0]
        where = f"row {(first.row or 2) - 1}, {first.column}"
        raise InvalidTable(f"What was entered cannot be saved: {where}: {first.message}", findings, first.suggestion)
    before = operation.tables[table]
    both = added if before.empty else pd.concat([before, added], ignore_index=True)
    return operation.replaced(**{table: both})
