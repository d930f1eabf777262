"""What a merge of two sides comes to: the merged tables, the open conflicts, and what is said of it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import pandas as pd

from core.bundle import BundledOperation, MergedRecords
from core.domain.operation import Operation
from core.errors import InvalidTable
from core.intake import describe_change, table_csv
from core.three_way import Conflict, Prefer, merge_tables

CONFLICT_COLUMNS = ("table", "key", "column", "ours", "theirs", "ancestor", "kept")


@dataclass(frozen=True, eq=False)
class Merge:
    """What a merge does, or did.

    Attributes
    ----------
    done
        Whether it was stored; False for a trial, with open conflicts, and where there was nothing to do.
    conflicts
        What both sides changed differently; ``kept`` says which side stands.
    sentences
        What changes and what a person should know, in words.
    signer
        Name the signing key is trusted under, or the key itself.
    taken
        Table to rows taken from the bundle.
    """

    done: bool
    conflicts: tuple[Conflict, ...]
    sentences: tuple[str, ...]
    signer: str
    taken: dict[str, int]

    def is_open(self) -> bool:
        """Whether conflicts wait for a decision."""
        return any(conflict.kept is None for conflict in self.conflicts)

    def table(self) -> pd.DataFrame:
        """The conflicts as a table of ``CONFLICT_COLUMNS``."""
        return pd.DataFrame([asdict(conflict) for conflict in self.conflicts], columns=list(CONFLICT_COLUMNS))

    def report(self, ending: str) -> bytes:
        """The conflicts as a file: ``json``, or CSV in which no cell becomes a formula."""
        if ending == "json":
            values = {"done": self.done, "conflicts": [asdict(conflict) for conflict in self.conflicts]}
            return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
        return table_csv(self.table().astype("str"))


_NO_ANCESTOR = (
    "No data version is known that both sides came from: what only one side has is taken, and rows taken out on one "
    "side come back."
)
_CROSSED = (
    "Both sides merged each other before and decided differently: every row that differs is asked about, and rows "
    "taken out on one side come back."
)


class Merging:
    """Tables and records of one merge, and what is said of them."""

    def __init__(
        self,
        bundled: BundledOperation,
        ours: Operation | None,
        ancestors: Sequence[Operation],
        prefer: Prefer | None,
        known: bool = False,
    ) -> None:
        theirs = bundled.contents[bundled.newest.id]
        self.ours = ours
        self.conflicts: tuple[Conflict, ...] = ()
        self.taken: dict[str, int] = {}
        self.records = MergedRecords()
        self.notes: list[str] = []
        self.tables_merged: Operation | None = ours
        if known:
            self.notes.append("The data of this bundle were merged before.")
        elif ours is None:
            self.tables_merged = theirs
        else:
            self._merge(ancestors, ours, theirs, prefer)

    def _merge(self, ancestors: Sequence[Operation], ours: Operation, theirs: Operation, prefer: Prefer | None) -> None:
        against = [merge_tables(ancestor, ours, theirs, prefer) for ancestor in ancestors]
        merged = against[0] if against else None
        if merged is None or any(not other.equals(merged) for other in against[1:]):
            merged = merge_tables(None, ours, theirs, prefer)
            if ours.fingerprint != theirs.fingerprint:
                self.notes.append(_NO_ANCESTOR if not against else _CROSSED)
        self.conflicts, self.taken = merged.conflicts, merged.taken
        if any(conflict.kept is None for conflict in merged.conflicts):
            return
        try:
            self.tables_merged = Operation.build(merged.tables)
        except InvalidTable as error:
            raise InvalidTable(
                f"Each side is in order, but merged they are not; nothing was changed. {error.message}",
                error.findings,
                "Mend it on one side, such as a camp that one side took out and the other refers to; then merge again.",
            ) from error

    def add(self, records: MergedRecords) -> None:
        """Join what is kept beside the tables."""
        self.records = records
        self.conflicts = (*self.conflicts, *records.conflicts)
        self.notes += records.notes

    @property
    def result(self) -> Operation | None:
        """The merged operation; None while conflicts are open."""
        return None if any(conflict.kept is None for conflict in self.conflicts) else self.tables_merged

    @property
    def changes(self) -> bool:
        """Whether a new data version is made: the tables change, or a decision between them is to be remembered."""
        if self.ours is None:
            return True
        decided = any(conflict.table in self.ours.tables for conflict in self.conflicts)
        return self.result is not None and (decided or self.result.fingerprint != self.ours.fingerprint)

    def told(self, done: bool, signer: str, notes: Sequence[str]) -> Merge:
        """What happened, or would."""
        said = [*self.notes, *notes]
        waiting = sum(conflict.kept is None for conflict in self.conflicts)
        if waiting:
            said.append(f"{waiting} conflicts wait for a decision; nothing was changed.")
        elif self.changes and self.result is not None:
            said += describe_change(self.ours, self.result).sentences
        for kept in ("ours", "theirs"):
            count = sum(conflict.kept == kept for conflict in self.conflicts)
            if count:
                said.append(f"In {count} conflicts {kept} {'stands' if done else 'would stand'}; the other gave way.")
        for what in ("scenarios", "plans", "overrides", "dispatches", "withdrawals"):
            count = len(getattr(self.records, what))
            if count:
                said.append(f"{count} {what.replace('overrides', 'own figures')} {'taken' if done else 'to take'}.")
        if not waiting and not self.changes and not self.records:
            said.append("Nothing changes.")
        return Merge(done, self.conflicts, tuple(said), signer, self.taken)
