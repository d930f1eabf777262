"""A recommended action: what to do, what it brings and costs, until when it helps, and who decides about it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from core.domain.access import Right
from core.domain.scenario import Scenario


class ActionKind(StrEnum):
    """What kind of thing is to be done."""

    REROUTE = "reroute"
    BRING_FORWARD = "bring_forward"
    COUNT_AGAIN = "count_again"
    TRANSFER = "transfer"
    BUY = "buy"
    LIFT_EARMARK = "lift_earmark"
    ASK_FOR_GOODS = "ask_for_goods"
    ASK_FOR_MONEY = "ask_for_money"


class Audience(StrEnum):
    """Whom an action is for."""

    COORDINATOR = "coordinator"
    ANALYST = "analyst"
    MANAGER = "manager"


AUDIENCES: Mapping[ActionKind, Audience] = {
    ActionKind.REROUTE: Audience.COORDINATOR,
    ActionKind.BRING_FORWARD: Audience.COORDINATOR,
    ActionKind.COUNT_AGAIN: Audience.ANALYST,
    ActionKind.TRANSFER: Audience.COORDINATOR,
    ActionKind.BUY: Audience.COORDINATOR,
    ActionKind.LIFT_EARMARK: Audience.MANAGER,
    ActionKind.ASK_FOR_GOODS: Audience.MANAGER,
    ActionKind.ASK_FOR_MONEY: Audience.MANAGER,
}


@dataclass(frozen=True)
class Gain:
    """What one camp is promised of one item in one week.

    Attributes
    ----------
    week
        Its Sunday.
    without_action, with_action
        Units handed out by the plan without and with the action.
    person_weeks
        Person-weeks without the item that are saved; below zero where the camp gives way.
    """

    camp_id: str
    item_id: str
    week: dt.date
    without_action: float
    with_action: float
    person_weeks: float


@dataclass(frozen=True)
class Action:
    """One action.

    Attributes
    ----------
    kind, key
        What is to be done, and the name under which answers are kept: the same action on newer data has the same key.
    camp_id, item_id
        The camp that gains most, and the item; None where it is about several.
    place_id, other_id
        Where goods lie, come in or are bought; the second place of a transfer, or the route of a reroute.
    amount
        Item units; USD where money is asked for.
    tonnes
        Of that amount; 0 for money and counts.
    day_from, day_to
        The day an arrival is expected and the earlier one; the day a transfer arrives (``day_to``).
    weighted_gain
        Weighted person-weeks saved where need turns out as planned for (vulnerability x priority x person-weeks).
    expected_gain
        The same in the mean of the futures; what actions are ranked by.
    person_weeks
        Person-weeks without any item that are saved, unweighted.
    cost_usd
        Spent more than without it, by the plan; of a transfer its estimated freight.
    gift_usd
        Worth of the goods that a donor is asked for, at the supplier's price; of an item that nobody offers, at the
        highest price on offer, so that it is not ranked too high.
    helps_share, futures
        Share of futures of need in which it helps, and how many were drawn.
    by, last
        Day until which it has its whole effect, and last day on which it still helps, from lead times.
    scenario
        Carries it out; None for a count.
    plan_key
        Content key of the plan of that scenario; empty for a count.
    gains
        Where and when it helps, the largest first.
    """

    kind: ActionKind
    key: str
    scenario: Scenario | None
    camp_id: str | None = None
    item_id: str | None = None
    place_id: str | None = None
    other_id: str | None = None
    amount: float = 0.0
    tonnes: float = 0.0
    day_from: dt.date | None = None
    day_to: dt.date | None = None
    weighted_gain: float = 0.0
    expected_gain: float = 0.0
    person_weeks: float = 0.0
    cost_usd: float = 0.0
    gift_usd: float = 0.0
    helps_share: float = 0.0
    futures: int = 0
    by: dt.date | None = None
    last: dt.date | None = None
    plan_key: str = ""
    gains: tuple[Gain, ...] = field(default=())

    @property
    def audience(self) -> Audience:
        """Whom it is for."""
        return AUDIENCES[self.kind]

    @property
    def right(self) -> Right:
        """What whoever answers it must be allowed to do."""
        return Right.ANSWER if self.kind is ActionKind.COUNT_AGAIN else Right.PROPOSE_PLAN

    def to_values(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        plain = asdict(self)
        for name in ("day_from", "day_to", "by", "last"):
            plain[name] = None if plain[name] is None else plain[name].isoformat()
        plain["gains"] = [{**gain, "week": gain["week"].isoformat()} for gain in plain["gains"]]
        scenario = None if self.scenario is None else self.scenario.to_values()
        return {**plain, "kind": self.kind.value, "scenario": scenario, "audience": self.audience.value}

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> "Action":
        """The action of plain values."""
        plain = {name: value for name, value in values.items() if name != "audience"}
        for name in ("day_from", "day_to", "by", "last"):
            plain[name] = None if plain[name] is None else dt.date.fromisoformat(plain[name])
        plain["gains"] = tuple(Gain(**{**gain, "week": dt.date.fromisoformat(gain["week"])}) for gain in plain["gains"])
        scenario = None if plain["scenario"] is None else Scenario.from_values(plain["scenario"])
        return cls(**{**plain, "kind": ActionKind(plain["kind"]), "scenario": scenario})
