"""Closures of borders and roads of the Flee simulations: recognised, and kept out of the operation."""

import pandas as pd

from core.intake.found import FoundTable, Understood
from core.sources.headers import Roles, columns_of, fit
from core.sources.source import Source, SourceContext
from core.sources.understanding import Understanding

ROLES: Roles = {
    "kind": ("closure_type",),
    "from": ("name1",),
    "to": ("name2",),
    "start": ("closure_start",),
    "end": ("closure_end",),
}


class FleeClosures(Source):
    """No table of the operation holds closures; a scenario does."""

    identifier = "flee_closures"
    title = "Closures of roads and borders of a Flee simulation"

    def recognise(self, found: FoundTable) -> float:
        """Needs the kind of closure, both ends and its first day."""
        return fit(columns_of(found, ROLES), ("kind", "from", "to", "start"), ("end",))

    def understand(self, found: FoundTable, context: SourceContext) -> Understood:
        """No tables; a note for each row says what to put into a scenario."""
        at = columns_of(found, ROLES)
        told = Understanding(found, self.identifier)
        told.because("Its days are counted from the start of a simulation that the file does not name.")
        told.says_of_rows(
            "note",
            pd.DataFrame({role: found.cells[column] for role, column in at.items()}).fillna("blank"),
            at["start"],
            "closure",
            lambda row: (
                f"“{row['from']}” to “{row['to']}” is closed ({row['kind']}) from day {row['start']} of a simulation; "
                "an operation has no table for it and it is left aside."
            ),
            "Close the route in a scenario, with dates.",
        )
        return told.done({})
