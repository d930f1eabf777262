"""Serve a version, unless its bias table speaks against it and nobody says why it should serve all the same."""

import datetime as dt
import math
from dataclasses import dataclass

import pandas as pd

from core.domain.access import Actor, Right, require
from core.domain.decision import Act, Decision
from core.errors import RegistryError
from core.forecasting.bias import breaches
from core.forecasting.evaluation import Evaluation
from core.forecasting.evaluation_card import PART_TITLES, group_words
from core.services.evaluate_model import stored_evaluation
from core.services.resources import Resources
from core.services.what_was_seen import what_was_seen

__all__ = ["PART_TITLES", "Promotion", "group_words", "promote_model", "reasons_needed", "told_breach"]

LONGEST_REASON = 1_000
MOST_NAMED = 5
"""Groups named in a refusal; the rest are counted."""


@dataclass(frozen=True)
class Promotion:
    """What was promoted.

    Attributes
    ----------
    version
        Served from now on.
    needed
        What a reason was needed for; empty where none was.
    reason
        The reason given.
    """

    version: str
    needed: tuple[str, ...]
    reason: str


def promote_model(resources: Resources, version: str, reason: str, today: dt.date, actor: Actor) -> Promotion:
    """Promote a version and record it.

    Raises
    ------
    NotAllowed
        Unless the actor may promote a model.
    RegistryError
        If a group of camps is beyond the bounds, or nothing was measured, and no reason is given.
    ModelNotFound, ModelIntegrity
        If there is no such version, or its files are not what was stored.
    """
    require(actor, Right.PROMOTE_MODEL)
    resources.registry.load(version)
    reason = reason.strip()
    needed = reasons_needed(stored_evaluation(resources, version))
    if needed and not reason:
        shown = "; ".join(needed[:MOST_NAMED]) + (
            f"; and {len(needed) - MOST_NAMED} more" if len(needed) > MOST_NAMED else ""
        )
        raise RegistryError(
            f"Model {version} was not promoted: {shown}.",
            f'Say why it should serve all the same, `aid promote {version} --reason "..."`, or measure it again: '
            f"`aid models evaluate {version} --data DIR`.",
        )
    if len(reason) > LONGEST_REASON:
        raise RegistryError(
            f"The reason has {len(reason):,} characters, at most {LONGEST_REASON:,} are kept.", "Say it shorter."
        )
    # on record first: a promotion that nobody recorded cannot be, one that was recorded and then failed can
    seen = what_was_seen(resources) | {
        "promoted": version,
        "promoted_fingerprint": resources.registry.fingerprint(version),
        "spoke_against": list(needed),
    }
    subject = f"model {version}"
    resources.store.decisions.record(Decision(Act.PROMOTE_MODEL, actor, subject=subject, reason=reason, seen=seen))
    resources.registry.promote(version)
    resources.registry.record_promotion(
        {"version": version, "day": today.isoformat(), "reason": reason, "needed": list(needed), "by": actor.name}
    )
    return Promotion(version, needed, reason)


def reasons_needed(evaluation: Evaluation | None) -> tuple[str, ...]:
    """What speaks against serving a version, in words; empty where nothing does."""
    if evaluation is None or evaluation.bias.empty:
        return ("its bias by kind of camp was not measured",)
    return tuple(told_breach(row, evaluation) for _, row in breaches(evaluation.bias).iterrows())


def told_breach(row: pd.Series, evaluation: Evaluation) -> str:
    """A group beyond the bounds in words."""
    bounds = evaluation.measured["bounds"]
    told = []
    if "bias" in row["breach"]:
        way = "too low" if row["bias_share"] < 0 else "too high"
        told.append(f"{abs(row['bias_share']):.1%} {way}, at most {bounds['most_bias_share']:.0%} is allowed")
    if "coverage" in row["breach"]:
        held = _rounded_down(row["coverage_80"])
        told.append(f"80 % interval holds {held}, at least {bounds['least_coverage']:.0%} is wanted")
    return (
        f"{group_words(row['by'], row['group'])}: {' and '.join(told)} ({row['n']:,} forecasts of {row['camps']} camps)"
    )


def _rounded_down(share: float) -> str:
    """A share that falls short of a bound, so printed that it does: 0.5996 is 59.9 %."""
    return f"{math.floor(share * 1000) / 10:.1f}%"
