"""A table on its way to being understood: where each column went, what was odd, and why."""

from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from core.domain.finding import Finding, Level
from core.domain.schemas import OPERATION_TABLES
from core.domain.validation import quote
from core.intake.checks.listing import findings_of_rows
from core.intake.found import FoundTable, Understood
from core.sources.source import Choice


class Understanding:
    """Collects what one importer says about one found table.

    Parameters
    ----------
    found
        The table.
    source
        Identifier of the importer.
    """

    def __init__(self, found: FoundTable, source: str) -> None:
        self.found = found
        self.source = source
        self._went: dict[str, list[tuple[str, str]]] = {str(column): [] for column in found.cells.columns}
        self._findings: list[Finding] = []
        self._how: list[str] = []

    def because(self, sentence: str) -> None:
        """A reason why the table is understood like this."""
        self._how.append(sentence)

    def went(self, column: str | None, table: str, ours: str) -> None:
        """A found column went into a column of ours."""
        if column is not None and (table, ours) not in self._went[column]:
            self._went[column].append((table, ours))

    def carry(
        self, table: str, frame: pd.DataFrame, columns: Iterable[str], single: pd.Series | None = None
    ) -> pd.DataFrame:
        """A table of ours with found columns beside it, unchanged; one whose name is ours gets `` (as found)``.

        Where ``single`` is False a row stands for several of the file, and what each of them says stays blank.
        """
        schema = OPERATION_TABLES.get(table)
        ours = {*frame.columns, *(schema.column_names() if schema else ())}
        carried = {}
        for column in columns:
            name = f"{column} (as found)" if column in ours else column
            cells = self.found.cells[column].reindex(frame.index)
            carried[name] = cells if single is None else cells.where(single)
            self.went(column, table, name)
        return frame.assign(**carried)

    def says(self, level: Level, rule: str, message: str, suggestion: str = "", column: str | None = None) -> None:
        """A finding about the table or a column of it as a whole."""
        self._findings.append(Finding(level, self.found.place, None, column, rule, message, suggestion))

    def says_of_rows(
        self,
        level: Level,
        rows: pd.DataFrame,
        column: str | None,
        rule: str,
        message: Callable[[dict], str],
        suggestion: str,
    ) -> None:
        """A finding for each row, the first ones one by one and the others counted."""
        self._findings += findings_of_rows(level, self.found.place, rows, column or "", rule, message, suggestion)

    def asks(self, choices: Iterable[Choice]) -> None:
        """A finding for each choice: a question where nobody answered, a note where somebody did."""
        for choice in choices:
            listed = "; ".join(f"{quote(option)}: {words}" for option, words in list(choice.options.items())[:12])
            if choice.answered:
                words = f"{choice.question} “{quote(choice.used)}” was answered and is used ({listed})."
                self.says("note", choice.rule, words, "", choice.column)
            else:
                words = f"{choice.question} {listed}. “{quote(choice.used)}” is used, the others are left aside."
                mend = f"Answer “{choice.key}” with one of {', '.join(map(quote, list(choice.options)[:12]))}."
                self.says("question", choice.rule, words, mend, choice.column)

    def done(self, tables: Mapping[str, pd.DataFrame]) -> Understood:
        """What the table says; tables without rows are left out."""
        return Understood(
            tables={name: table.rename_axis(index=None) for name, table in tables.items() if len(table)},
            columns={column: tuple(places) for column, places in self._went.items()},
            findings=tuple(self._findings),
            how=tuple(self._how),
            source=self.source,
        )
