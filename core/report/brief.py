"""The figures of a one-page brief: what all its forms show, in one language, computed before anything is drawn."""

from dataclasses import dataclass

import pandas as pd

from core.domain.sensitivity import Sensitivity
from core.locale import Language


@dataclass(frozen=True)
class Spread:
    """A figure and the band that holds it in 8 of 10 cases; the band is None where it is not known."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Versions:
    """What the figures were made from.

    Attributes
    ----------
    data
        Fingerprint of the operation's tables.
    data_version
        Number of the stored version; None where the tables were read from a folder.
    model, program
        Versions of the forecast and of the planner.
    plan
        Content key or fingerprint of the plan, as pages number it.
    is_optimal, gap, limits_checked
        How good the plan is known to be, and how many limits the auditor added up.
    """

    data: str
    data_version: int | None
    model: str
    program: str
    plan: str
    is_optimal: bool
    gap: float
    limits_checked: int


@dataclass(frozen=True)
class Beside:
    """The same question under pro-rata.

    Attributes
    ----------
    worst_coverage
        Share of need met at its worst-off camp.
    unmet_change
        Weighted person-weeks without, against this plan: 0.02 is 2 % more.
    cost_change_usd
        Money, against this plan.
    """

    worst_coverage: float
    unmet_change: float
    cost_change_usd: float


@dataclass(frozen=True)
class Send:
    """A shipment of the plan's first week; ``arrives`` is the Sunday of the week in which it can be handed out."""

    camp: str
    item: str
    origin: str
    tonnes: float
    leaves_by: pd.Timestamp
    arrives: pd.Timestamp


@dataclass(frozen=True)
class Buy:
    """A purchase of the plan's first week."""

    place: str
    item: str
    tonnes: float
    cost_usd: float
    by: pd.Timestamp


@dataclass(frozen=True)
class CountAgain:
    """A camp whose last count is old; ``age_days`` None where it was never counted."""

    camp: str
    age_days: float | None


@dataclass(frozen=True)
class Gap:
    """Something that is not known, by kind; ``number`` of them."""

    kind: str
    number: int


@dataclass(frozen=True, eq=False)
class Brief:
    """One page about one plan.

    Attributes
    ----------
    operation, scenario, rule
        Names of the operation and of the what-if, key of the fairness rule.
    illustrative
        Whether the figures are simulated.
    level
        How far the page may go; ``withheld`` says whether stock, roads and money are left out for it.
    start, made
        Planning day, and day of the page.
    answer, lead
        Headline and the sentences under it, those of the first page.
    reach
        What the plan reaches and costs, in a sentence; empty where nothing is needed.
    people
        In all camps in the first week; None where nobody was ever counted.
    counted_people
        At the last counts of all counted camps together.
    ahead
        ``week, q10, q50, q90`` of all camps' people; empty where there is no forecast.
    met
        Share of all need met over the plan.
    short
        People who will lack a food; None where no shelf is known.
    cost_usd, transport_usd
        None where withheld.
    camps
        Worst coverage first: ``camp_id, name, latitude, longitude, people, people_low, people_high, last_count,
        count_age_days, is_old, is_small`` (people too few to be told at the level, left blank), ``coverage,
        coverage_low, coverage_high, item, item_coverage`` (the item met least).
        Camps without need come last, their coverage blank.
    risks
        Shelves in the order in which they matter: ``place, item, empty_on, empty_from, empty_to, people, delivery_week,
        days_late``; empty where none is known or withheld.
    knows_shelves
        Whether any shelf is known.
    gini
        Of coverage over camps, 0 (even) to 1; None where nothing is needed.
    beside
        Pro-rata beside this plan; None where it was not solved or is this plan.
    steps
        What is asked for, in order; ``more_steps`` further ones.
    old_count_days
        Age from which a count is old.
    oldest_count_days, newest_count
        Of all counted camps; None where there is none.
    gaps
        What is missing for the page to be complete.
    depots
        ``name, latitude, longitude``.
    routes
        ``route_id, origin_id, destination_id, tonnes_per_week`` and the coordinates of both ends
        (``latitude, longitude, to_latitude, to_longitude``); empty where withheld.
    """

    language: Language
    operation: str
    scenario: str
    rule: str
    weeks: int
    illustrative: bool
    level: Sensitivity
    withheld: bool
    start: pd.Timestamp
    made: pd.Timestamp
    versions: Versions
    answer: str
    lead: str
    reach: str
    people: Spread | None
    counted_people: float
    ahead: pd.DataFrame
    met: Spread
    short: Spread | None
    cost_usd: float | None
    transport_usd: float | None
    camps: pd.DataFrame
    risks: pd.DataFrame
    knows_shelves: bool
    gini: float | None
    beside: Beside | None
    steps: tuple[Send | Buy | CountAgain, ...]
    more_steps: int
    old_count_days: int
    oldest_count_days: float | None
    newest_count: pd.Timestamp | None
    gaps: tuple[Gap, ...]
    depots: pd.DataFrame
    routes: pd.DataFrame

    @property
    def is_complete(self) -> bool:
        """Whether nothing that the page tells rests on something missing."""
        return not self.gaps
