"""People a ration is for: each camp's last count."""

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.domain.planning_figures import LABEL, planning_figures
from core.domain.schemas import Camps, Population
from core.errors import NotEnoughHistory


def people_of_camps(operation: Operation, notes: list[str]) -> pd.Series:
    """People by camp_id, camps in the order of their table: the last count on or before the planning start.

    A camp that was never counted has its planning figure, else nobody; one that has closed has nobody.

    Raises
    ------
    NotEnoughHistory
        If there is nobody in any camp.
    """
    start = operation.planning_start
    camps = operation.camps.set_index(Camps.camp_id)
    counts = operation.population
    counts = counts[counts[Population.population].notna() & (counts[Population.date] <= start)]
    last = counts.sort_values(Population.date, kind="stable").groupby(Population.camp_id)[Population.population].last()
    people = last.reindex(camps.index)
    planned = planning_figures(operation, start)["people"].reindex(camps.index)
    by_figure = people.isna() & planned.notna()
    people = people.fillna(planned)
    names = operation.place_names
    if by_figure.any():
        notes.append(f"{_listed(names, by_figure)}: people by a {LABEL}.")
    if people.isna().any():
        notes.append(f"{_listed(names, people.isna())}: never counted, so no ration is planned there.")
    closed = np.asarray(camps[Camps.closed] <= start)
    if closed.any():
        notes.append(f"{_listed(names, pd.Series(closed, camps.index))}: closed, so no ration is planned there.")
    people = people.fillna(0.0).where(~closed, 0.0).astype(float)
    if not people.gt(0).any():
        raise NotEnoughHistory(
            f"Nobody was counted in any camp on or before {start:%Y-%m-%d}, so there is nobody to feed.",
            hint="Add a count of people to population, or move planning_start in settings.",
        )
    return people


def _listed(names: dict[str, str], chosen: pd.Series) -> str:
    return ", ".join(names[camp] for camp in chosen.index[chosen])
