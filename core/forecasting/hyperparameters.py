"""Every choice of training, validated, in one file whose hash goes into the model's metadata."""

import hashlib
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from core.domain.plain_faults import plain_fault
from core.errors import ForecastError, SourceUnavailable


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Simulation(_Section):
    """Size of the simulated training data."""

    camps: int = Field(gt=9, le=20_000, description="Simulated camps")
    weeks: int = Field(ge=80, le=1_000, description="Weeks of the simulated calendar")


class Split(_Section):
    """Split in time: what is learnt from, what weighs the methods, what is only scored."""

    fit_share: float = Field(gt=0, lt=1, description="Share of the calendar the methods learn from")
    weigh_share: float = Field(gt=0, lt=1, description="Share after it that blend and calibration learn from")


class Examples(_Section):
    """How training rows are drawn."""

    every_weeks: int = Field(ge=1, le=26, description="Mean weeks between two cutoffs of a settled camp")
    longest_lead_weeks: int = Field(ge=1, le=26, description="Longest lead, weeks")
    leads_per_view: int = Field(ge=1, le=26, description="Leads drawn per view of simulated camps and sites")
    leads_per_real_view: int = Field(ge=1, le=26, description="Leads drawn per view of an emergency")
    most_rows: int = Field(ge=500, le=5_000_000, description="Simulated rows that are learnt from at most")


class TrendGrid(_Section):
    """Candidates of the damped trend; the one with the least absolute normalised error is kept."""

    half_life_weeks: tuple[float, ...] = Field(min_length=1, description="Half-life of past weekly changes, weeks")
    damping: tuple[float, ...] = Field(min_length=1, description="Share of the slope left after a week")
    shrinkage: tuple[float, ...] = Field(min_length=1, description="Weeks of no change mixed into the slope")
    count_shrinkage: tuple[float, ...] = Field(min_length=1, description="Steps between counts without change mixed in")


class Boosting(_Section):
    """scikit-learn HistGradientBoostingRegressor, one per quantile level."""

    iterations: int = Field(ge=1, le=2_000, description="Trees per level")
    learning_rate: float = Field(gt=0, le=1, description="Step of each tree")
    leaves: int = Field(ge=2, le=255, description="Leaves per tree at most")
    depth: int = Field(ge=1, le=16, description="Depth at most")
    smallest_leaf: int = Field(ge=1, description="Rows per leaf at least")
    l2: float = Field(ge=0, description="Penalty on leaf values")
    most_rows: int = Field(ge=500, description="Rows it sees at most, drawn at random: nine models are slow to fit")


class Forest(_Section):
    """scikit-learn ExtraTreesRegressor whose leaves keep quantiles."""

    trees: int = Field(ge=1, le=1_000, description="Trees")
    depth: int = Field(ge=1, le=40, description="Depth at most")
    smallest_leaf: int = Field(ge=1, description="Rows per leaf at least")
    features_share: float = Field(gt=0, le=1, description="Share of the features tried at each split")


class Net(_Section):
    """Keras nets with one head of nine quantiles each, averaged."""

    members: int = Field(ge=1, le=20, description="Nets that differ in their starting weights")
    hidden: tuple[int, ...] = Field(min_length=1, max_length=4, description="Units of each hidden layer")
    epochs: int = Field(ge=1, le=1_000, description="Passes over the rows")
    batch: int = Field(ge=8, le=65_536, description="Rows per step")
    learning_rate: float = Field(gt=0, le=1, description="First step size; falls to a tenth along a cosine")
    weight_decay: float = Field(ge=0, le=1, description="Decay of weights per step (AdamW)")


class Sources(_Section):
    """How much each kind of source counts; whatever its number of rows."""

    simulated: float = Field(gt=0, le=100, description="Simulated camps, together")
    emergencies: float = Field(ge=0, le=100, description="Real emergencies, together")
    sites: float = Field(ge=0, le=100, description="Monthly series of settled sites, together")


class Blend(_Section):
    """Weights of the methods, for settled and for young camps; each set is divided by its sum."""

    settled: dict[str, float] = Field(description="Method to weight, camps older than young_until_weeks")
    young: dict[str, float] = Field(description="Method to weight, camps younger than young_from_weeks")
    young_from_weeks: float = Field(ge=0, description="Age up to which a camp is all young, weeks")
    young_until_weeks: float = Field(gt=0, description="Age from which a camp is all settled, weeks")
    young_spread: float = Field(ge=1, le=2, description="Factor on the spread of young camps")
    young_reach: float = Field(ge=1, le=2, description="Factor on the way from the last count, young camps")
    young_may_stop: bool = Field(description="The lowest level of a young camp is at most its last count")
    stale_weeks: tuple[float, ...] = Field(min_length=1, description="Weeks since the last count, ascending")
    stale_spread: tuple[float, ...] = Field(min_length=1, description="Factor on the spread at each of these ages")
    stretch: bool = Field(description="Stretch intervals until they hold what they say on the second part in time")

    @model_validator(mode="after")
    def _one_factor_at_each_age(self) -> "Blend":
        if len(self.stale_weeks) != len(self.stale_spread):
            raise ValueError("stale_weeks and stale_spread must have the same length")
        if list(self.stale_weeks) != sorted(set(self.stale_weeks)) or min(self.stale_weeks) < 0:
            raise ValueError("stale_weeks must ascend from 0 or more")
        if not all(0.5 <= factor <= 2 for factor in self.stale_spread):
            raise ValueError("every stale_spread must be from 0.5 to 2")
        return self


class Linear(_Section):
    """Linear baseline of the demonstration."""

    ridge: float = Field(ge=0, description="Penalty on coefficients")


class Hyperparameters(_Section):
    """All choices of one training run.

    Attributes
    ----------
    version
        Version the trained models are stored under.
    seed
        Of the simulation, the draws of rows, boosting and net.
    """

    version: str = Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$")
    seed: int = Field(ge=0, lt=2**31)
    simulation: Simulation
    split: Split
    examples: Examples
    trend: TrendGrid
    sources: Sources
    boosting: Boosting
    forest: Forest
    net: Net
    blend: Blend
    linear: Linear

    def sha256(self) -> str:
        """Hash of the choices, independent of comments and order in the file, 64 hexadecimal digits."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def smaller(self) -> "Hyperparameters":
        """The same choices on less data, for a demonstration in under two minutes."""
        return self.model_copy(
            update={
                "version": f"{self.version}-demo",
                "simulation": self.simulation.model_copy(update={"camps": min(self.simulation.camps, 150)}),
                "examples": self.examples.model_copy(update={"most_rows": min(self.examples.most_rows, 20_000)}),
                "boosting": self.boosting.model_copy(update={"iterations": min(self.boosting.iterations, 60)}),
                "forest": self.forest.model_copy(update={"trees": min(self.forest.trees, 20)}),
                "net": self.net.model_copy(update={"members": 1, "epochs": min(self.net.epochs, 8)}),
            }
        )


def read_hyperparameters(path: Path) -> Hyperparameters:
    """Hyperparameters of a TOML file.

    Raises
    ------
    SourceUnavailable
        If the file cannot be read or is not TOML.
    ForecastError
        If a value is missing, unknown or out of bounds; every fault is named.
    """
    try:
        stored = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceUnavailable(
            f"Hyperparameters were expected in {path}: {error}", "Give a TOML file like models/hyperparameters.toml."
        ) from error
    try:
        return Hyperparameters.model_validate(stored)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {plain_fault(e)}" for e in error.errors())
        raise ForecastError(
            f"{path.name} is not a set of hyperparameters: {faults}.", "Correct these values and train again."
        ) from error
