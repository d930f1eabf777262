"""Words about the fairness of a plan: what is answered, its tables, and what the figures mean."""

import math
from collections.abc import Mapping

import pandas as pd

from core.domain import wording
from core.domain.scenario import Scenario
from core.locale import message
from core.services.evenness import Evenness, Harm
from core.services.fairness_report import EFFICIENCY, PRO_RATA, FairnessReport
from core.services.plan_figures import SHORT, is_short
from ui import text
from ui.language import say

LETTERS = dict(zip(wording.FAIRNESS, "ABCDEF", strict=True))
"""Letter of each rule in the charts."""

GROUP_NAMES = {
    "women": message("Women"),
    "pregnant": message("Pregnant women"),
    "children_under_5": message("Children under 5"),
    "children_5_17": message("Children 5 to 17"),
    "older_people": message("Older people"),
    "disabled": message("People with disabilities"),
}

OBJECTIVE = message(
    "Every rule makes small: penalty × person-weeks without an item, weighted by priority "
    "and vulnerability, + cost. A rule of fairness first reaches its own aim, holds it, and "
    "then makes that small."
)

NOTHING_GIVEN_UP = 0.0005
"""Shares of person-weeks served below this are told as nothing."""


def price_finding(report: FairnessReport) -> str:
    """How far the least coverage can rise and what that takes from the others."""
    points = report.points
    if points.empty:
        return say("No camp needs anything, so nothing is to be shared")
    low, high = float(points["worst_coverage"].iloc[0]), float(points["worst_coverage"].iloc[-1])
    if len(points) == 1 or text.percent(low) == text.percent(high):
        return say("No plan can lift the worst-off camp above {high} of its need", high=text.percent(high))
    given = float(points["price_share"].iloc[-1])
    price = (
        say("for next to nothing")
        if given < NOTHING_GIVEN_UP
        else say("for {share} of all person-weeks served", share=_share(given))
    )
    return say(
        "The worst-off camp can have {high} of its need in place of {low}, {price}",
        high=text.percent(high),
        low=text.percent(low),
        price=price,
    )


def free_rise(report: FairnessReport) -> str:
    """Up to which floor next to nothing is given up."""
    free = report.points[report.points["price_share"] < NOTHING_GIVEN_UP]
    if len(free) < 2 or len(free) == len(report.points):
        return ""
    more = float(free["cost_usd"].iloc[-1] - free["cost_usd"].iloc[0])
    cost = say("no more money") if abs(more) < 1 else f"{text.usd(abs(more))} {'more' if more > 0 else 'less'}"
    return say(
        "Up to a floor of {floor} all camps together are served as well as by the efficient plan, for {cost}.",
        floor=text.percent(free["worst_coverage"].iloc[-1]),
        cost=cost,
    )


def marks(report: FairnessReport, rule: str) -> pd.DataFrame:
    """Rules that have a plan, for the charts."""
    rules = report.rules[report.rules["why"] == ""].reset_index(drop=True)
    return rules.assign(
        letter=rules["rule"].map(LETTERS), name=rules["rule"].map(wording.FAIRNESS), is_shown=rules["rule"] == rule
    )


def rules_table(report: FairnessReport) -> pd.DataFrame:
    """The rules side by side, in the order of their letters."""
    rows = []
    for row in report.rules.to_dict("records"):
        name = {"": LETTERS[row["rule"]], message("Rule"): say(wording.FAIRNESS[row["rule"]])}
        if row["why"]:
            rows.append(name | dict.fromkeys(RULE_NUMBERS, say("no plan")))
            continue
        values = (
            text.percent(row["worst_coverage"]),
            f"{row['gini']:.3f}",
            text.whole(text.significant(row["weighted_unmet"], 4)),
            _share(row["price_share"]),
            text.whole(row["cost_usd"]),
        )
        rows.append(name | dict(zip(RULE_NUMBERS, values, strict=True)))
    return pd.DataFrame(rows)


RULE_NUMBERS = (
    message("Least coverage"),
    message("Gini"),
    message("Weighted person-weeks without"),
    message("Given up"),
    message("Cost, USD"),
)


def without_plan(report: FairnessReport) -> list[tuple[str, str]]:
    """Rules that have no plan, and why."""
    missing = report.rules[report.rules["why"] != ""]
    return [(f"{say(wording.FAIRNESS[row.rule])}:", str(row.why)) for row in missing.itertuples()]


