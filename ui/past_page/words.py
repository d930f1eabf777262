"""Words of the page *Past distributions*: its answer, its figures, and the findings above its parts."""

import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import EMPTY_SHELF, NO_DEMAND, RAN_OUT, PastCoverage
from core.services.past_distributions import PastDistributions
from ui import text
from ui.components import KeyFigure
from ui.language import say


def answer(operation: Operation, past: PastDistributions) -> tuple[str, str]:
    """Headline and lead: how much of the need was met, and who got least."""
    newest = _newest(past)
    if newest is None:
        return say("Aid was handed out, but no need of it is known"), say("Count people and give items a standard.")
    worst = past.by_camp.dropna(subset=["share"]).iloc[0]
    title = say(
        "{share} of need was met in the {weeks} weeks to {day}; {place} got least in all, {least}",
        share=text.percent(newest[PastCoverage.share]), weeks=past.weeks, day=text.date(newest[PastCoverage.period]),
        place=operation.place_names[worst["camp_id"]], least=text.percent(worst["share"]),
    )  # fmt: skip
    goes_on = past.neglect[past.neglect["goes_on"]]
    if goes_on.empty:
        return title, say("No camp is under {threshold} now for several periods in a row.", threshold=_threshold(past))
    names = [operation.place_names[camp] for camp in goes_on["camp_id"].head(3)]
    told = text.counted(len(goes_on), "camp")
    return title, say(
        "{camps} under {threshold} for several periods in a row, and still: {names}.",
        camps=told, threshold=_threshold(past), names=text.joined(names),
    )  # fmt: skip


def figures(past: PastDistributions) -> list[KeyFigure]:
    """Need met, camps neglected, empty shelves, what came late."""
    newest, shelf = _newest(past), past.table[PastCoverage.shelf]
    empty, nobody = int((shelf == EMPTY_SHELF).sum()), int((shelf == NO_DEMAND).sum())
    ran_out = int((shelf == RAN_OUT).sum())
    late = pd.concat([past.late_orders, past.late_arrivals])
    known = past.by_period.dropna(subset=[PastCoverage.share])
    return [
        KeyFigure(
            say("Need met, last period"),
            text.percent(newest[PastCoverage.share]) if newest is not None else say("not known"),
            text.percent_between(known[PastCoverage.share].min(), known[PastCoverage.share].max()),
            say("range over {counted}", counted=text.counted(len(known), "period")),
        ),
        KeyFigure(
            say("Camps under {threshold} in a row", threshold=_threshold(past)),
            text.whole(past.neglect["camp_id"].nunique()),
            say("{number} of them still", number=int(past.neglect["goes_on"].sum())),
            say("two periods or more"),
        ),
        KeyFigure(
            say("Shelves empty throughout"),
            text.whole(empty),
            say("{number} more ran empty", number=text.whole(ran_out)),
            say("items and periods; {number} with goods nobody took", number=text.whole(nobody)),
        ),
        KeyFigure(
            say("Came late"),
            text.whole(float(late["late"].sum())) if len(late) else say("not known"),
            say("of {number} that came", number=text.whole(float(late["came"].sum()))) if len(late) else "",
            say("more than 7 days after the promise"),
        ),
    ]


def neglect_finding(operation: Operation, past: PastDistributions) -> str:
    """What repeated neglect there is, as a heading."""
    if past.neglect.empty:
        return say("No camp stayed under {threshold} for two periods in a row", threshold=_threshold(past))
    longest = past.neglect.sort_values("periods", ascending=False, kind="stable").iloc[0]
    return say(
        "{place} stayed under {threshold} for {counted} in a row",
        place=operation.place_names[longest["camp_id"]], threshold=_threshold(past),
        counted=text.counted(int(longest["periods"]), "period"),
    )  # fmt: skip


def shelf_finding(past: PastDistributions) -> str:
    """What the shelves say, as a heading."""
    shelf = past.table[PastCoverage.shelf]
    empty, nobody = int((shelf == EMPTY_SHELF).sum()), int((shelf == NO_DEMAND).sum())
    return say(
        "Nothing handed out with the shelf empty: {empty}; with goods on it: {nobody} items and periods",
        empty=text.whole(empty), nobody=text.whole(nobody),
    )  # fmt: skip


def late_finding(past: PastDistributions) -> str:
    """What came late, as a heading."""
    late = pd.concat([past.late_orders, past.late_arrivals])
    if late.empty:
        return say("No promise can be compared with what came")
    return say(
        "{late} of {came} came more than 7 days late; {overdue} have not come yet",
        late=text.whole(float(late["late"].sum())), came=text.whole(float(late["came"].sum())),
        overdue=text.whole(float(late["overdue"].sum())),
    )  # fmt: skip


def sources(past: PastDistributions) -> list[str]:
    """What the shares are of, and what blank means."""
    return [
        say("Need is people counted last by each week, times the standard; items that are used up, by their priority."),
        say("Items that are needed once have no need of a period."),
        say(
            "Handed out: deliveries on record, else stock reports. Where nothing is on record it is not known, not "
            "zero; what lay on the shelf and nobody took is no shortage."
        ),
        say("Periods of {weeks} weeks, back from {day}.", weeks=past.weeks, day=text.date(past.periods[-1], year=True)),
    ]


def _newest(past: PastDistributions) -> pd.Series | None:
    known = past.by_period.dropna(subset=[PastCoverage.share])
    return None if known.empty else known.iloc[-1]


def _threshold(past: PastDistributions) -> str:
    return text.percent(past.threshold)
