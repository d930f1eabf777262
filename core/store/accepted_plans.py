"""Plans that were accepted, by the key of their content."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from core.domain.scenario import Scenario
from core.store.database import plans
from core.store.versions import aware


@dataclass(frozen=True)
class PlanInfo:
    """A plan that was accepted: its content key, the question, and the figures."""

    id: int
    operation: str
    key: str
    fingerprint: str
    scenario: Scenario
    summary: Mapping[str, Any]
    created: dt.datetime
    author: str


def record_plan(connection: Connection, plan: PlanInfo) -> None:
    """Record that a plan was accepted; one already recorded under its key stays as it was. ``id`` is given anew."""
    same = (plans.c.operation == plan.operation) & (plans.c.key == plan.key)
    if connection.execute(select(plans.c.id).where(same)).first() is None:
        connection.execute(
            insert(plans).values(
                operation=plan.operation,
                key=plan.key,
                fingerprint=plan.fingerprint,
                scenario=plan.scenario.to_json(),
                summary=json.dumps(dict(plan.summary), sort_keys=True),
                created=plan.created,
                author=plan.author,
            )
        )


def accepted_plans(connection: Connection, operation: str) -> list[PlanInfo]:
    """Accepted plans of an operation, newest first."""
    rows = connection.execute(
        select(plans).where(plans.c.operation == operation).order_by(plans.c.created.desc(), plans.c.id.desc())
    ).all()
    return [
        PlanInfo(
            row.id,
            row.operation,
            row.key,
            row.fingerprint,
            Scenario.from_text(row.scenario),
            json.loads(row.summary),
            aware(row.created),
            row.author,
        )
        for row in rows
    ]
