"""Ask a configured source once: what came is kept, put on record, and handed on as a file."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from core.connectors import Connectors, Limits, Provenance, ProvenanceRecord, ask_all, kind_named, rows_as_csv
from core.domain.access import Actor, Right, require
from core.errors import DataError
from core.intake.mapping import ImportAnswers
from core.services.connectors.manage import secret_name
from core.services.import_into_folder import FolderImport, import_contents
from core.services.resources import Resources, secrets_of

__all__ = ["Limits"]


@dataclass(frozen=True, eq=False)
class Fetched:
    """What a source gave.

    Attributes
    ----------
    file
        Name it has among files.
    table
        Its rows as CSV.
    record
        Where each answer came from.
    """

    file: str
    table: bytes
    record: ProvenanceRecord


def fetch(
    resources: Resources,
    name: str,
    actor: Actor,
    limits: Limits | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Fetched:
    """Ask one source, all pages of it.

    Raises
    ------
    NotAllowed
        Unless the actor may submit data.
    DataError
        If it is not configured, or gave no rows.
    SourceUnavailable
        If it did not answer well; what came is on record, and nothing of it is used.
    """
    require(actor, Right.SUBMIT_DATA)
    connector = Connectors(resources.settings.home).named(name)
    kind, provenance = kind_named(connector.kind), Provenance(resources.settings.home)
    key = secrets_of(resources).read(secret_name(name)) if kind.key_header else None
    word = key.decode() if key else None
    answers = ask_all(kind, connector.address, connector.parameters, word, limits or Limits(), tell)
    table = rows_as_csv(kind, answers.rows) if answers.rows else b""
    digest = hashlib.sha256(table).hexdigest() if table else None
    record = provenance.record(connector, answers, digest)
    if answers.fault is not None:
        raise answers.fault
    if not table:
        raise DataError(f"{kind.title}: no row answers what “{name}” asks for.", "Look at its parameters.")
    return Fetched(f"{name}.csv", table, record)


def fetch_into_folder(
    resources: Resources,
    name: str,
    folder: Path,
    answers: ImportAnswers,
    actor: Actor,
    today: pd.Timestamp,
    *,
    dry_run: bool = False,
    limits: Limits | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[Fetched, FolderImport]:
    """Ask one source and bring what came into an operation folder, as ``import_into_folder`` brings in a file."""
    fetched = fetch(resources, name, actor, limits, tell)
    files = {fetched.file: fetched.table}
    return fetched, import_contents(resources, files, folder, answers, actor, today, dry_run=dry_run)