def curve_notes(report: FairnessReport, scenario: Scenario) -> list[str]:
    """What to know when reading the curve."""
    notes = [
        say(
            "Line: the plan solved anew for {counted} under every camp. Letters: the plan of each "
            "rule; the full circle is the plan shown.",
            counted=text.counted(len(report.points), "floor"),
        ),
        say("Upright axes do not start at zero."),
    ]
    if report.parts_of_units:
        notes.append(say("The line counts in parts of trips and units, the rules as the what-if says."))
    if scenario.promised or scenario.plan_for == "spread":
        notes.append(
            say("The line is for the need as planned and holds to no promise; the rules are as the what-if says.")
        )
    if not report.is_whole:
        notes.append(say("The time limit ended the line early."))
    return notes


def curve_table(report: FairnessReport) -> pd.DataFrame:
    """The points of the line as people read them."""
    points = report.points
    return pd.DataFrame(
        {
            message("Floor"): points["floor"].map(text.percent),
            message("Weighted person-weeks without"): [
                text.whole(text.significant(v, 5)) for v in points["weighted_unmet"]
            ],
            message("Given up"): points["price_share"].map(_share),
            message("Cost, USD"): points["cost_usd"].map(text.whole),
            message("More than the first, USD"): (points["cost_usd"] - points["cost_usd"].head(1).sum()).map(
                text.signed
            ),
        }
    )


CURVE_NUMBERS = (
    message("Weighted person-weeks without"),
    message("Given up"),
    message("Cost, USD"),
    message("More than the first, USD"),
)


def evenness_finding(even: Evenness, pro_rata: Evenness | None) -> str:
    """The coefficient in a sentence."""
    beside = say("; under pro-rata it is {gini}", gini=f"{pro_rata.gini:.3f}") if pro_rata is not None else ""
    if len(even.curve) < 2:
        return say("Nobody needs anything")
    if even.gini < 0.0005:
        return say("Every camp has the same share of its need met (Gini 0.000{beside})", beside=beside)
    return say(
        "Deliveries follow need with a Gini coefficient of {gini}{beside}", gini=f"{even.gini:.3f}", beside=beside
    )


