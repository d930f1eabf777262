"""Where goods can be in each week, and where they can still help: what lies outside is no part of the problem.

A quarter of the variables would stand for goods that cannot be there yet, or that could reach nobody any more. The
solver's own presolve finds few of them; without them it was measured to need half the time.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.allocation.commodities import Commodities
from core.allocation.network import Network


@dataclass(frozen=True, eq=False)
class Ways:
    """Every commodity on every arc that could carry it, shape (n_ways,).

    Attributes
    ----------
    arc, commodity
        What it is.
    origin, destination
        Sites at its ends.
    open
        Weeks of departure, shape (n_weeks, n_ways).
    lead_weeks
        From departure until goods are usable.
    """

    arc: np.ndarray
    commodity: np.ndarray
    origin: np.ndarray
    destination: np.ndarray
    open: np.ndarray
    lead_weeks: np.ndarray

    def by_lead(self) -> Iterator[tuple[int, np.ndarray | slice]]:
        """Positions of the ways that take each number of weeks."""
        leads = np.unique(self.lead_weeks)
        for lead in leads:
            yield int(lead), slice(None) if leads.size == 1 else np.flatnonzero(self.lead_weeks == lead)


def find_ways(goods: Commodities, network: Network, volume_m3: np.ndarray) -> Ways:
    """Ways of all commodities; an arc without room for volume carries only what has none."""
    fits = ~((network.volume_m3 == 0)[:, None] & (volume_m3 > 0)[goods.item][None, :])
    arc, commodity = np.nonzero((goods.site_of[network.origin] >= 0) & fits)
    return Ways(
        arc=arc.astype(np.int32),
        commodity=commodity.astype(np.int32),
        origin=goods.site_of[network.origin[arc], commodity],
        destination=goods.site_of[network.destination[arc], commodity],
        open=np.take(network.open.T, arc, axis=1),
        lead_weeks=network.lead_weeks[arc].astype(np.int32),
    )


def can_be(ways: Ways, unexpired: np.ndarray, comes: np.ndarray, stays: np.ndarray) -> np.ndarray:
    """Whether goods can be at a site in a week.

    Parameters
    ----------
    unexpired
        Whether what lies at a site may still be used, shape (n_weeks, n_sites).
    comes
        Whether goods come from outside: stock, arrivals, purchases, shape (n_weeks, n_sites).
    stays
        Whether goods may lie over a week's end, shape (n_sites,).

    Returns
    -------
    numpy.ndarray
        Truth, shape (n_weeks, n_sites).
    """
    here = comes & unexpired
    by_lead = [(lead, group, ways.origin[group], ways.destination[group]) for lead, group in ways.by_lead()]
    for week in range(len(here)):
        now = here[week]
        if week:
            now |= here[week - 1] & stays
        for lead, group, start, end in by_lead:
            if 0 < lead <= week:
                now[end[here[week - lead, start] & ways.open[week - lead, group]]] = True
        now &= unexpired[week]
        for lead, group, start, end in by_lead:
            if lead == 0:
                _spread(now, start, end, ways.open[week, group], unexpired[week])
    return here


def can_help(ways: Ways, unexpired: np.ndarray, given: np.ndarray, stays: np.ndarray) -> np.ndarray:
    """Whether goods at a site in a week can still be handed to people who need them, there or further on.

    Parameters
    ----------
    given
        Whether goods at a site can be handed out, shape (n_sites,); the others as in ``can_be``.
    """
    helps = unexpired & given[None, :]
    by_lead = [(lead, group, ways.origin[group], ways.destination[group]) for lead, group in ways.by_lead()]
    for week in range(len(helps) - 1, -1, -1):
        now = helps[week]
        if week + 1 < len(helps):
            now |= helps[week + 1] & stays
        for lead, group, start, end in by_lead:
            if 0 < lead < len(helps) - week:
                now[start[helps[week + lead, end] & ways.open[week, group]]] = True
        now &= unexpired[week]
        for lead, group, start, end in by_lead:
            if lead == 0:
                _spread(now, end, start, ways.open[week, group], unexpired[week])
    return helps


def _spread(now: np.ndarray, start: np.ndarray, end: np.ndarray, is_open: np.ndarray, allowed: np.ndarray) -> None:
    """Follow ways that take no time until nothing is new, in place."""
    while True:
        new = now[start] & (allowed & ~now)[end] & is_open
        if not new.any():
            return
        now[end[new]] = True
