"""``aid promote``, ``aid deploy`` and steps of ``aid models``: who may serve next, by evidence and two people."""

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from entrypoints.commands.acting import acting
from entrypoints.commands.models import by_option, models
from entrypoints.commands.numbers import ON_RECORD
from entrypoints.commands.output import as_json, records, show

if TYPE_CHECKING:
    from core.services.life_cycle import ModelProposal

number_argument = click.argument("number", type=ON_RECORD)
version_argument = click.argument("version")
reason_option = click.option(
    "--reason", default="", help="Why it should serve although something speaks against it; it is recorded."
)


def _tell(message: str) -> None:
    click.echo(message, err=True)


@models.command()
@version_argument
@click.option("--reason", default="", help="Why it is proposed, in a sentence; it is kept.")
@by_option
@as_json
def propose(version: str, reason: str, by: str, as_json: bool) -> None:
    """Propose VERSION to serve: gather its evidence, let it forecast in the shadow, wait for a second person.

    The evidence is its skill on the past of every stored operation beside the champion and "same as last count", its
    bias, what it said in the shadow, its compliance check, and the plans of the last month made anew with it.

    Example: aid models propose 2026.12.1 --by Amina
    """
    from core.bootstrap import build_resources
    from core.services.propose_promotion import suggest_promotion
    from core.services.tell_promotion import told_checks, told_evidence, told_model_proposal

    made = suggest_promotion(build_resources(), version, actor=acting(by), reason=reason, tell=_tell)
    lines = [f"Proposed: {told_model_proposal(made)}.", *told_evidence(made.evidence)]
    lines += [
        *told_checks(made.compliance["checks"]),
        f'Next, by a second person: aid models accept {made.id} --by "NAME"',
    ]
    show({"proposal": _row(made)}, "\n".join(lines), as_json)


@models.command()
@click.argument("version", required=False)
@as_json
def proposals(version: str | None, as_json: bool) -> None:
    """List proposed models, the newest first, with the evidence of the newest; of VERSION only, where it is given.

    Example: aid models proposals
    """
    from core.bootstrap import build_resources
    from core.services.propose_promotion import proposals_of
    from core.services.tell_promotion import told_evidence, told_model_proposal
    from entrypoints.commands.acting import refuse_strangers

    refuse_strangers()
    found = proposals_of(build_resources(), version)
    lines = [told_model_proposal(one) for one in found] or ["No model is proposed; `aid models propose` proposes one."]
    lines += told_evidence(found[0].evidence) if found else []
    show({"proposals": [_row(one) for one in found]}, "\n".join(lines), as_json)


@models.command()
@number_argument
@click.option("--reason", default="", help="Why, in a sentence; it is kept.")
@by_option
@as_json
def accept(number: int, reason: str, by: str, as_json: bool) -> None:
    """Accept proposal NUMBER, which somebody else made; the model can then be deployed.

    Example: aid models accept 1 --by Ben
    """
    from core.bootstrap import build_resources
    from core.services.review_promotion import accept_promotion
    from core.services.tell_promotion import told_model_proposal

    done = accept_promotion(build_resources(), number, acting(by), reason)
    said = f"Accepted: {told_model_proposal(done)}.\nNext: aid deploy {done.version}"
    show({"proposal": _row(done)}, said, as_json)


@models.command()
@number_argument
@click.option("--reason", required=True, help="Why, in a sentence; its author reads it.")
@by_option
@as_json
def decline(number: int, reason: str, by: str, as_json: bool) -> None:
    """Decline proposal NUMBER; it stays on record, and its model forecasts in the shadow no longer.

    Example: aid models decline 1 --reason "too low for new camps"
    """
    from core.bootstrap import build_resources
    from core.services.review_promotion import decline_promotion
    from core.services.tell_promotion import told_model_proposal

    done = decline_promotion(build_resources(), number, acting(by), reason)
    show({"proposal": _row(done)}, f"Declined: {told_model_proposal(done)}.", as_json)


