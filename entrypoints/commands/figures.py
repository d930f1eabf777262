"""``aid figures``: people's own figures for a camp and a week, beside the forecast, and how they did."""

from typing import TYPE_CHECKING, Any

import click

from entrypoints.commands.acting import acting
from entrypoints.commands.numbers import ON_RECORD
from entrypoints.commands.output import as_json, show
from entrypoints.commands.stored_operation import operation_argument, stored_operation

if TYPE_CHECKING:
    from core.services.keep_overrides import Override
    from core.services.open_operation import OpenOperation


@click.group()
def figures() -> None:
    """Keep people's own figures for a camp and a week, and see how they did against later counts.

    OPERATION is the name under which an operation is stored, as the pages show it, or a folder of its tables.

    Example: aid figures list "Great Lakes response"
    """


@figures.command("list")
@operation_argument
@click.option("--camp", help="Only this camp, by camp_id.")
@click.option("--all", "every", is_flag=True, help="Those that were taken back as well.")
@as_json
def list_figures(operation: str, camp: str | None, every: bool, as_json: bool) -> None:
    """List the figures that stand, the newest first.

    Example: aid figures list "Great Lakes response" --camp NDU
    """
    from core.services.keep_overrides import overrides_of

    resources, opened = stored_operation(operation)
    _known_camp(opened, camp)
    kept = [one for one in overrides_of(resources, opened, camp) if every or one.withdrawn is None]
    lines = [_line(opened, one) for one in kept] or ["No figure is kept; `aid figures add` keeps one."]
    show({"figures": [_row(one) for one in kept]}, "\n".join(lines), as_json)


@figures.command()
@operation_argument
@click.option("--camp", required=True, help="camp_id of the camp.")
@click.option("--week", required=True, help="Any day of the week that is meant, YYYY-MM-DD.")
@click.option("--people", type=float, required=True, help="People expected at the end of that week.")
@click.option("--low", type=float, help="Low end of the range it is expected in.")
@click.option("--high", type=float, help="High end of that range.")
@click.option("--reason", required=True, help="Why, in a sentence; it is kept.")
@click.option("--author", default="", help="Whose figure it is; where people sign in, always their own.")
@as_json
def add(
    operation: str,
    camp: str,
    week: str,
    people: float,
    low: float | None,
    high: float | None,
    reason: str,
    author: str,
    as_json: bool,
) -> None:
    """Keep a figure with the forecast and the last count as they stand now; data and forecast stay as they are.

    Example: aid figures add demo --camp NDU --week 2026-11-22 --people 75000 --reason "buses announced" --author Amina
    """
    from core.domain.weeks import day_from_text
    from core.services.keep_overrides import OverrideDraft, enter_override

    resources, opened = stored_operation(operation)
    _known_camp(opened, camp)
    draft = OverrideDraft(camp, day_from_text(week), people, reason, low, high)
    kept = enter_override(resources, opened, draft, acting(author))
    show({"figure": _row(kept)}, f"Kept: {_line(opened, kept)}", as_json)


@figures.command()
@operation_argument
@click.argument("number", type=ON_RECORD)
@click.option("--by", default="", help="Who takes it back, kept in the record; where people sign in, they themselves.")
@as_json
def remove(operation: str, number: int, by: str, as_json: bool) -> None:
    """Take figure NUMBER back; it stays in the record with the name of who did it.

    Example: aid figures remove "Great Lakes response" 3 --by Amina
    """
    from core.errors import DataError
    from core.services.keep_overrides import overrides_of, withdraw_override

    resources, opened = stored_operation(operation)
    standing = [one.id for one in overrides_of(resources, opened) if one.withdrawn is None]
    if number not in standing:
        shown = ", ".join(map(str, sorted(standing))) or "none"
        raise DataError(
            f"Expected the number of a figure that stands, got {number}; standing: {shown}.",
            f'See them with `aid figures list "{operation}"`.',
        )
    actor = acting(by)
    withdraw_override(resources, opened, number, actor)
    show({"removed": number}, f"Figure {number} was taken back by {actor.name}; it stays in the record.", as_json)


@figures.command()
@operation_argument
@as_json
def score(operation: str, as_json: bool) -> None:
    """Set the figures beside what was counted later, the forecast of then and the last count of then.

    Example: aid figures score "Great Lakes response"
    """
    from core.services.keep_overrides import overrides_of
    from core.services.score_overrides import NEAR_DAYS, score_overrides, tallies_by_camp, tally_overrides

    resources, opened = stored_operation(operation)
    scored = score_overrides(opened.operation, overrides_of(resources, opened))
    every = tally_overrides(scored)
    names = opened.operation.place_names
    groups = [("all camps", every), *((names[camp], tally) for camp, tally in tallies_by_camp(scored).items())]
    lines = [
        f"{name}: off by {tally.miss:,.0f} people, the forecast {tally.model_miss:,.0f}, the last count "
        f"{tally.last_count_miss:,.0f}; nearer than the forecast {tally.beat_model} of {tally.compared} times"
        for name, tally in groups
        if tally.compared
    ] or [f"No figure can be compared yet: it takes a count within {NEAR_DAYS} days of its week."]
    lines += [f"{every.waiting} wait for a count."] if every.waiting else []
    rows = [
        {**_row(one.override), "counted": one.counted, "off_by": one.miss, "forecast_off_by": one.model_miss}
        for one in scored
    ]
    result = {"figures": rows, "compared": every.compared, "waiting": every.waiting, "beat_model": every.beat_model}
    show(result, "\n".join(lines), as_json)


def _known_camp(opened: "OpenOperation", camp: str | None) -> None:
    from core.errors import DataError

    known = [str(camp_id) for camp_id in opened.operation.camps["camp_id"]]
    if camp is not None and camp not in known:
        raise DataError(
            f"Expected a camp_id of this operation, got “{camp[:200]}”; its camps: {', '.join(known[:20])}"
            + (f" and {len(known) - 20} more." if len(known) > 20 else "."),
            "Name one of these.",
        )


def _line(opened: "OpenOperation", one: "Override") -> str:
    name = opened.operation.place_names.get(one.camp_id, one.camp_id)
    span = "" if one.low is None and one.high is None else f" ({_people(one.low)} to {_people(one.high)})"
    model = "no forecast" if one.model_median is None else f"forecast {one.model_median:,.0f}"
    back = "" if one.withdrawn is None else f"; taken back by {one.withdrawn_by}"
    figure = f"{one.people:,.0f} people{span}, {model}"
    return f"{one.id}: {name}, week to {one.week}: {figure}, {one.author}: {one.reason}{back}"


def _people(value: float | None) -> str:
    return "open" if value is None else f"{value:,.0f}"


def _row(one: "Override") -> dict[str, Any]:
    names = ("id", "camp_id", "week", "people", "low", "high", "reason", "author", "as_of", "model_low", "model_median")
    more = ("model_high", "last_count", "last_count_date", "created", "withdrawn", "withdrawn_by")
    return {name: getattr(one, name) for name in (*names, *more)}


COMMANDS = (figures,)
