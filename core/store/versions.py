"""Rows of data versions: what one is, how the next one is added, and why it may be refused."""

import datetime as dt
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Row, insert, select

from core.errors import StoreError
from core.store.database import versions

LONGEST_NAME = 200
_UNSEEN = ("Cc", "Cs", "Zl", "Zp")
"""Unicode categories that no name holds: control signs, halves of characters, line and paragraph separators."""
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Signs that override the direction of the text around them; letters of right-to-left scripts need none of them."""


@dataclass(frozen=True)
class VersionInfo:
    """One data version, without its tables.

    Attributes
    ----------
    id
        Identifier in this store.
    operation
        Name of the operation it belongs to.
    number
        1 for its first version, then counted up.
    fingerprint
        ``Operation.fingerprint`` of its content.
    created
        When, in UTC.
    parent
        Version it was made from; None for the first.
    sources
        File name to sha256 of the raw files it came from.
    """

    id: int
    operation: str
    number: int
    fingerprint: str
    created: dt.datetime
    author: str
    note: str
    parent: int | None
    sources: Mapping[str, str]


@dataclass(frozen=True)
class NewVersion:
    """A version about to be added; ``content`` is what ``pack`` made, ``sources`` are hashes of files kept already."""

    operation: str
    parent: int | None
    fingerprint: str
    content: bytes
    author: str
    note: str
    sources: Mapping[str, str]


COLUMNS = [column for column in versions.c if column.name != "content"]
"""All but the tables themselves."""


def newest_version(connection: Connection, operation: str) -> VersionInfo | None:
    """The newest version of an operation, None where there is none."""
    row = connection.execute(
        select(*COLUMNS).where(versions.c.operation == operation).order_by(versions.c.number.desc()).limit(1)
    ).one_or_none()
    return None if row is None else version_info(row)


def add_version(connection: Connection, new: NewVersion, time: dt.datetime) -> VersionInfo:
    """Add a version to the newest one, inside the transaction of ``connection``.

    Raises
    ------
    StoreError
        If the newest version is not the one this was made from.
    """
    newest = newest_version(connection, new.operation)
    if (newest.id if newest else None) != new.parent:
        raise newer_exists(new.operation, newest)
    values = {
        "operation": new.operation,
        "number": newest.number + 1 if newest else 1,
        "fingerprint": new.fingerprint,
        "created": time,
        "author": new.author,
        "note": new.note,
        "parent": new.parent,
        "sources": json.dumps(dict(new.sources), sort_keys=True),
    }
    row = connection.execute(
        insert(versions).values(**values, content=new.content).returning(versions.c.id)
    ).scalar_one()
    return VersionInfo(int(row), **{**values, "sources": dict(new.sources)})  # type: ignore[arg-type]


def version_info(row: Row) -> VersionInfo:
    """The version of a row of ``COLUMNS``."""
    values = dict(row._mapping)
    return VersionInfo(**{**values, "created": aware(row.created), "sources": json.loads(row.sources)})


def aware(time: dt.datetime) -> dt.datetime:
    """SQLite gives times back without their zone; all are stored in UTC."""
    return time.replace(tzinfo=dt.UTC) if time.tzinfo is None else time.astimezone(dt.UTC)


def checked_name(name: str, what: str) -> str:
    """A name that can be stored.

    Raises
    ------
    StoreError
        If it is blank, too long, or holds what is no text.
    """
    if not name.strip() or len(name) > LONGEST_NAME:
        raise StoreError(f"The name of the {what} must have 1 to {LONGEST_NAME} characters.", "Choose another name.")
    # two names that look alike in a list, or one that breaks its line, would have people approve the wrong thing
    if any(unicodedata.category(sign) in _UNSEEN or sign in _TURNING for sign in name):
        raise StoreError(
            f"The name of the {what} holds a character that cannot be seen, as a line break or a mark that turns text.",
            "Choose another name.",
        )
    return name


def newer_exists(name: str, newest: VersionInfo | None) -> StoreError:
    """Why a change to an older version is refused."""
    came = ""
    if newest is not None:
        by = f" by {newest.author}" if newest.author else ""
        came = f" It is number {newest.number}, saved{by} on {newest.created:%Y-%m-%d %H:%M} UTC."
    return StoreError(
        f"A newer version of “{name}” exists than the one this change was made to.{came}",
        "Load the newest version, look at the change again, and save it on top.",
    )