@models.command()
@click.argument("operation", required=False)
@as_json
def shadow(operation: str | None, as_json: bool) -> None:
    """Let the challenger answer the current question of OPERATION, or of all, beside the champion; show how both did.

    Both answers are kept; nothing that is served changes. The pages do the same after a plan; a schedule may call this.

    Example: aid models shadow
    """
    from core.bootstrap import build_resources
    from core.services.open_operation import open_named, operation_names
    from core.services.shadow_forecast import forecast_in_shadow, score_shadow
    from entrypoints.commands.acting import refuse_strangers

    refuse_strangers()
    resources = build_resources()
    names = [operation] if operation else operation_names(resources)
    kept = [name for name in names if forecast_in_shadow(resources, open_named(resources, name))]
    challenger = resources.registry.challenger()
    scores = score_shadow(resources, challenger) if challenger else None
    lines = [f"Kept for {name}." for name in kept] or ["Nothing new to keep."]
    if challenger is None:
        lines = ["No model forecasts in the shadow; `aid models propose` makes one the challenger."]
    elif scores is None or scores.empty:
        lines.append("Nothing can be scored yet: no count came after these forecasts.")
    else:
        lines.append(scores.to_string(index=False))
    found = {"kept": kept, "challenger": challenger, "scores": [] if scores is None else records(scores)}
    show(found, "\n".join(lines), as_json)


@models.command()
@click.option("--reason", default="", help="Why, in a sentence; it is kept.")
@by_option
@as_json
def rollback(reason: str, by: str, as_json: bool) -> None:
    """Go back in one step to the model that was served before; one person is enough.

    Example: aid models rollback --reason "too low at new camps"
    """
    from core.bootstrap import build_resources
    from core.services.roll_back_model import roll_back_model

    done = roll_back_model(build_resources(), reason, dt.date.today(), acting(by))
    said = f"{done.version} is served again; {done.withdrawn} was withdrawn."
    show({"current": done.version, "withdrawn": done.withdrawn}, said, as_json)


def _promote(version: str, reason: str, by: str, as_json: bool) -> None:
    from core.bootstrap import build_resources
    from core.services.promote_model import promote_model

    done = promote_model(build_resources(), version, reason, dt.date.today(), acting(by), _tell)
    lines = [f"{version} is served now.", *(f"Recorded with your reason: {words}." for words in done.needed)]
    found = {"current": version, "needed": list(done.needed), "reason": done.reason, "proposal": done.proposal}
    show(found, "\n".join(lines), as_json)


@click.command()
@version_argument
@reason_option
@by_option
@as_json
def promote(version: str, reason: str, by: str, as_json: bool) -> None:
    """Serve VERSION from now on, after a second person accepted its evidence; whoever promotes may accept it with this.

    Its files are verified, its bias table and compliance check are within bounds or a reason is written down. One
    person alone at a machine without accounts, who gives no name, proposes and accepts in this one step.

    Example: aid promote 2026.12.0
    """
    _promote(version, reason, by, as_json)


@models.command("promote")
@version_argument
@reason_option
@by_option
@as_json
def models_promote(version: str, reason: str, by: str, as_json: bool) -> None:
    """Serve VERSION from now on; the same as `aid promote`.

    Example: aid models promote 2026.12.0
    """
    _promote(version, reason, by, as_json)


@click.command()
@version_argument
@reason_option
@by_option
@as_json
def deploy(version: str, reason: str, by: str, as_json: bool) -> None:
    """Try VERSION, promote it, see that pages and server answer with it, and go back where they do not.

    Example: aid deploy 2026.12.1
    """
    from core.bootstrap import build_resources
    from core.services.deploy_model import deploy_model
    from entrypoints.running_server import asker

    resources = build_resources()
    done = deploy_model(resources, version, reason, dt.date.today(), acting(by), asker(resources.settings.home), _tell)
    promotion = done.promotion
    lines = [f"{version} is served now, in place of {done.before or 'none'}.", *(f"- {step}" for step in done.steps)]
    lines += [f"Recorded with your reason: {words}." for words in promotion.needed]
    found = {"current": version, "before": done.before, "steps": list(done.steps), "needed": list(promotion.needed)}
    show({**found, "reason": promotion.reason, "proposal": promotion.proposal}, "\n".join(lines), as_json)


def _row(one: "ModelProposal") -> dict[str, Any]:
    return {**vars(one), "state": one.state.value, "evidence": dict(one.evidence), "compliance": dict(one.compliance)}


COMMANDS = (promote, deploy)
