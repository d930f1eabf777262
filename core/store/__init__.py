"""What must not be lost: data versions, scenarios, plans, overrides, in SQLite or PostgreSQL; raw files by hash."""

from core.store.accounts import Account as Account
from core.store.overrides import Override as Override
from core.store.sessions import Session as Session
from core.store.store import (
    PlanInfo as PlanInfo,
    Store as Store,
    StoredScenario as StoredScenario,
    VersionInfo as VersionInfo,
)
from core.store.taking_in import TakenIn as TakenIn, take_in as take_in
