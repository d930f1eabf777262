"""What the page Last cycle says."""

import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import Complaints
from core.locale import message
from core.services.heard import Heard
from core.services.look_back import UNKNOWN, Cycle, CycleTable, arrived_share, camp_sums
from core.services.plans_on_record import Proposal
from core.services.priorities.tell import STATEMENTS
from ui import text
from ui.components import KeyFigure
from ui.language import say

LITTLE_LOST = 0.02
"""Share lost on the way from which the title names the camp."""


def statement(name: str) -> str:
    """A statement in words."""
    return say(STATEMENTS[name]) if name in STATEMENTS else name


def answer_without_plan(heard: Heard) -> tuple[str, str]:
    """Title and lead while no plan is approved."""
    said = "" if heard.monitoring.empty and heard.complaints.empty else say(" What people said is below.")
    return (
        say("No plan was approved yet, so there is no cycle to look back on"),
        say("An approved plan is set beside what was sent, received and handed out.{said}", said=said),
    )


def answer(operation: Operation, cycle: Cycle) -> tuple[str, str]:
    """Title and lead: how much of what was planned is known to have been handed out, and where most was lost."""
    if not len(cycle.weeks):
        return (
            say("The plan has not begun by {as_of}", as_of=text.date(cycle.as_of)),
            say("Its first week begins after that day; what is sent, received and handed out appears here then."),
        )
    weeks = say(
        "in {counted} to {weeks}", counted=text.counted(len(cycle.weeks), "week"), weeks=text.date(cycle.weeks[-1])
    )
    if not cycle.is_recorded:
        return (
            say("Nothing is known yet of what was sent or handed out {weeks}", weeks=weeks),
            say("Issue waybills, enter receipts, and upload what was handed out (deliveries)."),
        )
    share = arrived_share(cycle, operation.items)
    arrived = (
        say(
            "{share} of what was planned arrived good where receipts tell, {weeks}",
            share=text.percent(min(share, 1.0)),
            weeks=weeks,
        )
        if share is not None
        else say("How much of the plan arrived is not known {weeks}", weeks=weeks)
    )
    lost = camp_sums(cycle, operation.items)[CycleTable.loss_share].dropna().sort_values()
    lead = say("What is not known is “?”, never zero.")
    if len(lost) and lost.iloc[-1] >= LITTLE_LOST:
        lead = say(
            "Most was lost on the way to {place}, {share}. {lead}",
            place=_place(operation, lost.index[-1]),
            share=text.percent(lost.iloc[-1]),
            lead=lead,
        )
    return arrived, lead


def figures(operation: Operation, cycle: Cycle) -> list[KeyFigure]:
    """Planned, sent, received good and handed out, in tonnes to camps."""
    sums, c = camp_sums(cycle, operation.items), CycleTable
    lost = float(((cycle.table[c.damaged] + cycle.table[c.missing]) > 0).sum())
    late = int((cycle.table[c.days_late] > 0).sum())
    return [
        KeyFigure(say("Planned to be sent"), text.tonnes(float(sums[c.planned].sum())), say("to camps"), _weeks(cycle)),
        _figure(say("Sent"), sums, c.dispatched, say("by issued waybills")),
        _figure(
            say("Received good"),
            sums,
            c.good,
            say(
                "{lost} with losses, {late} late", lost=text.counted(int(lost), "line"), late=text.counted(late, "line")
            ),
        ),
        _figure(
            say("Handed out"),
            sums,
            c.handed_out,
            say("planned {total}", total=text.tonnes(float(sums[c.planned_out].sum()))),
        ),
    ]


