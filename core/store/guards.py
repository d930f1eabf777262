"""Triggers by which the database itself refuses to change or delete rows: which are gone, and how they come back."""

from sqlalchemy import Connection, text

from core.store.database import decisions, issued_dispatches, issued_waybills, versions

_KEPT = (versions, decisions, issued_dispatches, issued_waybills)
_SQLITE = {f"{table.name}_stay_{act}": table for table in _KEPT for act in ("update", "delete")} | {
    f"{decisions.name}_stay_insert": decisions
}
_POSTGRESQL = {f"{table.name}_stay_{what}": table for table in _KEPT for what in ("rows", "all")}


def missing_guards(connection: Connection) -> list[tuple[str, str]]:
    """Table and name of every trigger that is not there, or is switched off."""
    if connection.dialect.name == "sqlite":
        wanted, asked = _SQLITE, "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        # O and A: it fires in ordinary sessions
        wanted, asked = _POSTGRESQL, "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    there = set(connection.scalars(text(asked)))
    return [(table.name, name) for name, table in wanted.items() if name not in there]


def guard_versions(connection: Connection) -> None:
    """Put the guards on a table of data versions that was made before the program had any."""
    if any(table == versions.name for table, _ in missing_guards(connection)):
        versions.dispatch.after_create(versions, connection, checkfirst=False)
