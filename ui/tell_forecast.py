"""The words of the forecast page: its answer, its sources, its tables of ready words."""

import pandas as pd

from core.domain.planning_figures import LABEL
from core.domain.schemas import Expected, ForecastTable
from core.locale import message
from core.services.describe_outlook import Outlook
from core.services.score_forecasts import METHOD_TITLES, NAIVE, SERVED, TrackRecord
from ui import text
from ui.language import say
from ui.text import Date

MOST_NAMED = 6
"""Camps named in one sentence; the rest are counted."""


def day(date: Date, start: pd.Timestamp) -> str:
    """A day, with its year where that is not the year of the planning day."""
    known = date is not None and text.known(date)
    return text.date(date, year=known and pd.Timestamp(date).year != start.year)


def end_of(outlooks: pd.DataFrame, start: pd.Timestamp) -> pd.Timestamp:
    """Last Sunday of the forecast."""
    last = outlooks["week"].max()
    return start if pd.isna(last) else last


def answer(outlook: Outlook, record: TrackRecord, start: pd.Timestamp) -> str:
    """The headline: place, change, size and date; or that it is not known."""
    if outlook.state in ("unknown", "planned", "closed", "zero"):
        return _answer_without_change(outlook, start)
    by = day(outlook.week, start)
    if outlook.state == "stays":
        said = say(
            "{name} stays at about {median} until {by}", name=outlook.name, median=text.people(outlook.median), by=by
        )
    else:
        said = say(
            "{name} {state} by about {value} by {by}",
            name=outlook.name,
            state=outlook.state,
            value=text.people(abs(outlook.change or 0)),
            by=by,
        )
    if record.verdict != "no better":
        return said
    where = "" if record.of_camp else say(" over all camps")
    return say("{said}; “same as last count” has been as good{where}", said=said, where=where)


def _answer_without_change(outlook: Outlook, start: pd.Timestamp) -> str:
    name, counted = outlook.name, day(outlook.last_count_date, start)
    if outlook.state == "unknown":
        return say("How many people are in {name} is not known: it was never counted", name=name)
    if outlook.state == "planned":
        return say(
            "{name} is planned for {median} by {week}: a {label}",
            name=name,
            median=text.people(outlook.median),
            week=day(outlook.week, start),
            label=say(LABEL),
        )
    if outlook.state == "closed":
        return say("{name} closed on {closed} and was not counted since", name=name, closed=day(outlook.closed, start))
    if outlook.is_old:
        return say(
            "How many people are in {name} is not known: the last count was 0, on {counted}", name=name, counted=counted
        )
    return say("{name} was empty at its last count, on {counted}", name=name, counted=counted)


def lead(outlook: Outlook, start: pd.Timestamp) -> str:
    """Under the headline: the spread, and what it starts from."""
    if outlook.state == "unknown":
        return say("Not known is not zero: no need is computed here until a count is uploaded.")
    counted = f"{day(outlook.last_count_date, start)}, {text.age(outlook.count_age_days)}"
    if outlook.state == "planned":
        spread = text.with_spread(outlook.median, outlook.low, outlook.high)
        return say(
            "{spread} people on {week}. Nobody was counted here yet: {figure_of} Ask for a count.",
            spread=spread,
            week=day(outlook.week, start),
            figure_of=figure_of(outlook, start),
        )
    if outlook.state in ("zero", "closed"):
        if outlook.median and outlook.median >= 1:
            expected = say(
                "{median} are expected on {week} from what is announced",
                median=text.people(outlook.median),
                week=day(outlook.week, start),
            )
            return say("{expected}; nobody was counted on {counted}.", expected=expected, counted=counted)
        return say(
            "The plan sends nothing here; ask for a count. The last was {last_count}, {counted}.",
            last_count=text.whole(outlook.last_count),
            counted=counted,
        )
    spread = text.with_spread(outlook.median, outlook.low, outlook.high)
    return say(
        "{spread} people on {week}, with 80\u00a0% certainty between the two. The last count was "
        "{last_count} on {counted}.",
        spread=spread,
        week=day(outlook.week, start),
        last_count=text.whole(outlook.last_count),
        counted=counted,
    )


