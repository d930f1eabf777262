"""Arrivals that would help more if they came earlier."""

import pandas as pd

from core.domain.action import Action, ActionKind
from core.domain.scenario import EarlierArrival
from core.domain.schemas import Arrivals
from core.services.actions.candidate import Candidate
from core.services.actions.screening import Screening
from core.services.actions.standing import Standing

MOST = 3
"""Arrivals that get a plan of their own."""


def bring_forward(standing: Standing, screening: Screening) -> list[Candidate]:
    """The arrivals whose earlier coming lowers the objective most, each by the fewest days that bring it."""
    arrivals, told = standing.changed.arrivals, standing.operation.arrivals
    names = standing.operation.place_names
    found = []
    for moved in screening.moves()[:MOST]:
        row = arrivals.loc[moved.move.row]
        if moved.move.row not in told.index or not _same_goods(row, told.loc[moved.move.row]):
            continue  # goods that this scenario sends on their way have no day they were told for
        place, item = str(row[Arrivals.depot_id]), str(row[Arrivals.item_id])
        day, to = told.loc[moved.move.row, Arrivals.date], row[Arrivals.date] - pd.Timedelta(days=moved.move.days)
        if to <= standing.start:
            to = standing.start + pd.Timedelta(days=1)
        lot = None if pd.isna(row[Arrivals.lot_id]) else str(row[Arrivals.lot_id])
        change = EarlierArrival(depot_id=place, item_id=item, date=day.date(), to=to.date(), lot_id=lot)
        scenario = standing.scenario.model_copy(
            update={
                "earlier_arrivals": (*standing.scenario.earlier_arrivals, change),
                "name": f"Earlier arrival at {names[place]}"[:80],
            }
        )
        action = Action(
            kind=ActionKind.BRING_FORWARD,
            key=f"bring_forward:{place}:{item}:{lot or day.date()}",
            scenario=scenario,
            item_id=item,
            place_id=place,
            amount=moved.move.quantity,
            tonnes=float(moved.move.quantity * standing.tonnes_per_unit[item]),
            day_from=day.date(),
            day_to=to.date(),
        )
        found.append(Candidate(action, lead_place=place))
    return found


def _same_goods(one: pd.Series, other: pd.Series) -> bool:
    """Whether two rows of arrivals are the same consignment, whatever their days."""
    columns = [Arrivals.depot_id, Arrivals.item_id, Arrivals.quantity]
    return bool((one[columns] == other[columns]).all())
