"""Coverage of the weeks before the start and the planned weeks together, where the scenario looks back."""

import numpy as np
import pandas as pd

from core.audit.case import Case
from core.audit.coverage import Served
from core.audit.people import PersonWeeks
from core.domain.past_aid import past_aid
from core.domain.schemas import Deliveries


def worst_looking_back(case: Case, served: Served, people: PersonWeeks, weeks_planned: int) -> float | None:
    """Least coverage of a camp with need, past and planned weeks together; None where nothing of the past counts."""
    back = case.operation.settings.ledger_weeks
    since = case.start - pd.Timedelta(weeks=back)
    given = case.operation.deliveries
    given = given[(given[Deliveries.date] > since) & (given[Deliveries.date] <= case.start)]
    if not case.scenario.looks_back or given.empty:
        return None
    a_week = served.new.sum(axis=2) / weeks_planned
    needed = np.where(served.is_once[None, :], 0.0, a_week * back)
    camps = pd.Index(case.place_ids[case.is_camp])
    on_paper = given.groupby([Deliveries.camp_id, Deliveries.item_id])[Deliveries.quantity].sum()
    got = _on_grid(on_paper, camps, case).fillna(0.0)
    if case.scenario.ledger_evidence == "least":
        known = past_aid(case.operation, since, case.start)
        asked = _on_grid(known.share_asked, camps, case)
        of_all = known.share_asked_of_all.reindex(camps).to_numpy(float)[:, None]
        said = asked.where(asked.notna(), np.broadcast_to(of_all, asked.shape)) * needed
        got = np.fmin(np.fmin(got, _on_grid(known.available, camps, case)), said)
    met = np.minimum(np.asarray(got, float), needed)
    value = people.per_unit * people.priority[None, :]
    before, gone_without = (needed * value).sum(axis=1), ((needed - met) * value).sum(axis=1)
    planned = (people.needed * people.priority).sum(axis=1)
    without = (people.without * people.priority).sum(axis=1)
    in_need = planned > 0
    if not before.any() or not in_need.any():
        return None
    return float(1.0 - ((gone_without + without)[in_need] / (before + planned)[in_need]).max())


def _on_grid(of_pair: pd.Series, camps: pd.Index, case: Case) -> pd.DataFrame:
    """By camp and item, camps down; blank where nothing is known."""
    pairs = pd.MultiIndex.from_product([camps, case.item_ids])
    values = of_pair.reindex(pairs).to_numpy(float) if len(of_pair) else np.full(len(pairs), np.nan)
    return pd.DataFrame(values.reshape(len(camps), -1))
