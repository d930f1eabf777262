"""What became of a plan, in sentences; what is not known is said to be not known."""

import pandas as pd

from core.domain.operation import Operation
from core.domain.wording import percent, tonnes
from core.receipts import CycleTable
from core.services.look_back import UNKNOWN, Cycle, camp_sums

WORST_LOSS = 0.02
"""Share lost on the way from which a camp is named."""


def tell_cycle(operation: Operation, cycle: Cycle) -> list[str]:
    """Sentences for a terminal or a report: weeks, what was sent, received, handed out, lost."""
    if not len(cycle.weeks):
        return [f"The plan has not begun by {cycle.as_of.date()}: there is nothing to look back on."]
    c, sums = CycleTable, camp_sums(cycle, operation.items)
    weeks = f"{len(cycle.weeks)} week{'' if len(cycle.weeks) == 1 else 's'}"
    told = [f"{weeks} to {cycle.weeks[-1].date()}: {tonnes(float(sums[c.planned].sum()))} planned to be sent to camps."]
    for amount, words in ((c.dispatched, "sent"), (c.good, "received good"), (c.handed_out, "handed out")):
        told.append(f"{_known(sums[amount])} {words}{_unknown(sums[amount + UNKNOWN])}.")
    worst = sums[c.loss_share].sort_values(ascending=False)
    for camp, share in worst[worst >= WORST_LOSS].items():
        told.append(f"{operation.place_names.get(str(camp), camp)}: {percent(share)} lost on the way.")
    late = cycle.table.groupby(c.camp_id)[c.days_late].max().sort_values(ascending=False)
    for camp, days in late[late > 0].items():
        told.append(f"{operation.place_names.get(str(camp), camp)}: received up to {days:.0f} days late.")
    return told


def _known(by_camp: pd.Series) -> str:
    return "It is not known how much was" if by_camp.isna().all() else tonnes(float(by_camp.sum()))


def _unknown(counted: pd.Series) -> str:
    number = int(counted.sum())
    return f", not known of {number:,} items and weeks" if number else ""
