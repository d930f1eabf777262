"""``aid plans``: plans proposed by one person and approved by another, and made anew as proof."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from entrypoints.commands.numbers import ON_RECORD
from entrypoints.commands.output import as_json, records, show

if TYPE_CHECKING:
    from core.services.plans_on_record import Proposal

by_option = click.option("--by", default="", help="Your name, where nobody is signed in; the record keeps it.")
number_argument = click.argument("number", type=ON_RECORD)


@click.group()
def plans() -> None:
    """Propose a plan of a stored operation, approve one that somebody else proposed, make one anew.

    Example: aid plans list
    """


@plans.command("list")
@click.argument("operation", required=False)
@as_json
def list_plans(operation: str | None, as_json: bool) -> None:
    """List proposed plans, the newest first; of OPERATION (its name) only, where it is given.

    Example: aid plans list "Great Lakes response"
    """
    from core.bootstrap import build_resources
    from core.services.plans_on_record import plans_of
    from core.services.tell_submission import told_proposal
    from entrypoints.commands.acting import refuse_strangers

    refuse_strangers()
    found = plans_of(build_resources(), operation)
    lines = [told_proposal(one) for one in found] or ["No plan is proposed; `aid plans propose` proposes one."]
    show({"plans": [_row(one) for one in found]}, "\n".join(lines), as_json)


@plans.command("show")
@number_argument
@as_json
def show_plan(number: int, as_json: bool) -> None:
    """Show what plan NUMBER does, and what it takes away beside the plan approved before it; look before you approve.

    Example: aid plans show 2
    """
    from core.bootstrap import build_resources
    from core.services.review_proposal import review_proposal
    from core.services.tell_proposal import tell_proposal
    from core.services.tell_submission import told_proposal
    from entrypoints.commands.acting import refuse_strangers

    refuse_strangers()
    review = review_proposal(build_resources(), number)
    told = tell_proposal(review)
    result = {"plan": _row(review.proposal), "told": told, "camps": records(review.camps)}
    show(result, "\n".join([told_proposal(review.proposal), *told]), as_json)


@plans.command()
@click.argument("operation")
@click.option("--scenario", "scenario_file", type=click.Path(path_type=Path), help="What-if as TOML or JSON.")
@click.option("--note", default="", help="What it is for, in a sentence; it is kept.")
@by_option
@as_json
def propose(operation: str, scenario_file: Path | None, note: str, by: str, as_json: bool) -> None:
    """Propose the plan of the newest version of OPERATION (its name); solved first where it is not kept.

    Example: aid plans propose "Great Lakes response" --scenario road-closed.toml --note "November"
    """
    from core.bootstrap import build_resources
    from core.services.ask import read_scenario
    from core.services.open_operation import open_named
    from core.services.propose_plan import propose_plan
    from core.services.tell_submission import told_proposal
    from entrypoints.commands.acting import acting

    resources, actor = build_resources(), acting(by)
    scenario = read_scenario(scenario_file, {})
    made = propose_plan(resources, open_named(resources, operation), scenario, actor, note)
    next_step = f"Next, by a second person: aid plans show {made.id}, then aid plans approve {made.id}"
    said = f"Proposed: {told_proposal(made)}.\n{next_step}"
    show({"plan": _row(made)}, said, as_json)


@plans.command()
@number_argument
@click.option("--reason", default="", help="Why, in a sentence; it is kept.")
@by_option
@as_json
def approve(number: int, reason: str, by: str, as_json: bool) -> None:
    """Approve plan NUMBER, which somebody else proposed.

    Example: aid plans approve 2
    """
    from core.bootstrap import build_resources
    from core.services.review_plan import approve_plan
    from core.services.tell_submission import told_proposal
    from entrypoints.commands.acting import acting

    done = approve_plan(build_resources(), number, acting(by), reason)
    show({"plan": _row(done)}, f"Approved: {told_proposal(done)}.", as_json)


@plans.command()
@number_argument
@click.option("--reason", required=True, help="Why, in a sentence; its author reads it.")
@by_option
@as_json
def reject(number: int, reason: str, by: str, as_json: bool) -> None:
    """Reject plan NUMBER; it stays on record.

    Example: aid plans reject 2 --reason "the bridge is closed"
    """
    from core.bootstrap import build_resources
    from core.services.review_plan import reject_plan
    from core.services.tell_submission import told_proposal
    from entrypoints.commands.acting import acting

    done = reject_plan(build_resources(), number, acting(by), reason)
    show({"plan": _row(done)}, f"Rejected: {told_proposal(done)}.", as_json)


@plans.command()
@number_argument
@as_json
def replay(number: int, as_json: bool) -> None:
    """Make plan NUMBER anew from its data version, scenario and model, and compare; exit 1 if other numbers come out.

    Example: aid plans replay 2
    """
    from core.bootstrap import build_resources
    from core.services.replay_plan import replay_plan
    from core.services.tell_submission import told_replay
    from entrypoints.commands.acting import refuse_strangers

    refuse_strangers()
    found = replay_plan(build_resources(), number)
    result = {
        "plan": number,
        "same": found.same,
        "differing": list(found.differing),
        "digest_then": found.digest_then,
        "digest_now": found.digest_now,
        "changed": list(found.changed),
    }
    show(result, "\n".join(told_replay(found)), as_json)
    if not found.same:
        sys.exit(1)


def _row(one: "Proposal") -> dict[str, Any]:
    plain = dict(vars(one))
    return {
        **plain,
        "state": one.state.value,
        "scenario": one.scenario.to_values(),
        "summary": dict(one.summary),
        "files": dict(one.files),
    }


COMMANDS = (plans,)
