"""Proposed priorities in words: what is proposed, and what speaks for it with counts, shares and how sure they are."""

from collections.abc import Sequence

from core.domain import wording
from core.domain.operation import Operation
from core.domain.schemas import NEEDED_MOST, Items
from core.locale import ENGLISH, Language, message
from core.services.priorities.propose import Evidence, ProposedPriority

STATEMENTS = {
    "received": message("received it"),
    "received_in_full": message("received all of it"),
    "quality_good": message("the quality is good"),
    "on_time": message("it came on time"),
    "felt_safe": message("felt safe"),
    "knew_entitlement": message("knew their entitlement"),
    NEEDED_MOST: message("need it most"),
}
"""Statements as they are said; those of a file that are not here stand as they came."""

GROUPS = {
    "women": message("women"),
    "pregnant": message("pregnant women"),
    "children_under_5": message("children under 5 (their carers)"),
    "children_5_17": message("children 5 to 17"),
    "older_people": message("older people"),
    "disabled": message("people with disabilities"),
}


class PriorityWords:
    """Names of one operation in one language."""

    def __init__(self, operation: Operation, language: Language = ENGLISH) -> None:
        self._places = operation.place_names
        self._items = dict(operation.items[[Items.item_id, Items.name]].to_numpy())
        self._language = language

    def what(self, proposed: ProposedPriority) -> str:
        """What is proposed, as in ``Let a person at Mahama count 1.2 times instead of 1``."""
        say = self._language.say
        now, new = (self._language.number(weight, 2) for weight in (proposed.now, proposed.proposed))
        camp = self._places.get(str(proposed.camp_id), str(proposed.camp_id))
        if proposed.about == "camp":
            return say("Let a person at {camp} count {new} times instead of {now}", camp=camp, new=new, now=now)
        if proposed.about == "item":
            item = self._items.get(proposed.item_id, proposed.item_id)
            return say("Let {item} count {new} times instead of {now}", item=item, new=new, now=now)
        return say("Look at how aid is handed out: {who}; no weight of a plan mends it", who=self._who(proposed.key))

    def evidence(self, one: Evidence) -> str:
        """One thing that was said, with what it was counted from."""
        say, number = self._language.say, self._language.number
        if one.is_complaint:
            return say(
                "{count} complaints “{what}”: {here} to 1,000 people ({between}), elsewhere {others}.",
                count=number(one.here.count),
                what=one.said,
                here=number(one.here.value * 1000, 1),
                between=say(
                    "{low} to {high}", low=number(one.here.low * 1000, 1), high=number(one.here.high * 1000, 1)
                ),
                others=number(one.others.value * 1000, 1),
            )
        return say(
            "{share} of {asked} people asked say “{what}” ({between} is likely); of the others {others}.",
            share=wording.percent(one.here.value, self._language),
            asked=number(one.here.base),
            what=self.statement(one.said),
            between=wording.percent_between(one.here.low, one.here.high, self._language),
            others=wording.percent(one.others.value, self._language),
        )

    def too_few(self, few: Sequence[tuple[str, str, float]]) -> list[str]:
        """What nothing can be said of yet: a line for each statement, with the people or complaints of each place."""
        said = {one[1]: [other for other in few if other[1] == one[1]] for one in few}
        return [
            self._language.say(
                "“{what}”, too few to say: {places}.",
                what=self.statement(statement),
                places=self._language.joined(
                    [f"{self._who(key)} ({self._language.number(count)})" for key, _, count in ones]
                ),
            )
            for statement, ones in said.items()
        ]

    def _who(self, key: str) -> str:
        """Place, item and group of a key."""
        parts = [self._places.get(part) or self._items.get(part) or self._group(part) for part in key.split(":")[1:]]
        return ", ".join(parts)

    def _group(self, group: str) -> str:
        return self._language.say(GROUPS[group]) if group in GROUPS else group

    def statement(self, said: str) -> str:
        """A statement or a category of complaints in words."""
        return self._language.say(STATEMENTS[said]) if said in STATEMENTS else said
