"""What a bundle holds beside tables, as JSON: versions, scenarios, accepted plans, people's own figures."""

import datetime as dt
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from core.domain.scenario import Scenario
from core.store import Override, PlanInfo, StoredScenario

Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Person = Annotated[str, StringConstraints(max_length=200)]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class BundledVersion(_Record):
    """One data version of the history.

    Attributes
    ----------
    id
        ``identity`` of the version, the same in every store.
    merged
        Identities of versions of other installations that were merged into it.
    member
        Folder of its tables in the bundle; None where only its fingerprint is told.
    """

    id: Hash
    number: int = Field(ge=1)
    fingerprint: Hash
    created: AwareDatetime
    author: Person
    note: str
    sources: dict[str, Hash]
    merged: tuple[Hash, ...] = ()
    member: str | None = None


class BundledScenario(_Record):
    """A stored scenario; ``content`` is its JSON."""

    name: Name
    content: str
    created: AwareDatetime
    updated: AwareDatetime

    @classmethod
    def of(cls, stored: StoredScenario) -> "BundledScenario":
        """The record of a stored scenario."""
        scenario = stored.scenario
        return cls(name=scenario.name, content=scenario.to_json(), created=stored.created, updated=stored.updated)

    def stored(self) -> StoredScenario:
        """The scenario; raises ``InvalidScenario`` where it is none."""
        return StoredScenario(Scenario.from_text(self.content), self.created, self.updated)


class BundledPlan(_Record):
    """An accepted plan: its key, its question, its figures."""

    key: Hash
    fingerprint: Hash
    scenario: str
    summary: dict[str, Any]
    created: AwareDatetime
    author: Person

    @classmethod
    def of(cls, plan: PlanInfo) -> "BundledPlan":
        """The record of an accepted plan."""
        return cls(
            key=plan.key,
            fingerprint=plan.fingerprint,
            scenario=plan.scenario.to_json(),
            summary=dict(plan.summary),
            created=plan.created,
            author=plan.author,
        )

    def plan(self, operation: str) -> PlanInfo:
        """The plan; raises ``InvalidScenario`` where its scenario is none."""
        return PlanInfo(
            0, operation, self.key, self.fingerprint, Scenario.from_text(self.scenario), self.summary, self.created,
            self.author,
        )  # fmt: skip


class BundledOverride(_Record):
    """A person's own figure; ``version`` is the identity of the data version it was entered beside."""

    camp_id: str = Field(min_length=1)
    week: dt.date
    people: float = Field(ge=0)
    low: float | None = Field(ge=0)
    high: float | None = Field(ge=0)
    reason: str
    author: Name
    created: AwareDatetime
    as_of: dt.date
    version: Hash | None
    model_version: Name
    model_low: float | None
    model_median: float | None
    model_high: float | None
    last_count: float | None
    last_count_date: dt.date | None
    withdrawn: AwareDatetime | None
    withdrawn_by: Person | None

    @classmethod
    def of(cls, override: Override, version: str | None) -> "BundledOverride":
        """The record of a stored override."""
        names = [name for name in cls.model_fields if name != "version"]
        return cls(**{name: getattr(override, name) for name in names}, version=version)

    def override(self, operation: str, data_version: int) -> Override:
        """The override, beside a data version of this store."""
        return Override(operation=operation, data_version=data_version, **self.model_dump(exclude={"version"}))
