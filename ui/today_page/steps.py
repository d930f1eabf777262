"""The steps to take first, as cards; an answer leads to the page where the step is weighed."""

from dataclasses import dataclass

import streamlit as st

from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.services.actions.recommend import Recommended
from core.services.first_steps import Shipment, Wait
from core.services.open_operation import OpenOperation
from core.services.read_today import Today
from ui import state, tell_today, text
from ui.cache import Asked
from ui.components import action_card, caption
from ui.language import say
from ui.today_page.actions import opened_list, show_actions, show_weighing

PLAN = "pages/decide/plan.py"
DATA = "pages/data/data.py"
FORECAST = "pages/situation/forecast.py"


@dataclass(frozen=True)
class _Card:
    """One step: how its answer is remembered, its words, and where its buttons lead."""

    action: str
    words: tuple[str, str, str]
    urgent: bool
    button: str
    camp_id: str | None
    what_if: bool
    leads_to: str
    why_leads_to: str
    item_id: str | None = None


def show_steps(
    opened: OpenOperation, scenario: Scenario, today: Today, weighed: Asked[Recommended] | None
) -> str | None:
    """Draw the cards; returns the page a person wants to go on to, None where they stay.

    One list: what answers the headline, what is worth doing beside the plan, and the rest of the plan's first week. The
    camp of the step is then selected, and a what-if for it begun where that was asked for.

    Parameters
    ----------
    weighed
        Recommended actions, or how far they are; None where there is no plan yet.
    """
    state.ask_why(None)
    operation = opened.operation
    first, rest = _cards(operation, today, is_weighed=weighed is not None and weighed.answer is not None)
    open_ones = None if weighed is None or weighed.answer is None else opened_list(opened, weighed.answer)
    page = _show_cards(operation, first, "first", is_primary=True)
    if open_ones is not None:
        page = show_actions(opened, scenario, open_ones, is_primary=not first) or page
    elif weighed is not None:
        show_weighing(weighed)
    page = _show_cards(operation, rest, "step", is_primary=not first and open_ones is None) or page
    if page:
        return page
    if not first and not rest and (open_ones is None or not open_ones.actions):
        caption(say("Nothing to do first: the plan moves nothing in its first week, and no count is old."))
    cards = [*first, *rest]
    aside = _put_aside(cards)
    caption(
        tell_today.left_over(today),
        say("“Why” opens the plan at the reasons for that camp.") if any(card.item_id for card in cards) else "",
    )
    with st.container(horizontal=True, gap="small"):
        if aside and st.button(
            say("Show {aside} put aside", aside=len(aside)), key="today:show-aside", type="tertiary"
        ):
            for card in aside:
                state.answer(card.action, None)
            st.rerun()
        if today.met is not None and st.button(say("Open the plan"), key="today:plan", type="tertiary"):
            return PLAN
    return None


def _put_aside(cards: list[_Card]) -> list[_Card]:
    answers = state.answers()
    return [card for card in cards if answers.get(card.action) == "later"]


def _show_cards(operation: Operation, cards: list[_Card], name: str, *, is_primary: bool) -> str | None:
    aside = _put_aside(cards)
    for position, card in enumerate(card for card in cards if card not in aside):
        what, effect, by = card.words
        pressed = action_card(
            what,
            effect,
            by,
            key=f"today:{name}:{position}",
            urgent=card.urgent,
            primary=is_primary and position == 0,
            accept=card.button,
        )
        if pressed == "later":
            state.answer(card.action, "later")
            st.rerun()
        if pressed in ("accept", "why"):
            _select(operation, card, begins_what_if=pressed == "accept" and card.what_if)
            if pressed == "why" and card.why_leads_to == PLAN and card.camp_id is not None:
                state.ask_why(card.camp_id, card.item_id)
            return card.leads_to if pressed == "accept" else card.why_leads_to
    return None


def _cards(operation: Operation, today: Today, *, is_weighed: bool) -> tuple[list[_Card], list[_Card]]:
    """What answers the headline with what the plan leaves empty; and the rest, without what actions say better."""
    sends = [
        _shelf_card(
            operation,
            step,
            f"send:{step.camp_id}:{step.item_id}:{step.origin_id}",
            tell_today.step_of_shipment(operation, step),
            urgent=step.empty_on is not None and step.empty_on <= step.week,
        )
        for step in today.steps.shipments
    ]
    waits = [
        _shelf_card(
            operation,
            step,
            f"wait:{step.camp_id}:{step.item_id}",
            tell_today.step_of_wait(operation, step),
            urgent=step.days_late > 0,
        )
        for step in today.steps.waits
    ]
    # what answers the headline comes first, a further wait right after it
    answers_first = [card for card, step in zip(waits, today.steps.waits, strict=True) if step.answers_headline]
    head = answers_first or sends[:1]
    first = [*head, *(card for card in waits if card not in head)]
    rest = [card for card in sends if card not in first]
    if is_weighed:
        return first, rest
    buys = [
        _Card(
            f"buy:{step.depot_id}:{step.item_id}",
            tell_today.step_of_purchase(operation, step),
            urgent=False,
            button=say("Open the plan"),
            camp_id=None,
            what_if=False,
            leads_to=PLAN,
            why_leads_to=PLAN,
        )
        for step in today.steps.purchases
    ]
    counts = [
        _Card(
            f"count:{step.camp_id}",
            tell_today.step_of_count(operation, step),
            urgent=False,
            button=say("Upload a count"),
            camp_id=step.camp_id,
            what_if=False,
            leads_to=DATA,
            why_leads_to=FORECAST,
        )
        for step in today.steps.counts
    ]
    return first, [*rest, *buys, *counts]


def _shelf_card(
    operation: Operation, step: Shipment | Wait, action: str, words: tuple[str, str, str], *, urgent: bool
) -> _Card:
    """A step about one item at one camp: a what-if for the camp is begun, *Why* opens the plan's reasons."""
    return _Card(
        action,
        words,
        urgent,
        say("Try a what-if for {camp}", camp=text.plain(operation.place_names[step.camp_id])),
        step.camp_id,
        what_if=True,
        leads_to=PLAN,
        why_leads_to=PLAN,
        item_id=step.item_id,
    )


def _select(operation: Operation, card: _Card, begins_what_if: bool) -> None:
    if card.camp_id is None:
        return
    state.select_camp(card.camp_id)
    if begins_what_if:
        state.begin_what_if(operation.place_names[card.camp_id])
