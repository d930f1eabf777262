"""Words of the needs page: the answer, its tables, and one need opened into its factors."""

from dataclasses import dataclass

import pandas as pd

from core.domain import wording
from core.domain.schemas import GROUPS, ForecastTable, Population
from core.locale import message
from core.services.describe_needs import NeedsSummary
from ui import text
from ui.language import say

GROUP_WORDS = {name: Population.title(name).removesuffix(" (people)") for name in GROUPS}
ESTIMATE = "estimate"


@dataclass(frozen=True)
class Missing:
    """What a needs page lacks: title and words of its panel, and the button that mends it."""

    title: str
    words: str
    button: str


def what_is_missing(has_items: bool, has_counts: bool) -> Missing | None:
    """What stands between people and needs; None where nothing does."""
    words = say("Need is people times a standard. ")
    if not has_items:
        words += say("Upload the goods and foods with weight and standard; Map and Forecast work without.")
        return Missing(say("No items yet"), words, say("Upload items"))
    if not has_counts:
        words += say("Upload a count of the people on or before the planning day; the map works without.")
        return Missing(say("No count on or before the planning day"), words, say("Upload counts"))
    return None


def first_week_people(forecast: pd.DataFrame) -> pd.Series:
    """Median forecast of the first week by camp_id."""
    first = forecast[forecast[ForecastTable.horizon_weeks] == forecast[ForecastTable.horizon_weeks].min()]
    return first.set_index(ForecastTable.camp_id)[ForecastTable.q50]


def bars_explained(summary: NeedsSummary, most: int) -> list[str]:
    """What the bars of ``need_bars`` show."""
    more = int((summary.by_item["t"] > 0).sum()) - most
    return [
        say("Tonnes. First part of a bar: still needed; second: on the camps' shelves; line: 80\u00a0% band."),
        say("{counted} in the table only.", counted=text.counted(more, "lighter item")) if more > 0 else "",
    ]


def answer(summary: NeedsSummary, weeks: int, camp: str = "") -> str:
    """Headline: how much the next weeks need, what most of it is, how long the camps' stock reaches.

    Parameters
    ----------
    camp
        Name of the one camp; empty for all.
    """
    span = "week" if weeks == 1 else say("{weeks} weeks", weeks=weeks)
    if summary.total_t <= 0:
        return say(
            "{value} needs {rest} in the next {span}",
            value=camp or say("No camp"),
            rest="nothing" if camp else "anything",
            span=span,
        )
    total = _rounded(summary.total_t)
    first = (
        say("{camp} needs {total} in the next {span}", camp=camp, total=total, span=span)
        if camp
        else say("The next {span} need{value} {total}", span=span, value="s" * (weeks == 1), total=total)
    )
    top = summary.by_item.iloc[0]
    share = float(top["t"]) / summary.total_t
    item = wording.in_sentence(str(top["short"]))
    most = say("{item} is {share_words}", item=item, share_words=_share_words(share))
    if summary.stock_days is None:
        return say("{first}; {most}; camp stock is not known", first=first, most=most)
    return say(
        "{first}; {most}; camp stock covers {stock_days}",
        first=first,
        most=most,
        stock_days=text.days_long(summary.stock_days),
    )


def lead(summary: NeedsSummary) -> str:
    """The spread, and what is left after the camps' own stock."""
    if summary.total_t <= 0:
        return ""
    band = say(
        "{number} to {rounded} by the spread of the forecast.",
        number=_number(summary.low_t),
        rounded=_rounded(summary.high_t),
    )
    if summary.stock_days is None:
        return say("{band} No shelf at these camps has been counted, so all of it counts as still needed.", band=band)
    return say(
        "{band} {rounded} are still needed after what lies in the camps.", band=band, rounded=_rounded(summary.net_t)
    )


def item_table(summary: NeedsSummary) -> pd.DataFrame:
    """A row per item: units and tonnes with their spread, on the shelf, still needed."""
    rows = summary.by_item
    return pd.DataFrame(
        {
            message("Item"): rows["name"],
            message("Need"): [
                f"{_three_digits(v)}{text.NBSP}{u}"
                for v, u in zip(rows["units"], rows["unit"], strict=True)
            ],
            message("80\u00a0% band"): [
                say("{low} to {high}", low=_three_digits(low), high=_three_digits(high))
                for low, high in zip(rows["units_low"], rows["units_high"], strict=True)
            ],
            message("Need (t)"): [_cell(v) for v in rows["t"]],
            message("On the shelf (t)"): [
                _cell(t - net) if is_known else text.NOT_KNOWN
                for t, net, is_known in zip(rows["t"], rows["net_t"], rows["shelf_is_known"], strict=True)
            ],
            message("Still needed (t)"): [_cell(v) for v in rows["net_t"]],
        }
    )  # fmt: skip


ITEM_NUMBERS = (
    message("Need"),
    message("80\u00a0% band"),
    message("Need (t)"),
    message("On the shelf (t)"),
    message("Still needed (t)"),
)


