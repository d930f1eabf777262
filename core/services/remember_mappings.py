"""What people said about the columns of files: kept when an import is accepted, recalled for the same header."""

from collections.abc import Iterable, Mapping

from pydantic import ValidationError

from core.intake.mapping import ImportAnswers, TableAnswers, header_fingerprint
from core.privacy import coding_key, stamp_of_coding_key
from core.services.import_files import Imported
from core.services.resources import Resources, secrets_of

KEPT = {"tables", "columns", "dates", "decimal", "units"}
"""Answers that hold for every file of a source; camp, day and what was decided about persons are of one file."""


def recall_mappings(resources: Resources, fingerprints: Iterable[str]) -> Mapping[str, TableAnswers]:
    """What was said about tables of these headers; what an older program kept and is no answer any more is left out."""
    known = {}
    for fingerprint, content in resources.store.remembered_mappings.of(fingerprints).items():
        try:
            known[fingerprint] = TableAnswers.model_validate(content)
        except ValidationError:
            continue
    return known


def stamp_of_what_is_kept(resources: Resources) -> str:
    """Another one as soon as a remembered answer or the key for codes is another: both change what a file says."""
    return f"{resources.store.remembered_mappings.stamp()} {stamp_of_coding_key(secrets_of(resources))}"


def coding_key_of(resources: Resources) -> bytes:
    """The secret of this installation for codes in place of names."""
    return coding_key(secrets_of(resources))


def remember_mappings(resources: Resources, imported: Imported, answers: ImportAnswers, author: str) -> int:
    """Keep the mapping of every table whose columns a person spoke about; how many that were.

    Parameters
    ----------
    imported
        The import that was accepted.
    answers
        What was said about it.
    author
        Who said it.
    """
    said = {}
    for table in imported.tables:
        about = answers.tables.get(table.found.place) or answers.tables.get("*")
        fingerprint = header_fingerprint(table.found)
        if about is None or table.mapping is None or fingerprint is None or not table.mapping.tables:
            continue
        given = about.model_dump(include=KEPT, exclude_defaults=True, mode="json")
        if given:
            whole = {"tables": list(table.mapping.tables), "columns": dict(table.mapping.answers())}
            said[fingerprint] = (table.found.file, given | whole)
    resources.store.remembered_mappings.remember(said, author)
    return len(said)
