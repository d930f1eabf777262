"""Share of all need a plan meets, with the spread that the forecast leaves."""

from dataclasses import dataclass

import pandas as pd

from core.domain.change import apply_plan
from core.domain.indicators import camp_person_weeks, vulnerability_weights
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import NeedsTable


@dataclass(frozen=True)
class NeedMet:
    """Shares in 0 to 1; the band is None where the needs came from a file without quantiles."""

    share: float
    low: float | None
    high: float | None


def need_met_of_all(operation: Operation, plan: Plan) -> NeedMet:
    """Share of all camps' need met over the plan, people weighted by vulnerability and items by priority.

    The band keeps what the plan delivers and takes the need of the 90 % and 10 % quantiles, of all camps at once.

    Parameters
    ----------
    operation
        Without the scenario; the plan's own is applied here.
    """
    changed = apply_plan(operation, plan)
    vulnerability = vulnerability_weights(changed)

    def met(needs: pd.DataFrame) -> float:
        sums = camp_person_weeks(changed, needs, plan.coverage)
        weighted = sums.mul(vulnerability.reindex(sums.index), axis=0).sum()
        return 1.0 - float(weighted["without"] / weighted["needed"]) if weighted["needed"] > 0 else 1.0

    share = met(plan.needs)
    if NeedsTable.need_q90 not in plan.needs:
        return NeedMet(share, None, None)
    at = {
        q: met(plan.needs.assign(**{NeedsTable.need: plan.needs[q]}))
        for q in (NeedsTable.need_q10, NeedsTable.need_q90)
    }
    # where less need shifts the weight to items that are short, the quantile's figure can pass the planned one
    return NeedMet(share, min(share, at[NeedsTable.need_q90]), max(share, at[NeedsTable.need_q10]))
