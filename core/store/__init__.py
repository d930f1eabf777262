"""What must not be lost: data versions, scenarios and accepted plans, in SQLite or PostgreSQL; raw files by hash."""

from core.store.store import (
    PlanInfo as PlanInfo,
    Store as Store,
    StoredScenario as StoredScenario,
    VersionInfo as VersionInfo,
)
