"""What people said about the columns of a file, kept by its header, so that the same source maps itself next time."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from core.store.database import remembered_mappings

LONGEST_NAME = 200
LONGEST_SOURCE = 500
MOST_ASKED = 500
"""Fingerprints of one question to the database."""


class RememberedMappings:
    """The table of remembered mappings; ``Store.remembered_mappings`` makes it.

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

    def of(self, fingerprints: Iterable[str]) -> dict[str, Mapping[str, Any]]:
        """What was said last about each header that is known."""
        wanted = list(dict.fromkeys(fingerprints))
        found: dict[str, Mapping[str, Any]] = {}
        table = remembered_mappings
        for start in range(0, len(wanted), MOST_ASKED):
            part = wanted[start : start + MOST_ASKED]
            with self._reading() as connection:
                rows = connection.execute(
                    select(table.c.fingerprint, table.c.content).where(table.c.fingerprint.in_(part))
                ).all()
            found |= {fingerprint: json.loads(content) for fingerprint, content in rows}
        return found

    def stamp(self) -> str:
        """Changes whenever something is remembered: what depends on it can be kept under it."""
        table = remembered_mappings
        with self._reading() as connection:
            count, newest = connection.execute(select(func.count(), func.max(table.c.updated))).one()
        return f"{count} {newest}"

    def remember(self, said: Mapping[str, tuple[str, Mapping[str, Any]]], author: str) -> None:
        """Keep what was said, in place of what was said before about the same header.

        Parameters
        ----------
        said
            Fingerprint to the name of the file and the answers.
        author
            Who said it.
        """
        if not said:
            return
        table = remembered_mappings
        rows = [
            {
                "fingerprint": fingerprint,
                "source": source[:LONGEST_SOURCE],
                "content": json.dumps(content, ensure_ascii=False, sort_keys=True),
                "author": author[:LONGEST_NAME],
                "updated": self._now(),
            }
            for fingerprint, (source, content) in said.items()
        ]
        try:
            with self._transaction() as connection:
                connection.execute(delete(table).where(table.c.fingerprint.in_(list(said))))
                connection.execute(insert(table), rows)
        except IntegrityError:
            # another person answered for the same header at the same moment; one of the two answers is kept
            return

    def forget(self, fingerprint: str) -> None:
        """Drop what is known of a header, so that its next file is proposed anew."""
        with self._transaction() as connection:
            connection.execute(delete(remembered_mappings).where(remembered_mappings.c.fingerprint == fingerprint))