def figure_of(outlook: Outlook, start: pd.Timestamp) -> str:
    """The planning figure with whose it is."""
    by = outlook.planning_by or say("somebody not named")
    when = day(outlook.planning_date, start) if outlook.planning_date is not None else say("a day not told")
    return say(
        "{by} expected {planning_people} people, on {when}.",
        by=by,
        planning_people=text.whole(outlook.planning_people),
        when=when,
    )


def planning_figure(outlook: Outlook, start: pd.Timestamp) -> str:
    """What the figure means for the forecast drawn."""
    told = figure_of(outlook, start)
    if outlook.state == "planned":
        return say("{told} The forecast is this figure, grown as young camps grow; the band is wide for it.", told=told)
    return say(
        "{told} With one count so far, the forecast lies between the two; a second count replaces the figure.",
        told=told,
    )


def old_count(outlook: Outlook) -> str:
    """What an old count means for the figures."""
    return say(
        "{age}. The spread is wider for it; a new count narrows it.",
        age=text.days_long(outlook.count_age_days),
    )


def sources(outlook: Outlook, forecast: pd.DataFrame, start: pd.Timestamp, from_zero: bool) -> list[str]:
    """Caption of the fan: number of counts, newest and its age, axis, model version."""
    if not outlook.counts:
        return [say("No count; a {label}.", label=say(LABEL)), "" if from_zero else say("Axis does not start at zero.")]
    of = say(", {counted} among them", counted=text.counted(outlook.recounts, "re-count")) if outlook.recounts else ""
    copied = (
        say("; {copied} copied forward are drawn as rings and not used", copied=text.whole(outlook.copied))
        if outlook.copied
        else ""
    )
    counted = say(
        "last {day} ({age})",
        day=day(outlook.last_count_date, start),
        age=text.age(outlook.count_age_days),
    )
    return [
        say(
            "Counts: {counts}{of}{copied}, {counted}.",
            counts=text.whole(outlook.counts),
            of=of,
            copied=copied,
            counted=counted,
        ),
        "" if from_zero else say("Axis does not start at zero."),
        say("Forecast: blend, version {model_of}.", model_of=model_of(forecast)),
    ]


def model_of(forecast: pd.DataFrame) -> str:
    """Version of the model that made a forecast."""
    return str(forecast[ForecastTable.model_version].min()) if len(forecast) else text.NOT_KNOWN


def scores(record: TrackRecord, weeks: int) -> pd.DataFrame:
    """Typical miss of each method and how often its band held, as words."""
    rows = []
    for row in record.scores.to_dict("records"):
        miss = text.whole(row["miss_people"]) if record.of_camp else _share(row["miss_share"])
        held = text.percent(row["inside_80"]) if row["gives_band"] else say("no band")
        rows.append((method(row["method"]), miss, held, text.whole(row["n"])))
    head = say("{counted} ahead", counted=text.counted(weeks, "week"))
    return pd.DataFrame(rows, columns=[head, message("Miss"), message("In\u00a080\u00a0%"), message("Weeks")])


def method(name: str) -> str:
    """Words for a method; the one that is served is "this forecast"."""
    return say("This forecast") if name == SERVED else METHOD_TITLES.get(name, name)


def scored_on(record: TrackRecord, outlook: Outlook) -> str:
    """What the table of scores rests on."""
    if record.scores.empty:
        return say("No past forecast can be scored yet.")
    if record.of_camp:
        return say("Past weeks of {name}, each forecast made with what was known then.", name=outlook.name)
    few = say("{name} has too few past weeks to judge by", name=outlook.name)
    return say("All camps together, each forecast made with what was known then: {few}.", few=few)


def scores_explained(record: TrackRecord) -> str:
    """What the columns of the table of scores are."""
    unit = "people" if record.of_camp else say("share of the people counted")
    return say(
        "Miss: typical difference to the later count, {unit}. In 80\u00a0%: later counts inside the 80\u00a0% band.",
        unit=unit,
    )


def movements(
    announced: pd.DataFrame, names: dict[str, str], camp_id: str, start: pd.Timestamp
) -> list[tuple[str, str]]:
    """Announced movements, those of the camp first: place and day, then people and reason."""
    own = announced[Expected.camp_id] == camp_id
    rows = pd.concat([announced[own], announced[~own]]).head(MOST_NAMED)
    told = []
    for row in rows.to_dict("records"):
        reason = f", {row[Expected.reason]}" if text.known(row[Expected.reason]) else ""
        place = names.get(row[Expected.camp_id], row[Expected.camp_id])
        told.append((f"{place}, {day(row[Expected.date], start)}:", f"{text.signed(row[Expected.people])}{reason}"))
    return told


