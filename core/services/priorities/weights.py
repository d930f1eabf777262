"""What the weight of a person at each camp is made of."""

from collections.abc import Sequence

import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import Camps
from core.services.priorities.answer import PriorityAnswer

WEIGHT, IN_TABLE, ACCEPTED, BY, REASON = "weight", "in_table", "accepted", "by", "reason"


def weights_table(operation: Operation, answers: Sequence[PriorityAnswer]) -> pd.DataFrame:
    """By camp_id: ``weight`` a plan uses, ``in_table`` (NaN: blank, counts as 1), and the accepted one, by whom, why.

    The weight has no hidden parts: it is the column ``vulnerability`` of the camp. Groups, complaints and answers enter
    it through a person alone. An accepted weight is used by the scenario of that name, not by the baseline.
    """
    accepted = {answer.key: answer for answer in answers if answer.is_accepted}
    table = operation.camps.set_index(Camps.camp_id)[[Camps.vulnerability]].rename(
        columns={Camps.vulnerability: IN_TABLE}
    )
    of_camp = [accepted.get(f"camp:{camp}") for camp in table.index]
    return table.assign(
        **{
            WEIGHT: table[IN_TABLE].fillna(1.0),
            ACCEPTED: [None if one is None else one.weight for one in of_camp],
            BY: [None if one is None else one.author for one in of_camp],
            REASON: [None if one is None else one.reason for one in of_camp],
        }
    ).astype({ACCEPTED: "float64"})
