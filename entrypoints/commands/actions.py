"""``aid actions``: what is worth doing, answers to it, and what came of what was accepted."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core.errors import AidError
from entrypoints.commands.output import as_json, show

if TYPE_CHECKING:
    from core.domain.action import Action
    from core.services.actions.outcome import ActionOutcome
    from core.services.actions.recommend import Recommended
    from core.services.open_operation import OpenOperation
    from core.services.resources import Resources


@click.command()
@click.argument("operation", required=False)
@click.option("--stored", is_flag=True, help="Every stored operation, in place of one that is named.")
@click.option("--scenario", "scenario_file", type=click.Path(path_type=Path), help="What-if as TOML or JSON.")
@click.option("--accept", metavar="KEY", help="Accept the action of this key; its plan is put forward.")
@click.option("--decline", metavar="KEY", help="Decline the action of this key; --reason says why.")
@click.option("--snooze", metavar="KEY", help="Put the action of this key off; --until says to which day.")
@click.option("--reason", default="", help="Why, in a sentence; it is kept.")
@click.option("--until", help="Day on which it comes back, YYYY-MM-DD.")
@click.option("--outcomes", is_flag=True, help="What came of the actions that were accepted.")
@click.option("--by", default="", help="Your name, where nobody is signed in; the record keeps it.")
@as_json
def actions(
    operation: str | None,
    stored: bool,
    scenario_file: Path | None,
    accept: str | None,
    decline: str | None,
    snooze: str | None,
    reason: str,
    until: str | None,
    outcomes: bool,
    by: str,
    as_json: bool,
) -> None:
    """List what is worth doing in OPERATION (its name, or a folder of its tables), the action to do first at the top.

    Each action is weighed by solving again and by futures of need. Answers are kept for stored operations only.

    Example: aid actions demo
    """
    answers = [each for each in (accept, decline, snooze) if each]
    if stored == bool(operation) or len(answers) + outcomes > 1 or (stored and answers):
        raise click.UsageError("Name one OPERATION or give --stored, and one answer at a time.")
    if answers:
        _answer(str(operation), scenario_file, (accept, decline, snooze), reason, until, by, as_json)
    elif outcomes:
        _outcomes(operation, as_json)
    elif stored:
        _list_stored(scenario_file, as_json)
    else:
        _list_one(str(operation), scenario_file, as_json)


def _list_one(name: str, scenario_file: Path | None, as_json: bool) -> None:
    from core.services.actions.recommend import recommend_actions
    from core.services.actions.tell import ActionWords
    from core.services.ask import read_scenario
    from entrypoints.commands.stored_operation import is_folder, operation_as_given

    scenario = read_scenario(scenario_file, {})
    if not is_folder(name):
        resources, opened, found = _of_stored(name, scenario_file)
        left = _open(resources, opened, found)
        operation, listed = opened.operation, left
    else:
        resources, operation, _ = operation_as_given(name)
        found = recommend_actions(resources, operation, scenario)
        listed = found.actions
    words = ActionWords(operation)
    lines = _lines(words, listed, found, operation.settings.illustrative)
    values = {"actions": [_row(words, each) for each in listed], "considered": found.considered, "note": found.note}
    show(values, "\n".join(lines), as_json)


def _list_stored(scenario_file: Path | None, as_json: bool) -> None:
    from core.bootstrap import build_resources
    from core.services.actions.tell import ActionWords
    from core.services.open_operation import operation_names

    values: dict[str, Any] = {}
    lines: list[str] = []
    for name in operation_names(build_resources()):
        try:
            resources, opened, found = _of_stored(name, scenario_file)
        except AidError as error:
            # one operation without counts must not hide the others
            values[name] = {"error": error.message}
            lines += [f"{name}: {error.message}"]
            continue
        words, left = ActionWords(opened.operation), _open(resources, opened, found)
        values[name] = {"actions": [_row(words, each) for each in left], "note": found.note}
        lines += [f"{name}:", *_lines(words, left, found, opened.operation.settings.illustrative)]
    show({"operations": values}, "\n".join(lines), as_json)


def _answer(
    name: str,
    scenario_file: Path | None,
    keys: tuple[str | None, str | None, str | None],
    reason: str,
    until: str | None,
    by: str,
    as_json: bool,
) -> None:
    from core.domain.weeks import day_from_text
    from core.services.actions import answer
    from core.services.actions.tell import ActionWords
    from entrypoints.commands.acting import acting

    resources, opened, found = _of_stored(name, scenario_file)
    actor, (accept, decline, snooze) = acting(by), keys
    action = answer.action_named(found, str(accept or decline or snooze))
    if accept:
        given = answer.accept_action(resources, opened, action, actor)
    elif decline:
        given = answer.decline_action(resources, opened, action, actor, reason)
    else:
        if until is None:
            raise click.UsageError("Say with --until on which day the action comes back.")
        day = day_from_text(until).date()
        given = answer.snooze_action(resources, opened, action, actor, day, _today())
    said = f"{given.answer.value.capitalize()}: {ActionWords(opened.operation).what(action)}."
    if given.proposal is not None:
        said += f"\nPlan {given.proposal} waits for a second person: aid plans approve {given.proposal}"
    values = {"answer": given.answer.value, "key": action.key, "proposal": given.proposal, "id": given.id}
    show(values, said, as_json)


def _outcomes(name: str | None, as_json: bool) -> None:
    from core.services.actions.outcome import action_outcomes
    from core.services.actions.tell import ActionWords
    from entrypoints.commands.stored_operation import stored_operation

    if name is None:
        raise click.UsageError("Name one OPERATION.")
    resources, opened = stored_operation(name)
    found, words = action_outcomes(resources, opened), ActionWords(opened.operation)
    lines = [f"{words.what(one.answer.action)}: {_came(one)}" for one in found] or ["No action was accepted yet."]
    rows = [
        {
            "key": one.answer.action.key,
            "accepted": one.answer.created,
            "promised_person_weeks": one.promised,
            "came_person_weeks": one.came,
            "known": one.known,
            "told": one.told,
            "counted_people": None if one.counted is None else one.counted[0],
            "counted_on": None if one.counted is None else one.counted[1].date(),
        }
        for one in found
    ]
    show({"outcomes": rows}, "\n".join(lines), as_json)


def _came(one: "ActionOutcome") -> str:
    if one.counted is not None:
        return f"{one.counted[0]:,.0f} people were counted on {one.counted[1]:%Y-%m-%d}."
    if one.came is None:
        return "what came of it is not known yet."
    return (
        f"{one.came:,.0f} of {one.promised:,.0f} person-weeks, as far as it is known ({one.known} of {one.told} lines)."
    )


def _of_stored(name: str, scenario_file: Path | None) -> tuple["Resources", "OpenOperation", "Recommended"]:
    from core.services.actions.recommend import cached_actions, make_actions
    from core.services.ask import read_scenario
    from entrypoints.commands.stored_operation import stored_operation

    resources, opened = stored_operation(name)
    about = resources, opened.operation, read_scenario(scenario_file, {}), opened.version.operation
    if cached_actions(*about) is None:
        make_actions(*about)
    found = cached_actions(*about)
    if found is None:
        raise AidError("The list was made but could not be kept.", "Check that the folder AID_HOME can be written.")
    return resources, opened, found


def _open(resources: "Resources", opened: "OpenOperation", found: "Recommended") -> tuple["Action", ...]:
    from core.services.actions.answer import open_actions

    return open_actions(resources, opened, found, _today()).actions


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def _lines(words: Any, listed: tuple["Action", ...], found: "Recommended", illustrative: bool) -> list[str]:
    head = ["Illustrative data."] if illustrative else []
    note = [found.note] if found.note else []
    if not listed:
        nothing = f"Nothing is worth doing beside the plan: {found.considered} possible actions were weighed."
        return [*head, *(note or [nothing])]
    told = [
        f"{number}. {words.what(each)} ({words.by(each)}): {words.effect(each)}. [{each.key}]"
        for number, each in enumerate(listed, start=1)
    ]
    return [*head, *told, *note]


def _row(words: Any, action: "Action") -> dict[str, Any]:
    return {"what": words.what(action), "effect": words.effect(action), **action.to_values()}


COMMANDS = (actions,)