def with_names(curve: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """A Lorenz curve with the names of its camps."""
    return curve.assign(name=curve["camp_id"].map(names).fillna(""))


def groups_table(even: Evenness, pro_rata: Evenness | None) -> pd.DataFrame:
    """A row per group, the least served first, everybody on top."""
    everybody = float((even.curve["need_share"].diff() * even.curve["coverage"]).sum())
    rows = [_group_row(say("Everybody"), everybody, even.gini, pro_rata.gini if pro_rata else None, "")]
    other = {} if pro_rata is None else pro_rata.groups.set_index("group")["gini"].to_dict()
    for row in even.groups.itertuples():
        known = row.camps - row.estimated_camps
        counted = (
            say("all camps")
            if not row.estimated_camps
            else say("{part} of {all_}", part=known, all_=text.counted(row.camps, "camp"))
        )
        rows.append(_group_row(say(GROUP_NAMES[row.group]), row.coverage, row.gini, other.get(row.group), counted))
    return pd.DataFrame(rows)


GROUP_NUMBERS = (message("Need met"), message("Gini over camps"), message("the same, pro-rata"))


def _group_row(name: str, coverage: float, gini: float, other: float | None, counted: str) -> dict[str, str]:
    return {
        message("Group"): name,
        message("Need met"): text.percent(coverage),
        message("Gini over camps"): f"{gini:.3f}",
        message("the same, pro-rata"): "" if other is None else f"{other:.3f}",
        message("Share known in"): counted,
    }


def harm_finding(harm: Harm, n_camps: int) -> str:
    """How many camps get less than under pro-rata, and how many of them stay short."""
    if harm.camps.empty:
        return say("No camp gets less than under pro-rata")
    less, short = len(harm.camps), int(is_short(harm.camps["plan"]).sum())
    floor = text.percent(SHORT)
    if less == 1:
        left = (
            say("has under {floor} of its need", floor=floor)
            if short
            else say("still has {floor} of its need", floor=floor)
        )
    elif not short:
        left = say("each of them still has {floor} of its need", floor=floor)
    else:
        left = say(
            "{short} of them {rest} under {floor} of their need",
            short=short,
            rest="has" if short == 1 else "have",
            floor=floor,
        )
    return say(
        "{less} of {counted} {rest} less than under pro-rata; {left}",
        less=less,
        counted=text.counted(n_camps, "camp"),
        rest="gets" if less == 1 else "get",
        left=left,
    )


def harm_table(table: pd.DataFrame, camps: Mapping[str, str], items: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Camps, or items at camps, that get less; the largest part of their need first."""
    told = {message("Camp"): table["camp_id"].map(camps)}
    if items is not None:
        told[message("Item")] = table["item_id"].map(items)
    return pd.DataFrame(
        {
            **told,
            "Pro-rata": table["pro_rata"].map(text.percent),
            message("This plan"): table["plan"].map(text.percent),
            message("Points"): [text.signed(-100 * share) for share in table["less_share"]],
            STILL: ["no" if short else "yes" for short in is_short(table["plan"])],
            message("Person-weeks less"): [text.whole(text.significant(v, 3)) for v in table["less_person_weeks"]],
        }
    )


STILL = f"Still {text.percent(SHORT)}"
HARM_NUMBERS = ("Pro-rata", message("This plan"), message("Points"), STILL, message("Person-weeks less"))


def objectives_table(plan: Mapping[str, object], report: FairnessReport) -> pd.DataFrame:
    """Waste, transport per person-week and lateness of the plan, beside those of pro-rata and the efficient plan."""
    rules = report.rules.set_index("rule")
    columns = {message("This plan"): plan}
    for rule, head in ((PRO_RATA, "Pro-rata"), (EFFICIENCY, say("Most need met"))):
        if rule in rules.index and not rules.loc[rule, "why"]:
            columns[head] = rules.loc[rule].to_dict()
    lines = {
        message("Waste"): lambda f: tonnes_or_none(f.get("waste_t")),
        message("of which expired"): lambda f: tonnes_or_none(f.get("expired_t")),
        message("of which thrown away"): lambda f: tonnes_or_none(f.get("disposed_t")),
        message("of which beyond the need"): lambda f: tonnes_or_none(f.get("over_delivered_t")),
        message("Transport per person-week served"): lambda f: price(f.get("transport_usd_per_person_week")),
        message("Weeks late"): lambda f: weeks_late(f.get("weeks_late")),
    }
    if not any(_number(of.get("waste_t")) for of in columns.values()):
        lines = {words: told for words, told in lines.items() if not words.startswith("of which")}
    rows = [
        {message("Objective"): words, **{head: told(of) for head, of in columns.items()}}
        for words, told in lines.items()
    ]
    return pd.DataFrame(rows)


OBJECTIVES_EXPLAINED = (
    message("Waste: expired, thrown away, or handed out beyond the need."),
    message("Weeks late: mean wait of people for what they need once; who is not served waits to the end of the plan."),
)


def price(value: object) -> str:
    """Money of a small amount, with cents: ``USD 0.046``."""
    number = _number(value)
    return (
        say("nobody is served") if number is None else f"USD{text.NBSP}{number:,.2f}" if number >= 1 else _small(number)
    )


def weeks_late(value: object) -> str:
    """Weeks with one decimal; words where nothing is needed once."""
    number = _number(value)
    if number is None:
        return say("nothing is needed once")
    return f"{number:.2f}" if number < 1 else f"{number:.1f}"


def _small(number: float) -> str:
    return f"USD{text.NBSP}{text.significant(number, 2):.3f}".rstrip("0").rstrip(".") if number else f"USD{text.NBSP}0"


def tonnes_or_none(value: object) -> str:
    """Tonnes; ``none`` where there are none."""
    number = _number(value)
    return text.tonnes(number) if number else "none"


def _number(value: object) -> float | None:
    if isinstance(value, (int, float)) and math.isfinite(value):
        return float(value)
    return None


def _share(value: float) -> str:
    """A small share with a decimal: ``0.2 %``."""
    if value < NOTHING_GIVEN_UP:
        return f"0{text.NBSP}%"
    return f"{100 * value:.1f}{text.NBSP}%" if value < 0.0995 else text.percent(value)
