"""What people said after distributions: answers to monitoring questions and complaints of the weeks that count."""

from dataclasses import dataclass

import pandas as pd

from core.domain.monitored import FEWEST_ASKED, share_that_agrees
from core.domain.operation import Operation
from core.domain.schemas import Complaints, Monitoring

__all__ = ["FEWEST_ASKED", "SHARE", "Heard", "heard"]

SHARE = "share"
"""Column of ``Heard.monitoring``: the share that agrees, from the share given or the people counted."""


@dataclass(frozen=True, eq=False)
class Heard:
    """What was said since a day.

    Attributes
    ----------
    since
        First day looked at: ``ledger_weeks`` before the planning start.
    monitoring
        ``Monitoring`` with the column ``share``, the newest first.
    complaints
        ``Complaints``, the newest first.
    """

    since: pd.Timestamp
    monitoring: pd.DataFrame
    complaints: pd.DataFrame

    def newest_shares(self) -> pd.DataFrame:
        """The last known share by camp (rows) and statement (columns), of everybody and of all items."""
        m = Monitoring
        of_all = self.monitoring[self.monitoring[m.item_id].isna() & self.monitoring[m.group].isna()]
        known = of_all.dropna(subset=[SHARE]).drop_duplicates([m.camp_id, m.indicator])
        return known.pivot_table(index=m.camp_id, columns=m.indicator, values=SHARE)

    def complaints_by_camp(self) -> pd.Series:
        """Complaints by camp, the most first."""
        return self.complaints.groupby(Complaints.camp_id)[Complaints.complaints].sum().sort_values(ascending=False)


def heard(operation: Operation) -> Heard:
    """What was said in the ``ledger_weeks`` before the planning start, and since."""
    since = operation.planning_start - pd.Timedelta(weeks=operation.settings.ledger_weeks)
    answers, complaints = operation.monitoring, operation.complaints
    answers[SHARE] = share_that_agrees(answers)
    return Heard(since, _since(answers, Monitoring.date, since), _since(complaints, Complaints.date, since))


def _since(table: pd.DataFrame, day: str, since: pd.Timestamp) -> pd.DataFrame:
    return table[table[day] > since].sort_values(day, ascending=False, kind="stable", ignore_index=True)
