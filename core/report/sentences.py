"""What a brief says about its figures, in its language; every word rests on a figure of the brief."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain import wording
from core.domain.sensitivity import GRID_KM, SMALL_COUNT, Sensitivity
from core.locale import Language, message, without_marks
from core.report.brief import Brief, Buy, CountAgain, Send, Spread

UNKNOWN = "?"
SHORT = 0.8
DIGITS_OF_A_KEY = 8
LEVELS = {
    Sensitivity.PUBLIC: message("Sharing: public"),
    Sensitivity.INTERNAL: message("Sharing: internal"),
    Sensitivity.CONFIDENTIAL: message("Sharing: confidential"),
    Sensitivity.STRICTLY_CONFIDENTIAL: message("Sharing: strictly confidential"),
}
"""How far a page may go, as it says itself."""


@dataclass(frozen=True)
class KeyFigure:
    """One of the four figures on top; each part may be empty."""

    label: str
    value: str
    spread: str
    source: str


class Sentences:
    """The sentences of one brief."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.language: Language = brief.language

    def context(self) -> list[str]:
        """What is looked at: operation, day of the data, what-if, level."""
        say, brief = self.language.say, self.brief
        return [
            self.language.name(brief.operation),
            say("Data as of {day}", day=self.language.day(brief.start, year=True)),
            say("Scenario {name}", name=self.language.name(brief.scenario)),
            say(LEVELS[brief.level]),
        ]

    def illustrative(self) -> str:
        """The tag of simulated figures; empty where they are real."""
        return self.language.say("Illustrative data") if self.brief.illustrative else ""

    def lead(self) -> str:
        """The sentences under the headline."""
        return " ".join(words for words in (self.brief.lead, self.brief.reach) if words)

    def key_figures(self) -> list[KeyFigure]:
        """People, need met, who goes short, money; where one may not be told, the lowest camps."""
        return [self._people(), self._met(), self._short(), self._money()]

    def coverage_heading(self) -> str:
        """Over the table of camps."""
        return self.language.say("Worst first: need met by camp")

    def coverage_heads(self) -> list[str]:
        """Heads of its columns."""
        say = self.language.say
        return [say("Camp"), say("People"), say("Counted"), say("Need met"), say("Least met")]

    def people_of(self, camp: pd.Series) -> str:
        """People in a camp, as a table shows them."""
        if camp["is_small"]:
            return self.language.say("under {number}", number=self.language.number(SMALL_COUNT))
        return UNKNOWN if pd.isna(camp["people"]) else wording.hundreds(camp["people"], self.language)

    def count_of(self, camp: pd.Series) -> str:
        """Day of a camp's last count, marked where it is old."""
        if pd.isna(camp["count_age_days"]):
            return UNKNOWN
        day = wording.day(self.brief.start - pd.Timedelta(days=camp["count_age_days"]), self.language)
        return f"{day}\u00a0!" if camp["is_old"] else day

    def coverage_of(self, camp: pd.Series) -> str:
        """Share of need met at a camp."""
        return UNKNOWN if pd.isna(camp["coverage"]) else wording.percent(camp["coverage"], self.language)

    def coverage_band_of(self, camp: pd.Series) -> str:
        """The band of that share; empty where it is not known."""
        if pd.isna(camp["coverage_low"]) or pd.isna(camp["coverage_high"]):
            return ""
        return wording.percent_between(camp["coverage_low"], camp["coverage_high"], self.language)

    def least_met_of(self, camp: pd.Series) -> str:
        """The item met least at a camp, where one is not fully met."""
        if pd.isna(camp["item_coverage"]) or camp["item_coverage"] >= 1 - 1e-6:
            return ""
        share = wording.percent(camp["item_coverage"], self.language)
        return f"{share} {self.language.name(camp['item'])}"

    def more_camps(self, shown: int) -> str:
        """How many camps are not in the table, and the least any of them gets."""
        rest = self.brief.camps.iloc[shown:]
        if rest.empty:
            return ""
        best = rest["coverage"].dropna()
        if best.empty:
            return self.language.counted(
                len(rest), "and {count} more camp without need", "and {count} more camps without need"
            )
        return self.language.counted(
            len(rest),
            "and {count} more camp, with {share} of its need",
            "and {count} more camps, each with at least {share} of its need",
            share=wording.percent(float(best.min()), self.language),
        )

    def risks_heading(self) -> str:
        """Over the table of shelves."""
        return self.language.say("At risk: the first shelves to run empty")

    def risks_heads(self) -> list[str]:
        """Heads of its columns."""
        say = self.language.say
        return [say("Camp"), say("Item"), say("Empty on"), say("People"), say("Next delivery")]

    def no_risks(self) -> str:
        """In place of the table where there is none."""
        say, brief = self.language.say, self.brief
        if brief.withheld:
            return say("Stock is not told at this level of sharing.")
        if not brief.knows_shelves:
            return say("What is on the camps' shelves is not known: there is no stock count.")
        return say("No shelf will be empty in the time that can be foreseen")

    def empty_on(self, risk: pd.Series) -> str:
        """The first day without, with its span."""
        return wording.day_with_spread(risk["empty_on"], risk["empty_from"], risk["empty_to"], self.language)

    def people_at(self, risk: pd.Series) -> str:
        """People who need an item that runs out."""
        return wording.hundreds(risk["people"], self.language)

    def next_delivery(self, risk: pd.Series) -> str:
        """The week in which the plan brings more, and how long people wait at least."""
        say = self.language.say
        if pd.isna(risk["delivery_week"]):
            return say("none in the plan")
        week = say("week to {day}", day=wording.day(risk["delivery_week"], self.language))
        if risk["days_late"] < 1:
            return week
        late = self.language.counted(int(risk["days_late"]), "{count} day without", "{count} days without")
        return self.language.say("{first}, {second}", first=week, second=late)

    def more_risks(self, shown: int) -> str:
        """How many further shelves run empty."""
        more = len(self.brief.risks) - shown
        if more <= 0:
            return ""
        return self.language.counted(more, "and {count} more shelf", "and {count} more shelves")

    def people_heading(self) -> str:
        """Over the forecast."""
        return self.language.say("People in all camps")

    def people_finding(self) -> str:
        """The forecast at its end beside the last counts."""
        brief, say = self.brief, self.language.say
        if brief.ahead.empty:
            return say("There is no forecast: nobody was counted on or before the planning day.")
        last = brief.ahead.iloc[-1]
        return say(
            "By {day} {people} ({spread}); the last counts say {counted}.",
            day=wording.day(last["week"], self.language),
            people=wording.hundreds(last["q50"], self.language),
            spread=wording.between(last["q10"], last["q90"], self.language),
            counted=wording.hundreds(brief.counted_people, self.language),
        )

    def as_last_count(self) -> str:
        """Label of the naive line."""
        return self.language.say("same as last count")

    def fairness_heading(self) -> str:
        """Over the sentences about fairness."""
        return self.language.say("Fairness")

    def fairness(self) -> list[str]:
        """The rule, how even the outcome is, and what pro-rata would give."""
        say, brief = self.language.say, self.brief
        rule = say(
            "Rule “{rule}”: {explained}.",
            rule=say(wording.FAIRNESS[brief.rule]),
            explained=say(wording.RULES_EXPLAINED[brief.rule]),
        )
        if brief.gini is None:
            return [rule, say("No camp needs anything, so nothing is to be shared.")]
        even = say(
            "Gini coefficient of need met over camps: {gini} (0 is even, 1 is all to one).",
            gini=self.language.number(brief.gini, 2),
        )
        return [rule, even, self._pro_rata()]

    def decision_heading(self) -> str:
        """Over what is asked for."""
        return self.language.say("Decision asked")

    def decision(self) -> str:
        """What is to be decided, with its price."""
        say, brief = self.language.say, self.brief
        told = {
            "name": self.language.name(brief.scenario),
            "plan": self.language.isolated(brief.versions.plan[:DIGITS_OF_A_KEY]),
        }
        if brief.cost_usd is None:
            return say("Approve or reject the plan “{name}” (number {plan}).", **told)
        cost = wording.usd(brief.cost_usd, self.language)
        return say("Approve or reject the plan “{name}” (number {plan}), which costs {cost}.", **told, cost=cost)

    def steps(self) -> list[tuple[str, str]]:
        """What to do first, each with its deadline (empty where it has none)."""
        return [self._step(step) for step in self.brief.steps]

    def more_steps(self) -> str:
        """How many further steps the plan holds."""
        if not self.brief.more_steps:
            return ""
        return self.language.counted(
            self.brief.more_steps, "and {count} more step in the plan", "and {count} more steps in the plan"
        )

    def stamp(self) -> str:
        """Whether everything the page tells is known, and what is not."""
        brief = self.brief
        if brief.is_complete:
            return self.language.counted(
                len(brief.camps), "Complete: figures of {count} camp", "Complete: figures of all {count} camps"
            )
        told = self.language.joined([self._gap(gap.kind, gap.number) for gap in brief.gaps])
        return self.language.say("Not complete: {gaps}", gaps=told)

    def sources(self) -> list[str]:
        """Age of the data, versions, and what the drawings do not say."""
        say, brief, number = self.language.say, self.brief, self.language.number
        lines = []
        if brief.newest_count is not None and brief.oldest_count_days is not None:
            lines.append(
                say(
                    "Counts of people: the newest of {day}, the oldest {days} old; ! = older than {limit}. "
                    "Ranges hold 8 of 10 cases.",
                    day=wording.day(brief.newest_count, self.language),
                    days=self._days(int(brief.oldest_count_days)),
                    limit=self._days(brief.old_count_days),
                )
            )
        lines.append(say("Borders shown do not imply endorsement. Lines join places; they are not roads."))
        grid = GRID_KM[brief.level]
        if grid:
            lines.append(say("Camps are placed to within {km}\u00a0km.", km=number(grid)))
        return [" ".join(lines), self._versions()]

    def map_heading(self) -> str:
        """Over the map."""
        return self.language.say("Where: need met and goods sent")

    def _people(self) -> KeyFigure:
        brief, language = self.brief, self.language
        known = int(brief.camps["people"].notna().sum()) + int(brief.camps["is_small"].sum())
        label = language.counted(known, "People in {count} camp", "People in {count} camps")
        if brief.people is None or brief.ahead.empty:
            return KeyFigure(language.say("People in the camps"), UNKNOWN, language.say("never counted"), "")
        day = wording.day(brief.ahead["week"].iloc[0], language)
        return KeyFigure(label, *self._figure(brief.people), language.say("forecast for {day}", day=day))

    def _met(self) -> KeyFigure:
        language, met = self.language, self.brief.met
        label = language.counted(self.brief.weeks, "Need met, next {count} week", "Need met, next {count} weeks")
        if self.brief.gini is None:
            return KeyFigure(label, UNKNOWN, language.say("no camp needs anything"), "")
        band = ""
        if met.low is not None and met.high is not None:
            band = wording.percent_between(met.low, met.high, language)
        source = language.say("plan of {day}", day=wording.day(self.brief.start, language))
        return KeyFigure(label, wording.percent(met.value, language), band, source)

    def _short(self) -> KeyFigure:
        language, short = self.language, self.brief.short
        if short is None:
            return self._lowest()
        value, spread = self._figure(short)
        label = language.say("Will lack a food before its next delivery")
        return KeyFigure(label, value, spread, language.say("people, if the plan is carried out"))

    def _lowest(self) -> KeyFigure:
        language, camps = self.language, self.brief.camps
        if camps.empty or pd.isna(camps["coverage"].iloc[0]):
            return KeyFigure(language.say("Lowest camp"), UNKNOWN, language.say("no camp needs anything"), "")
        worst = camps.iloc[0]
        label = language.say("Lowest camp: {place}", place=language.name(worst["name"]))
        return KeyFigure(label, self.coverage_of(worst), self.coverage_band_of(worst), language.say("of need met"))

    def _money(self) -> KeyFigure:
        language, brief = self.language, self.brief
        if brief.cost_usd is None or brief.transport_usd is None:
            limit = wording.percent(SHORT, language)
            number = int((brief.camps["coverage"].round(2) < SHORT).sum())
            return KeyFigure(
                language.say("Camps under {share} of their need", share=limit), language.number(number), "", ""
            )
        transport = language.say("of which transport {cost}", cost=wording.usd(brief.transport_usd, language))
        return KeyFigure(language.say("Cost of the plan"), wording.usd(brief.cost_usd, language), transport, "")

    def _figure(self, spread: Spread) -> tuple[str, str]:
        value = wording.hundreds(spread.value, self.language)
        if spread.low is None or spread.high is None:
            return value, ""
        return value, wording.between(spread.low, spread.high, self.language)

    def _pro_rata(self) -> str:
        language, brief = self.language, self.brief
        if brief.rule == "equal_shares":
            return language.say("This is pro-rata, the practice of today.")
        if brief.beside is None:
            return language.say("What pro-rata would give was not worked out with this plan.")
        told = {
            "share": wording.percent(brief.beside.worst_coverage, language),
            "unmet": self._signed_percent(brief.beside.unmet_change),
        }
        if brief.withheld:
            return language.say(
                "Pro-rata in its place: worst-off camp {share}, person-weeks without an item {unmet}.", **told
            )
        cost = wording.usd(abs(brief.beside.cost_change_usd), language)
        return language.say(
            "Pro-rata in its place: worst-off camp {share}, person-weeks without an item {unmet}, {money}.",
            **told,
            money=language.say("{cost} more", cost=cost)
            if brief.beside.cost_change_usd >= 0
            else language.say("{cost} less", cost=cost),
        )

    def _signed_percent(self, share: float) -> str:
        """A change to one decimal: pro-rata often differs by less than a whole per cent."""
        number = without_marks(self.language.number(share * 100, 1, sign=True))
        return self.language.isolated(f"{number}{wording.SPACE}%")

    def _step(self, step: Send | Buy | CountAgain) -> tuple[str, str]:
        say, language = self.language.say, self.language
        if isinstance(step, CountAgain):
            place = language.name(step.camp)
            if step.age_days is None:
                return say("Count the people in {place}: never counted", place=place), ""
            return say("Count again in {place}: {days} old", place=place, days=self._days(int(step.age_days))), ""
        told = {"tonnes": wording.tonnes(step.tonnes, language), "item": language.name(wording.in_sentence(step.item))}
        if isinstance(step, Buy):
            cost, place = wording.usd(step.cost_usd, language), language.name(step.place)
            return say("Buy {tonnes} {item} in {place}, {cost}", **told, place=place, cost=cost), self._by(step.by)
        ends = {"origin": language.name(step.origin), "place": language.name(step.camp)}
        return say("Send {tonnes} {item} from {origin} to {place}", **told, **ends), self._by(step.leaves_by)

    def _by(self, day: pd.Timestamp) -> str:
        return self.language.say("by {day}", day=wording.day(day, self.language))

    def _days(self, number: int) -> str:
        return self.language.counted(number, "{count}\u00a0day", "{count}\u00a0days")

    def _gap(self, kind: str, number: int) -> str:
        language = self.language
        if kind == "forecast":
            return language.say("no forecast, because nobody was counted")
        if kind == "older_plan":
            return language.say("the data changed after the plan was made")
        if kind == "people":
            return language.counted(number, "{count} camp without a forecast", "{count} camps without a forecast")
        if kind == "place":
            return language.counted(number, "{count} camp not on the map", "{count} camps not on the map")
        return language.counted(number, "stock of {count} shelf not known", "stock of {count} shelves not known")

    def _versions(self) -> str:
        say, language, versions = self.language.say, self.language, self.brief.versions
        data = language.isolated(versions.data[:DIGITS_OF_A_KEY])
        if versions.data_version is not None:
            number = language.number(versions.data_version)
            told = say("Data version {number} ({data})", number=number, data=data)
        else:
            told = say("Data {data}", data=data)
        limits = language.number(versions.limits_checked)
        worse = without_marks(language.number(np.ceil(versions.gap * 1000) / 10, 1))
        gap = language.isolated(f"{worse}{wording.SPACE}%")
        found = (
            say("optimal, all {limits} limits hold", limits=limits)
            if versions.is_optimal
            else say("best found, better by at most {gap}, all {limits} limits hold", gap=gap, limits=limits)
        )
        parts = [
            told,
            say("model {version}", version=language.isolated(versions.model)),
            say("plan {version} ({found})", version=language.isolated(versions.plan[:DIGITS_OF_A_KEY]), found=found),
            say("planner {version}", version=language.isolated(versions.program)),
            say("made on {day}", day=language.day(self.brief.made, year=True)),
        ]
        return " · ".join(parts)
