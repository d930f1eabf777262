"""Scenarios that people keep, by operation and name."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.domain.scenario import Scenario
from core.errors import StoreError
from core.store.database import scenarios
from core.store.versions import aware, checked_name

Connecting = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True)
class StoredScenario:
    """A scenario and when it was first and last saved, in UTC."""

    scenario: Scenario
    created: dt.datetime
    updated: dt.datetime


class Scenarios:
    """The table of scenarios; ``Store.scenarios`` makes it."""

    def __init__(self, writing: Connecting, reading: Connecting, time: Callable[[], dt.datetime]) -> None:
        self._writing = writing
        self._reading = reading
        self._time = time

    def save(self, operation: str, scenario: Scenario, *, replace: bool = True) -> None:
        """Store a scenario under its name.

        Parameters
        ----------
        replace
            Whether one of the same name gives way.

        Raises
        ------
        StoreError
            If the name is taken and may not be replaced.
        """
        operation = checked_name(operation, "operation")
        time = self._time()
        taken = StoreError(f"A scenario named “{scenario.name}” exists.", "Choose another name.")
        same = (scenarios.c.operation == operation) & (scenarios.c.name == scenario.name)
        for attempt in (1, 2):
            try:
                with self._writing() as connection:
                    if connection.execute(select(scenarios.c.id).where(same)).first() is None:
                        connection.execute(
                            insert(scenarios).values(
                                operation=operation,
                                name=scenario.name,
                                content=scenario.to_json(),
                                created=time,
                                updated=time,
                            )
                        )
                    elif replace:
                        connection.execute(
                            update(scenarios).where(same).values(content=scenario.to_json(), updated=time)
                        )
                    else:
                        raise taken
                return
            except IntegrityError as error:
                # another writer saved the same name between the look and the write: look again, once
                if attempt == 2 or not replace:
                    raise taken from error

    def of(self, operation: str) -> dict[str, StoredScenario]:
        """Scenarios of an operation by name, sorted."""
        with self._reading() as connection:
            rows = connection.execute(
                select(scenarios).where(scenarios.c.operation == operation).order_by(scenarios.c.name)
            ).all()
        return {
            row.name: StoredScenario(Scenario.from_text(row.content), aware(row.created), aware(row.updated))
            for row in rows
        }

    def delete(self, operation: str, name: str) -> None:
        """Take a scenario out.

        Raises
        ------
        StoreError
            If there is none of this name.
        """
        with self._writing() as connection:
            gone = connection.execute(
                delete(scenarios).where(scenarios.c.operation == operation, scenarios.c.name == name)
            ).rowcount
            if not gone:
                raise StoreError(f"There is no scenario named “{name}”.", "It may have been deleted meanwhile.")