def sector_table(summary: NeedsSummary) -> pd.DataFrame:
    """A row per sector, the heaviest first."""
    rows = summary.by_sector
    return pd.DataFrame(
        {
            message("Sector"): [str(sector).capitalize() for sector in rows["sector"]],
            message("Need (t)"): [_cell(v) for v in rows["t"]],
            message("80\u00a0% band"): [
                say("{low} to {high}", low=_cell(low), high=_cell(high))
                for low, high in zip(rows["t_low"], rows["t_high"], strict=True)
            ],
            message("Still needed (t)"): [_cell(v) for v in rows["net_t"]],
        }
    )


SECTOR_NUMBERS = (message("Need (t)"), message("80\u00a0% band"), message("Still needed (t)"))


def standards(table: pd.DataFrame) -> pd.DataFrame:
    """The standards as words; marks those that are estimates."""
    return pd.DataFrame(
        {
            message("Item"): [
                name
                if group is None
                else say("{name}, for {lower}", name=name, lower=GROUP_WORDS.get(group, group).lower())
                for name, group in zip(table["name"], table["group"], strict=True)
            ],
            message("Standard"): [
                f"{plain_number(q)}{text.NBSP}{u} {basis}"
                for q, u, basis in zip(table["quantity"], table["unit"], table["basis"], strict=True)
            ],
            message("Source"): table["source"],
            message("Mark"): [ESTIMATE if is_it else "" for is_it in table["is_estimate"]],
            message("Priority"): [plain_number(p) for p in table["priority"]],
        }
    )


def people_table(table: pd.DataFrame, people: pd.Series) -> pd.DataFrame:
    """Households and groups by camp, shares of the people; ``?`` where nobody counted.

    Where an item is for the group, the mean that stands in for an uncounted share is shown and marked as an estimate.

    Parameters
    ----------
    table
        Of ``people_behind``.
    people
        Median forecast of the first week, by camp_id.
    """
    low_high = zip(
        table["household_size"], table["household_low"], table["household_high"], table["household_is_estimate"],
        strict=True,
    )  # fmt: skip
    words = pd.DataFrame(
        {
            message("Camp"): table["name"],
            message("People"): [text.hundreds(v) for v in table["camp_id"].map(people)],
            message("Household"): [_household(*sizes) for sizes in low_high],
        }
    )
    for group in GROUPS:
        if group in table:
            means = table.get(f"{group}_mean", pd.Series(float("nan"), table.index))
            words[GROUP_WORDS[group]] = [_share(own, mean) for own, mean in zip(table[group], means, strict=True)]
    return words.assign(Counted=[text.date(day) for day in table["counted"]])


def sources(
    summary: NeedsSummary, start: pd.Timestamp, model: str, notes: tuple[str, ...], quantile: float
) -> list[str]:
    """What the figures rest on, and how the spread is to be read."""
    said = [
        say(
            "Median forecast of model {model} as of {start}, standards below. The band adds up the "
            "10\u00a0% and 90\u00a0% quantiles of every camp and week, as if all were low or high at once: an "
            "outer band.",
            model=model,
            start=text.date(start),
        ),
    ]
    if summary.stock_days is not None:
        said.append(say("Camp stock is used earliest first; a shelf that was not counted (?) covers nothing here."))
    if quantile != 0.5:
        said.append(
            say(
                "Plans of this scenario are made for the {quantile} quantile, not the median.",
                quantile=text.percent(quantile),
            )
        )
    return [*said, *notes]


def _rounded(tonnes: float) -> str:
    return f"{_number(tonnes)}{text.NBSP}t"


def _number(tonnes: float) -> str:
    """Tonnes of a sentence to three significant figures; whole from 10."""
    if tonnes >= 10:
        return text.whole(text.significant(tonnes, 3))
    return text.tonnes(tonnes).removesuffix(f"{text.NBSP}t")


def _cell(tonnes: float) -> str:
    return text.tonnes(tonnes).removesuffix(f"{text.NBSP}t")


def _share_words(share: float) -> str:
    if 0.48 <= share <= 0.52:
        return say("half of it")
    return say("all of it") if share > 1 - 1e-9 else say("{share} of it", share=text.percent(share))


def plain_number(value: float) -> str:
    """A factor to four figures: ``0.025``, ``15``."""
    return f"{value:,.4g}"


def _share(own: float, mean: float) -> str:
    return text.percent(own) if text.known(own) or not text.known(mean) else f"{text.percent(mean)} ({ESTIMATE})"


def _household(size: float, low: float, high: float, is_estimate: bool) -> str:
    if is_estimate:
        return f"{size:g} ({ESTIMATE})"
    return (
        say("{size} ({low} to {high})", size=f"{size:g}", low=f"{low:g}", high=f"{high:g}")
        if text.known(low) and text.known(high)
        else f"{size:g}"
    )


def _three_digits(value: float) -> str:
    return text.whole(text.significant(value, 3))
