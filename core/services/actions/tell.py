"""An action in words: what to do, what it brings and costs, how sure that is, and until when."""

import datetime as dt

import pandas as pd

from core.domain import wording
from core.domain.action import Action, ActionKind, Audience
from core.domain.operation import Operation
from core.locale import ENGLISH, Language, message
from core.services.short_names import short_item_names
from core.services.tell_scenario import route_names

AUDIENCE: dict[Audience, str] = {
    Audience.COORDINATOR: message("for the coordinator"),
    Audience.ANALYST: message("for whoever counts"),
    Audience.MANAGER: message("for whoever speaks with donors"),
}


WHAT: dict[ActionKind, str] = {
    ActionKind.REROUTE: message("Send {tonnes} another way than {route}"),
    ActionKind.BRING_FORWARD: message("Bring {tonnes} {item} at {place} forward from {day} to {to}"),
    ActionKind.COUNT_AGAIN: message("Count again in {name}"),
    ActionKind.TRANSFER: message("Move {tonnes} {item} from {place} to {other}"),
    ActionKind.BUY: message("Buy {tonnes} {item} in {place}"),
    ActionKind.LIFT_EARMARK: message("Ask to use {tonnes} {item} in {place} that is reserved for {other}"),
    ActionKind.ASK_FOR_GOODS: message("Ask a donor for {tonnes} {item} in {place}"),
    ActionKind.ASK_FOR_MONEY: message("Ask a donor for {money} more"),
}
MONEY_A_WEEK = message("Ask a donor for {money} more a week")


class ActionWords:
    """Names of one operation in one language."""

    def __init__(self, operation: Operation, language: Language = ENGLISH) -> None:
        self._places = operation.place_names
        self._items = short_item_names(operation)
        self._operation = operation
        self._language = language

    def what(self, action: Action) -> str:
        """What to do, as in ``Move 12 t flour from Kigeme to Mahama``."""
        language, is_money = self._language, action.kind is ActionKind.ASK_FOR_MONEY
        told = {
            "tonnes": wording.tonnes(action.tonnes, language),
            "item": self._item(action.item_id),
            "place": self._place(action.place_id),
            "other": self._place(action.other_id),
            "name": self._place(action.camp_id),
            "route": self._route(action) if action.kind is ActionKind.REROUTE else "",
            "day": self._day(action.day_from),
            "to": self._day(action.day_to),
            "money": wording.usd(action.amount, language) if is_money else "",
        }
        is_weekly = action.other_id == "budget_usd_per_week"
        return language.say(MONEY_A_WEEK if is_money and is_weekly else WHAT[action.kind], **told)

    def effect(self, action: Action) -> str:
        """What it brings and costs, and how sure that is."""
        return f"{wording.SPACE}· ".join(
            part for part in (self._saves(action), self._costs(action), self._sure(action), self._until(action)) if part
        )

    def by(self, action: Action) -> str:
        """``by 8 Nov``; empty where there is no such day."""
        return "" if action.by is None else self._language.say("by {day}", day=self._day(action.by))

    def _saves(self, action: Action) -> str:
        say, number = self._language.say, self._language.number(_rounded(action.person_weeks))
        if action.kind is ActionKind.COUNT_AGAIN:
            return say("knowing the people saves {number} weighted person-weeks on average", number=number)
        if action.item_id is None:
            return say("saves {number} person-weeks without aid", number=number)
        return say("saves {number} person-weeks without {item}", number=number, item=self._item(action.item_id))

    def _costs(self, action: Action) -> str:
        say, usd = self._language.say, wording.usd(_rounded(abs(action.cost_usd), 3), self._language)
        if action.kind is ActionKind.COUNT_AGAIN:
            return say("what the count costs is not known here")
        if abs(action.cost_usd) < 1:
            return say("no extra cost")
        spent = say("costs {usd} more", usd=usd) if action.cost_usd > 0 else say("costs {usd} less", usd=usd)
        if not action.gift_usd:
            return spent
        worth = wording.usd(_rounded(action.gift_usd, 2), self._language)
        return say("a gift worth {worth}; the plan {spent}", worth=worth, spent=spent)

    def _sure(self, action: Action) -> str:
        share = wording.percent(action.helps_share, self._language)
        if action.kind is ActionKind.COUNT_AGAIN:
            return self._language.say("the camp falls short of the plan in {share} of futures", share=share)
        return self._language.say("helps in {share} of futures", share=share)

    def _until(self, action: Action) -> str:
        if action.last is None or action.last == action.by:
            return ""
        return self._language.say("some of it until {day}", day=self._day(action.last))

    def _item(self, item_id: str | None) -> str:
        return "" if item_id is None else self._language.name(wording.in_sentence(self._items.get(item_id, item_id)))

    def _place(self, place_id: str | None) -> str:
        return "" if place_id is None else self._language.name(self._places.get(place_id, place_id))

    def _route(self, action: Action) -> str:
        route = action.other_id or ""
        return self._language.name(route_names(self._operation).get(route, route))

    def _day(self, day: dt.date | None) -> str:
        return "" if day is None else wording.day(pd.Timestamp(day), self._language)


def _rounded(amount: float, figures: int = 2) -> float:
    """A whole number to so many significant figures: a plan is no surer than that."""
    return round(amount, -max(len(str(int(abs(amount)))) - figures, 0))
