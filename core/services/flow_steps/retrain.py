"""Retrain: learn anew from the shipped examples and the operation's own history; the result is only a suggestion."""

import hashlib
from typing import Any

from core.domain.weeks import DAYS_PER_WEEK
from core.errors import ModelIntegrity, NotEnoughHistory
from core.forecasting.counts import Counts
from core.own_files import make_private
from core.services.evaluate_model import stored_evaluation
from core.services.flow_steps.flow import Flow, FlowContext, Step, Values, Worked
from core.services.flow_steps.reading import READ, opened_again
from core.services.flow_steps.train_apart import train_apart
from core.services.own_history import OWN, with_own_history
from core.services.propose_promotion import proposal_for, suggest_promotion
from core.services.train_models import training_choices
from core.store import ModelState

FEWEST_COUNTS, FEWEST_WEEKS = 3, 8
"""A camp teaches something from so many counts over so many weeks."""
MOST_WORSE = 0.02
"""A challenger that is worse by less than this is no worse: training draws at random."""


def validate(context: FlowContext, values: Values) -> Worked:
    """See that there are counts to learn from, and fix the recipe of training."""
    opened = opened_again(context, values)
    counts = Counts.from_population(opened.operation.population)
    first, last = counts.begins[:-1], counts.begins[1:] - 1
    weeks = (counts.day[last] - counts.day[first]) / DAYS_PER_WEEK
    usable = int(((last - first + 1 >= FEWEST_COUNTS) & (weeks >= FEWEST_WEEKS)).sum())
    if not usable:
        raise NotEnoughHistory(
            f"No camp of {opened.version.operation} has {FEWEST_COUNTS} counts over {FEWEST_WEEKS} weeks.",
            "Train when there are more counts.",
        )
    recipe = training_choices(context.resources, None).sha256()
    return Worked({"camps": usable, "recipe": recipe}, f"{usable} of {len(first)} counted camps can be learnt from.")


def build_features(context: FlowContext, values: Values) -> Worked:
    """Make the examples: those that ship with the served model and the operation's own, as one file."""
    opened = opened_again(context, values)
    real = with_own_history(context.resources, opened, None, None)
    content = real.to_bytes()
    digest = hashlib.sha256(content).hexdigest()
    make_private(context.folder)
    path = context.folder / f"{digest}.npz"
    draft = path.with_suffix(".draft")
    draft.write_bytes(content)
    draft.replace(path)
    own = int((real.examples.source == f"{OWN}{opened.version.operation}").sum())
    return Worked(
        {"examples": digest}, f"{len(real.examples.views):,} real examples, {own:,} of them of this operation."
    )


def _are_examples_there(context: FlowContext, outputs: Values) -> bool:
    return (context.folder / f"{outputs['examples']}.npz").is_file()


def train(context: FlowContext, values: Values) -> Worked:
    """Train and store a version; it serves nobody yet."""
    content = (context.folder / f"{values['examples']}.npz").read_bytes()
    if hashlib.sha256(content).hexdigest() != values["examples"]:
        raise ModelIntegrity("The file of examples was changed since it was made.", "Delete the folder flows.")
    version = train_apart(context, content)
    return Worked({"version": version}, f"Stored models/{version}.")


def _is_version_there(context: FlowContext, outputs: Values) -> bool:
    return outputs["version"] in context.resources.registry.versions()


def backtest(context: FlowContext, values: Values) -> Worked:
    """Set side by side what was measured of the new and of the served version, each on what it did not learn from."""
    measured = {version: _measured(context, version) for version in (values["version"], values["model_version"])}
    new = measured[values["version"]]
    held = "not measured" if new["coverage_80"] is None else f"{new['coverage_80']:.0%}"
    loss = "not measured" if new["loss"] is None else f"{new['loss']:.3f}"
    return Worked({"measured": measured}, f"{values['version']}: scaled loss {loss}, the 80 % interval holds {held}.")


def _measured(context: FlowContext, version: str) -> dict[str, Any]:
    """Loss on the simulated calendar's last part; coverage and bias on emergencies by refits that left them out."""
    metrics = context.resources.registry.describe(version).metrics
    loss = metrics.loc[metrics["method"] == "blend", "sql"] if len(metrics) else metrics
    evaluation = stored_evaluation(context.resources, version)
    over_all = None if evaluation is None or evaluation.bias.empty else evaluation.bias.iloc[0]
    return {
        "loss": float(loss.iloc[0]) if len(loss) else None,
        "coverage_80": None if over_all is None else float(over_all["coverage_80"]),
        "bias_share": None if over_all is None else float(over_all["bias_share"]),
        "breaches": None if over_all is None else int((evaluation.bias["breach"] != "").sum()) if evaluation else None,
    }


def compare(_context: FlowContext, values: Values) -> Worked:
    """Say whether the new version is at least as good as the served one."""
    new, served = (values["measured"][version] for version in (values["version"], values["model_version"]))
    worse = []
    if _known(new, served, "loss") and new["loss"] > served["loss"] * (1 + MOST_WORSE):
        worse.append(f"scaled loss {new['loss']:.3f} against {served['loss']:.3f}")
    if _known(new, served, "coverage_80") and new["coverage_80"] < served["coverage_80"] - MOST_WORSE:
        worse.append(f"the 80 % interval holds {new['coverage_80']:.0%} against {served['coverage_80']:.0%}")
    if _known(new, served, "breaches") and new["breaches"] > served["breaches"]:
        worse.append(f"{new['breaches']} groups of camps beyond the bounds against {served['breaches']}")
    if worse:
        return Worked({"is_suggested": False}, f"{values['version']} is worse: {'; '.join(worse)}. Not suggested.")
    return Worked({"is_suggested": True}, f"{values['version']} is no worse than {values['model_version']}.")


def _known(new: Values, served: Values, name: str) -> bool:
    return new[name] is not None and served[name] is not None


def suggest(context: FlowContext, values: Values) -> Worked:
    """Put the new version before the people who may promote it; what is served stays."""
    if not values["is_suggested"]:
        return Worked({"proposal": 0}, "Nothing to suggest; the served model serves on.")
    opened = opened_again(context, values)
    reason = f"Trained anew with the counts of {opened.version.operation}, data version {opened.version.number}."
    waiting = proposal_for(context.resources, values["version"], ModelState.PROPOSED)
    # suggested already, by a run that was ended before it could say so
    made = waiting or suggest_promotion(
        context.resources, values["version"], actor=context.actor, reason=reason, tell=context.tell
    )
    return Worked({"proposal": made.id}, f"{values['version']} waits for a person to promote it.")


RETRAIN = Flow(
    "retrain",
    "Train on the shipped examples and the operation's own counts, compare with the served model, and suggest it.",
    ("operation",),
    (
        READ,
        Step("validate", ("data_version",), ("camps", "recipe"), validate, is_repeatable=False),
        Step(
            "build_features",
            ("data_version", "data_fingerprint", "model_version", "model_fingerprint", "recipe"),
            ("examples",),
            build_features,
            is_still_there=_are_examples_there,
        ),
        Step("train", ("examples", "recipe"), ("version",), train, is_still_there=_is_version_there),
        # an evaluation may be made anew at any time, so these are looked at again
        Step("backtest", ("version", "model_version"), ("measured",), backtest, is_repeatable=False),
        Step("compare", ("version", "model_version", "measured"), ("is_suggested",), compare),
        Step("suggest", ("data_version", "version", "is_suggested"), ("proposal",), suggest),
    ),
)
