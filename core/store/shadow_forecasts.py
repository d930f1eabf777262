"""What champion and challenger said to the same questions, kept until counts arrive that tell who was nearer."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from core.store.database import shadow_forecasts
from core.store.packing import pack_files, unpack_files
from core.store.versions import aware


@dataclass(frozen=True, eq=False)
class ShadowForecast:
    """One question and both answers.

    Attributes
    ----------
    id
        Identifier in this store; 0 before it is stored.
    operation, data_version, as_of
        What was asked about, and the day of the forecast.
    champion, champion_fingerprint, challenger, challenger_fingerprint
        Who answered.
    tables
        ``champion.csv`` and ``challenger.csv``, each a ``ForecastTable``.
    created
        When, in UTC; None before it is stored.
    """

    operation: str
    data_version: int
    as_of: dt.date
    champion: str
    champion_fingerprint: str
    challenger: str
    challenger_fingerprint: str
    tables: Mapping[str, bytes]
    id: int = 0
    created: dt.datetime | None = None


_KEY = ("data_version", "as_of", "champion_fingerprint", "challenger_fingerprint")
_GIVEN = ("operation", "champion", "challenger", *_KEY)


class ShadowForecasts:
    """The table of shadow forecasts; ``Store.shadow_forecasts`` makes it.

    Parameters
    ----------
    writing, reading
        Open a connection that writes, or only reads.
    now
        The clock, in UTC.
    """

    def __init__(
        self,
        writing: Callable[[], AbstractContextManager[Connection]],
        reading: Callable[[], AbstractContextManager[Connection]],
        now: Callable[[], dt.datetime],
    ) -> None:
        self._writing = writing
        self._reading = reading
        self._now = now

    def add(self, forecast: ShadowForecast) -> bool:
        """Keep one; False where the same pair has answered the same question already."""
        content, hashes = pack_files(forecast.tables)
        values = {name: getattr(forecast, name) for name in _GIVEN}
        try:
            with self._writing() as connection:
                connection.execute(
                    insert(shadow_forecasts).values(
                        **values, files=json.dumps(hashes, sort_keys=True), content=content, created=self._now()
                    )
                )
        except IntegrityError:
            return False
        return True

    def holds(self, data_version: int, as_of: dt.date, champion_fingerprint: str, challenger_fingerprint: str) -> bool:
        """Whether the pair has answered the question already."""
        asked = zip(_KEY, (data_version, as_of, champion_fingerprint, challenger_fingerprint), strict=True)
        found = select(shadow_forecasts.c.id).where(*(shadow_forecasts.c[name] == value for name, value in asked))
        with self._reading() as connection:
            return connection.execute(found).first() is not None

    def of(self, challenger_fingerprint: str) -> list[ShadowForecast]:
        """Every question that a challenger answered, the oldest first.

        Raises
        ------
        StoreError
            If an answer is not what was stored.
        """
        asked = select(shadow_forecasts).where(shadow_forecasts.c.challenger_fingerprint == challenger_fingerprint)
        with self._reading() as connection:
            rows = connection.execute(asked.order_by(shadow_forecasts.c.id)).all()
        return [
            ShadowForecast(
                **{name: row._mapping[name] for name in _GIVEN},
                tables=unpack_files(bytes(row.content), json.loads(row.files), f"shadow forecast {row.id}"),
                id=row.id,
                created=aware(row.created),
            )
            for row in rows
        ]