def movements_note(announced: pd.DataFrame, outlook: Outlook, start: pd.Timestamp) -> str:
    """What is announced for this camp, and what of it the forecast counts."""
    left = len(announced) - MOST_NAMED
    more = say("{counted} more in the table “expected”. ", counted=text.counted(left, "movement")) if left > 0 else ""
    own = announced[announced[Expected.camp_id] == outlook.camp_id]
    if own.empty:
        until = say(" up to {week}", week=day(outlook.week, start)) if outlook.week is not None else ""
        return say(
            "{more}Nobody is announced to come to or leave {name}{until}.", more=more, name=outlook.name, until=until
        )
    return say(
        "{more}Added to the forecast after it is made: {signed} at {name}.",
        more=more,
        signed=text.signed(own[Expected.people].sum()),
        name=outlook.name,
    )


def all_camps(outlooks: pd.DataFrame) -> str:
    """Heading of the small multiples: how many grow, shrink, stay."""
    number = outlooks["state"].value_counts()
    grow, shrink, stay = (int(number.get(state, 0)) for state in ("grows", "shrinks", "stays"))
    parts = []
    if grow:
        parts.append(f"{grow} {'grows' if grow == 1 else 'grow'}")
    if shrink:
        parts.append(f"{shrink} {'shrinks' if shrink == 1 else 'shrink'}")
    if stay:
        parts.append(say("{stay} {rest} within 1\u00a0%", stay=stay, rest="stays" if stay == 1 else "stay"))
    return say("All camps, change against the last count: {value}", value=text.joined(parts) or say("none is known"))


def multiples_notes(outlooks: pd.DataFrame, most: int, start: pd.Timestamp) -> list[str]:
    """Caption of the small multiples: how to read them, and which camps are not among them."""
    drawn = outlooks["state"].isin(["grows", "shrinks", "stays"])
    notes = [
        say("One scale for all."),
        say("Dots are counts, the dotted line is “same as last count”, bands hold 50\u00a0%"),
    ]
    notes[1] += say(
        " and 80\u00a0% of outcomes. Numbers: last count to median of {week}.",
        week=day(end_of(outlooks, start), start),
    )
    if drawn.sum() > most:
        notes.append(
            say("The {drawn} camps that change most are drawn, of {all_camps}.", drawn=most, all_camps=int(drawn.sum()))
        )
    for state, words in (
        ("planned", say("By a {label}:", label=say(LABEL))),
        ("unknown", say("Not known, never counted:")),
        ("zero", say("Last count 0:")),
        ("closed", say("Closed and not counted since:")),
    ):
        camps = outlooks[outlooks["state"] == state]
        if len(camps):
            notes.append(f"{words} {_named(camps, start, dated=state == 'zero')}.")
    return notes


def each_method(table: pd.DataFrame) -> pd.DataFrame:
    """Median, band and change of each method at the end of the horizon, as words."""
    end = table[table[ForecastTable.week] == table[ForecastTable.week].max()]
    naive = end.loc[end["method"] == NAIVE, ForecastTable.q50]
    rows = []
    for row in end.to_dict("records"):
        band = (
            say("none given")
            if row["method"] == NAIVE
            else text.between(row[ForecastTable.q10], row[ForecastTable.q90])
        )
        change = text.signed(row[ForecastTable.q50] - naive.iloc[0]) if len(naive) else text.NOT_KNOWN
        rows.append((method(row["method"]), text.hundreds(row[ForecastTable.q50]), band, change))
    return pd.DataFrame(
        rows,
        columns=[message("Method"), message("Median"), message("80\u00a0% band"), message("Against the last count")],
    )


def _named(camps: pd.DataFrame, start: pd.Timestamp, dated: bool) -> str:
    shown = [
        f"{row['name']} ({day(row['last_count_date'], start)})" if dated else str(row["name"])
        for row in camps.head(MOST_NAMED).to_dict("records")
    ]
    left = len(camps) - MOST_NAMED
    return text.joined(shown) if left <= 0 else say("{names} and {left} more", names=", ".join(shown), left=left)


def _share(share: float) -> str:
    return f"{share * 100:.1f}\u00a0%" if text.known(share) else text.NOT_KNOWN
