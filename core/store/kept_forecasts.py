"""Forecasts as they were served, so that later counts can score them."""

import datetime as dt
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from core.store.accounts import in_utc
from core.store.database import kept_forecasts
from core.store.packing import pack_files, unpack_files

FILE = "forecast.csv"


@dataclass(frozen=True)
class KeptForecast:
    """One forecast on record.

    Attributes
    ----------
    as_of
        Day it was made from.
    content
        The table as CSV.
    """

    operation: str
    as_of: dt.date
    data_version: int
    model_version: str
    model_fingerprint: str
    content: bytes
    made: dt.datetime | None = None


class KeptForecasts:
    """The table of served forecasts; ``Store.kept_forecasts`` makes it.

    Parameters
    ----------
    transaction, reading
        Open a connection that writes, or only reads.
    now
        The clock, in UTC.
    """

    def __init__(
        self,
        transaction: Callable[[], AbstractContextManager[Connection]],
        reading: Callable[[], AbstractContextManager[Connection]],
        now: Callable[[], dt.datetime],
    ) -> None:
        self._transaction = transaction
        self._reading = reading
        self._now = now

    def keep(self, forecast: KeptForecast) -> bool:
        """Put a forecast on record; False where the same one is there already."""
        packed, hashes = pack_files({FILE: forecast.content})
        values = {
            "operation": forecast.operation,
            "as_of": forecast.as_of,
            "data_version": forecast.data_version,
            "model_version": forecast.model_version,
            "model_fingerprint": forecast.model_fingerprint,
            "made": self._now(),
            "files": json.dumps(hashes),
            "content": packed,
        }
        try:
            with self._transaction() as connection:
                connection.execute(insert(kept_forecasts).values(**values))
        except IntegrityError:
            return False
        return True

    def of(self, operation: str, since: dt.date, until: dt.date) -> list[KeptForecast]:
        """Forecasts made from a day in this span, both ends included, the oldest first.

        Raises
        ------
        StoreError
            If one is not what was stored.
        """
        table = kept_forecasts
        wanted = (table.c.operation == operation) & (table.c.as_of >= since) & (table.c.as_of <= until)
        with self._reading() as connection:
            rows = connection.execute(select(table).where(wanted).order_by(table.c.as_of, table.c.id)).all()
        return [
            KeptForecast(
                row.operation,
                row.as_of,
                row.data_version,
                row.model_version,
                row.model_fingerprint,
                unpack_files(bytes(row.content), json.loads(row.files), f"the forecast of {row.as_of}")[FILE],
                in_utc(row.made),
            )
            for row in rows
        ]
