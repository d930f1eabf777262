"""What a bundle holds beside tables, as JSON: versions, scenarios, accepted plans, own figures, issued waybills."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from core.domain.scenario import Scenario
from core.domain.waybill import SealedWaybill, Waybill
from core.errors import DataError, SourceUnavailable
from core.store import IssuedDispatch, IssuedWaybill, Override, PlanInfo, StoredScenario, TakenDispatch
from core.waybill import Seal

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


class BundledWaybill(_Record):
    """An issued waybill: the text that was sealed, its seal, and the public key that sealed it."""

    content: str
    seal: str
    key: str


class BundledDispatch(_Record):
    """The issued dispatch of a plan's week, with its files as text and its waybills."""

    plan: Hash
    week: dt.date
    issued: AwareDatetime
    issued_by: Person
    files: dict[Name, str]
    waybills: tuple[BundledWaybill, ...] = Field(min_length=1)

    @classmethod
    def of(
        cls, dispatch: IssuedDispatch, files: Mapping[str, bytes], waybills: Iterable[IssuedWaybill]
    ) -> "BundledDispatch":
        """The record of an issued dispatch."""
        return cls(
            plan=dispatch.plan,
            week=dispatch.week,
            issued=dispatch.issued,
            issued_by=dispatch.issued_by,
            files={name: data.decode("utf-8") for name, data in sorted(files.items())},
            waybills=tuple(
                BundledWaybill(content=each.waybill.to_text(), seal=each.seal, key=each.key) for each in waybills
            ),
        )

    def taken(self, operation: str) -> TakenDispatch:
        """The dispatch for another store.

        Raises
        ------
        DataError
            If a waybill is not what its seal is of, or belongs to another operation, plan or week.
        """
        sealed = tuple(map(_sealed, self.waybills))
        for each in sealed:
            waybill = each.waybill
            if (waybill.operation, waybill.plan, waybill.week) != (operation, self.plan, self.week):
                raise DataError(
                    f"Waybill {waybill.id} of the bundle belongs to another plan or week.", "Ask for it again."
                )
        about = IssuedDispatch(0, operation, self.plan, self.week, {}, self.issued, self.issued_by)
        return TakenDispatch(about, sealed, {name: text.encode("utf-8") for name, text in self.files.items()})


def _sealed(told: BundledWaybill) -> SealedWaybill:
    try:
        waybill = Waybill.from_values(json.loads(told.content))
        seal = Seal.from_text(told.seal)
        is_genuine = seal.is_of(waybill) and seal.is_by(told.key)
    except (ValueError, RecursionError, SourceUnavailable) as error:
        raise DataError("The bundle holds a waybill that cannot be read.", "Ask for it again.") from error
    if not is_genuine:
        raise DataError(f"Waybill {waybill.id} of the bundle is not what its seal is of.", "Ask for it again.")
    return SealedWaybill(waybill, told.seal, told.key)
