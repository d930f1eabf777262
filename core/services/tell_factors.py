"""Words of key factors: a claim with its number of cases, and none that later cases do not bear out."""

import math

import pandas as pd

from core.history.factors import LEAST_CASES, Factors
from core.locale import ENGLISH, Language, message

FACTOR_WORDS = {
    "place": message("place"),
    "region": message("region"),
    "country": message("country"),
    "access": message("distance"),
    "roads": message("number of roads"),
    "mode": message("means of transport"),
    "season": message("season"),
    "item": message("item"),
    "sector": message("sector"),
    "group": message("group of people"),
    "donor": message("donor"),
    "origin": message("origin"),
    "terms": message("terms of delivery"),
    "size": message("size of the load"),
}
"""Factors in words."""

GOES_WITH = {
    "shortage": message("Shortage goes with {factors}"),
    "delay": message("Delay goes with {factors}"),
    "loss": message("Loss goes with {factors}"),
}
NOT_KNOWN = {
    "shortage": message("We do not know what shortage goes with"),
    "delay": message("We do not know what delay goes with"),
    "loss": message("We do not know what loss goes with"),
}
OUTCOMES = {
    "shortage": message("share of need not met"),
    "delay": message("days after the promise"),
    "loss": message("share damaged or missing"),
}
"""What a case comes to."""


class TellFactors:
    """Sentences about key factors in one language."""

    def __init__(self, found: Factors, language: Language = ENGLISH) -> None:
        self._found = found
        self._language = language

    def finding(self) -> str:
        """What the outcome goes with, or that this is not known."""
        if not self._found.is_known:
            return self._language.say(NOT_KNOWN[self._found.about])
        first = [self.factor(str(name)) for name in self._found.factors["factor"].head(3)]
        return self._language.say(GOES_WITH[self._found.about], factors=self._language.joined(first))

    def grounds(self) -> str:
        """On how many cases it rests, and how much better than no model later ones were foretold."""
        found, say = self._found, self._language.say
        cases = self._language.counted(found.cases, "{count} case", "{count} cases")
        if found.skill is None or found.skill_low is None or found.skill_high is None:
            return say(
                "{cases} on record; nothing is said below {least}, or where all came to the same.",
                cases=cases,
                least=self._language.number(LEAST_CASES),
            )
        later = self._language.counted(found.later_cases, "{count} later case", "{count} later cases")
        skill, low, high = (self._percent(value) for value in (found.skill, found.skill_low, found.skill_high))
        told = say(
            "{later} foretold from earlier ones: squared error {skill} below no model, the mean ({low} to {high}).",
            later=later, skill=skill, low=low, high=high,
        )  # fmt: skip
        return told if found.is_known else f"{told} {say('That is not surely better than no model.')}"

    def factor(self, name: str) -> str:
        """A factor in words."""
        return self._language.say(FACTOR_WORDS[name])

    def outcome(self, value: float) -> str:
        """An outcome: days, or a share."""
        if math.isnan(value):
            return self._language.say("not known")
        if self._found.about == "delay":
            return self._language.say("{days} days", days=self._language.number(value))
        return self._percent(value, 1 if self._found.about == "loss" else 0)

    def factor_table(self) -> pd.DataFrame:
        """Factors with what they are worth and the cases behind it, in words."""
        rows = self._found.factors
        return pd.DataFrame(
            {
                message("Factor"): [self.factor(str(name)) for name in rows["factor"]],
                message("Error without it"): [
                    self._between(*v) for v in rows[["importance", "low", "high"]].to_numpy()
                ],
                message("Cases"): [self._language.number(n) for n in rows["cases"]],
            }
        )

    def value_table(self, most: int) -> pd.DataFrame:
        """The values of each factor with the highest and lowest expected outcome, at most ``most`` a factor."""
        rows = self._found.values.groupby("factor", sort=False, group_keys=False)
        shown = pd.concat([_ends(of, most) for _, of in rows]) if len(self._found.values) else self._found.values
        return pd.DataFrame(
            {
                message("Factor"): [self.factor(str(name)) for name in shown["factor"]],
                message("Value"): shown["value"].to_numpy(),
                message("Expected, all else as it was"): [self.outcome(v) for v in shown["expected"]],
                message("As it was"): [self.outcome(v) for v in shown["mean"]],
                message("Cases"): [self._language.number(n) for n in shown["cases"]],
            }
        )

    def _between(self, value: float, low: float, high: float) -> str:
        return self._language.say(
            "{value} more ({low} to {high})",
            value=self._percent(value), low=self._percent(low), high=self._percent(high),
        )  # fmt: skip

    def _percent(self, share: float, decimals: int = 0) -> str:
        return f"{self._language.number(share * 100, decimals)}\u00a0%"


def _ends(rows: pd.DataFrame, most: int) -> pd.DataFrame:
    if len(rows) <= most:
        return rows
    return pd.concat([rows.head(most - most // 2), rows.tail(most // 2)])
