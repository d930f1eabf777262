"""Where the models stand: champion, challenger, what waits for a person, what may be gone back to, and the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.errors import RegistryError
from core.registry import Served
from core.services.resources import Resources
from core.services.review_promotion import accepted_proposal
from core.services.roll_back_model import version_before
from core.services.shadow_forecast import SCORE_COLUMNS, score_shadow
from core.store import ModelProposal, ModelState

__all__ = ["LifeCycle", "ModelProposal", "ModelState", "Served", "life_cycle", "what_serves"]

MOST_RECORDED = 6
"""Lines of the governance record that are shown."""


@dataclass(frozen=True, eq=False)
class LifeCycle:
    """The life cycle of the models as it stands.

    Attributes
    ----------
    served
        Which version answers, and whether it does in another's place; None where none can.
    challenger
        The version that forecasts in the shadow; None where none does.
    waiting
        Proposals nobody has decided about, the newest first.
    accepted
        A proposal that was accepted and whose model is not served yet; None where there is none.
    before
        The version that going back would serve; None where there is none.
    shadow
        Of ``score_shadow``, for the challenger.
    record
        Newest lines of the governance record.
    """

    served: Served | None
    challenger: str | None
    waiting: tuple[ModelProposal, ...]
    accepted: ModelProposal | None
    before: str | None
    shadow: pd.DataFrame
    record: tuple[Mapping[str, Any], ...]


def life_cycle(resources: Resources) -> LifeCycle:
    """Read where the models stand; nothing is computed but the scores of the shadow."""
    registry = resources.registry
    challenger, named = registry.challenger(), registry.champion_or_none()
    return LifeCycle(
        served=what_serves(resources),
        challenger=challenger,
        waiting=tuple(resources.store.model_proposals.of(state=ModelState.PROPOSED)),
        accepted=_accepted(resources, challenger),
        before=version_before(resources, named) if named else None,
        shadow=score_shadow(resources, challenger) if challenger else pd.DataFrame(columns=list(SCORE_COLUMNS)),
        record=tuple(registry.promotions()[:MOST_RECORDED]),
    )


def what_serves(resources: Resources) -> Served | None:
    """Which version answers, and in whose place; None where none can."""
    try:
        return resources.registry.served()
    except RegistryError:
        return None


def _accepted(resources: Resources, challenger: str | None) -> ModelProposal | None:
    try:
        return accepted_proposal(resources, challenger) if challenger else None
    except RegistryError:
        return None