def by_camp(operation: Operation, cycle: Cycle) -> pd.DataFrame:
    """Tonnes by camp as words, the one of which least arrived first; sums tell of how many items they know nothing."""
    sums, c = camp_sums(cycle, operation.items), CycleTable
    late = cycle.table.groupby(c.camp_id)[c.days_late].max()
    order = (sums[c.good] / sums[c.planned].where(sums[c.planned] > 0)).sort_values(na_position="last").index
    sums, late = sums.loc[order], late.loc[order]
    # of what was not sent nothing can be lost or late, which is not the same as not known
    none_sent = (sums[c.dispatched] == 0) & (sums[c.good + UNKNOWN] == 0)
    return pd.DataFrame(
        {
            message("Camp"): [_place(operation, str(camp)) for camp in sums.index],
            message("Planned, t"): [_tonnes(v) for v in sums[c.planned]],
            message("Sent, t"): _with_unknown(sums, c.dispatched),
            message("Received good, t"): _with_unknown(sums, c.good),
            message("Lost on the way"): [
                "" if none else text.percent(v) for v, none in zip(sums[c.loss_share], none_sent, strict=True)
            ],
            message("Late, days"): ["" if none else text.whole(v) for v, none in zip(late, none_sent, strict=True)],
            message("To hand out, t"): [_tonnes(v) for v in sums[c.planned_out]],
            message("Handed out, t"): _with_unknown(sums, c.handed_out),
        }
    )


def plan_option(proposal: Proposal) -> str:
    """An approved plan in the list to choose from."""
    decided = proposal.decided or proposal.created
    return say(
        "{name}, approved {day}", name=proposal.scenario.name, day=text.date(pd.Timestamp(decided).tz_localize(None))
    )


def heard_heading(heard: Heard) -> str:
    """The finding of what people said."""
    shares = heard.newest_shares()
    if shares.empty:
        return say("What people say is not known: nobody was asked")
    column = "received" if "received" in shares else shares.columns[0]
    worst = text.percent(float(shares[column].min()))
    return say(
        "What people say after distributions: {worst} {statement} where it is worst",
        worst=worst,
        statement=statement(column),
    )


def complaints_table(operation: Operation, heard: Heard) -> pd.DataFrame:
    """Complaints by camp, the most first, and what most are about."""
    table = heard.complaints
    total = heard.complaints_by_camp()
    about = table.groupby([Complaints.camp_id, Complaints.category])[Complaints.complaints].sum().reset_index()
    most = about.sort_values(Complaints.complaints, ascending=False).drop_duplicates(Complaints.camp_id)
    most_of = most.set_index(Complaints.camp_id)[Complaints.category]
    return pd.DataFrame(
        {
            message("Camp"): [_place(operation, str(camp)) for camp in total.index],
            message("Complaints"): [text.whole(number) for number in total],
            message("Most are about"): [str(most_of[camp]) for camp in total.index],
        }
    )


def _figure(label: str, sums: pd.DataFrame, amount: str, source: str) -> KeyFigure:
    unknown = int(sums[amount + UNKNOWN].sum())
    value = text.NOT_KNOWN if sums[amount].isna().all() else text.tonnes(float(sums[amount].sum()))
    spread = (
        say("not known of {counted}", counted=text.counted(unknown, "item and week", "items and weeks"))
        if unknown
        else ""
    )
    return KeyFigure(label, value, spread, source)


def _with_unknown(sums: pd.DataFrame, amount: str) -> list[str]:
    return [
        say("{tonnes} ({unknown} not known)", tonnes=_tonnes(value), unknown=text.whole(unknown))
        if unknown and text.known(value)
        else _tonnes(value)
        for value, unknown in zip(sums[amount], sums[amount + UNKNOWN], strict=True)
    ]


def _tonnes(value: float) -> str:
    return text.tonnes(value).removesuffix(f"{text.NBSP}t") if text.known(value) else text.NOT_KNOWN


def _weeks(cycle: Cycle) -> str:
    if len(cycle.weeks) == 1:
        return say("week to {weeks}", weeks=text.date(cycle.weeks[0]))
    return say("weeks to {first} to {last}", first=text.date(cycle.weeks[0]), last=text.date(cycle.weeks[-1]))


def _place(operation: Operation, camp_id: str) -> str:
    return operation.place_names.get(camp_id, camp_id)
