"""Every shipment a plan may make: a commodity that departs on an arc in a week."""

from dataclasses import dataclass

import numpy as np

from core.allocation.reach import Ways


@dataclass(frozen=True, eq=False)
class Sendings:
    """From where goods can be to where they can help or are ordered, week after week, shape (n_sendings,).

    Attributes
    ----------
    week, arc, commodity
        What is sent, where and when it departs.
    trip
        Arc of the week: position in an array of shape (n_weeks, n_arcs), laid out flat.
    leaving, landing
        Site that it leaves in the week, and site at which it is usable in a later or the same week: positions in an
        array of shape (n_weeks, n_sites), laid out flat.
    """

    week: np.ndarray
    arc: np.ndarray
    commodity: np.ndarray
    trip: np.ndarray
    leaving: np.ndarray
    landing: np.ndarray


def find_sendings(
    ways: Ways,
    n_arcs: int,
    can_be: np.ndarray,
    can_help: np.ndarray,
    ordered: np.ndarray,
    unexpired: np.ndarray,
) -> Sendings:
    """Sendings of all ways.

    Parameters
    ----------
    can_be, can_help, unexpired
        Whether goods can be at a site in a week, can still help there, and may still be used, shape (n_weeks, n_sites).
    ordered
        Whether a person fixed that goods are sent, wanted or not, shape (n_weeks, n_ways).
    """
    n_weeks = len(ways.open)
    some_ordered = bool(ordered.any())
    wanted = np.zeros_like(ways.open)
    for lead, group in ways.by_lead():
        departing, landing = slice(0, max(n_weeks - lead, 0)), slice(lead, n_weeks)
        end = ways.destination[group]
        wanted[departing, group] = can_help[landing, end]
        if some_ordered:
            wanted[departing, group] |= ordered[departing, group] & unexpired[landing, end]
    sent = ways.open & can_be[:, ways.origin] & wanted
    week = np.repeat(np.arange(n_weeks, dtype=np.int32), np.count_nonzero(sent, axis=1))
    way = np.flatnonzero(sent)
    way -= np.multiply(week, sent.shape[1], dtype=np.intp)
    arc = np.take(ways.arc, way)
    n_sites = unexpired.shape[1]
    first_site = week * n_sites
    return Sendings(
        week=week,
        arc=arc,
        commodity=np.take(ways.commodity, way),
        trip=week * n_arcs + arc,
        leaving=first_site + np.take(ways.origin, way),
        landing=first_site + np.take(ways.lead_weeks * n_sites + ways.destination, way),
    )
