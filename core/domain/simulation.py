"""What is asked of a simulation: a small frozen value, the same in a form, a command and a cache key."""

from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.domain.close_names import close_names
from core.domain.plain_faults import plain_fault
from core.errors import InvalidScenario

PolicyName = Literal["planner", "robust", "pro_rata", "last_count", "worst_off", "leximin"]
POLICY_NAMES: tuple[str, ...] = get_args(PolicyName)
"""In the order in which they are shown."""
MOST_WEEKS, MOST_FUTURES, MOST_SEED = 26, 1000, 2**31


class SimulationQuestion(BaseModel):
    """Policies side by side over the same futures."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    policies: Annotated[tuple[PolicyName, ...], Field(min_length=1)] = ("planner", "robust", "pro_rata", "last_count")
    weeks: Annotated[int, Field(ge=1, le=MOST_WEEKS)] = 8
    """Weeks that are lived through; how far each plan looks ahead is the scenario's."""
    futures: Annotated[int, Field(ge=1, le=MOST_FUTURES)] = 20
    seed: Annotated[int, Field(ge=0, le=MOST_SEED)] = 0
    """Of the first future; the others count on from it."""
    real_counts: bool = False
    """Whether the counts that the tables hold after the start are what happens; else people are drawn."""

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> "SimulationQuestion":
        """Validate plain values.

        Raises
        ------
        InvalidScenario
            Naming every value that cannot be asked.
        """
        asked = list(values.get("policies", ()))
        unknown = [name for name in asked if name not in POLICY_NAMES]
        if "policies" in values and not asked:
            raise InvalidScenario("No policy is named.", hint=f"Name some of {', '.join(POLICY_NAMES)}.")
        if unknown or len(set(asked)) < len(asked):
            near = list(close_names(list(map(str, unknown)), POLICY_NAMES).values())
            what = f"There is no policy “{unknown[0]}”." if unknown else "A policy is named twice."
            hint = f"Did you mean {near[0]}? " if near else ""
            raise InvalidScenario(what, hint=f"{hint}Name some of {', '.join(POLICY_NAMES)}.")
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            faults = [f"{'.'.join(map(str, f['loc']))}: {plain_fault(f)}, got “{f['input']}”" for f in error.errors()]
            raise InvalidScenario(
                f"This cannot be simulated. {'; '.join(faults)}.",
                hint=f"Ask for 1 to {MOST_WEEKS} weeks, 1 to {MOST_FUTURES:,} futures, a seed from 0 to {MOST_SEED}.",
            ) from error
