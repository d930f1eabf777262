"""Files or folders of them, read and checked against the newest stored version of an operation."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from core.domain.finding import errors_of
from core.errors import DataError, InvalidTable, SourceUnavailable
from core.intake.limits import LARGEST_FILE
from core.services.compare_standards import known_standards
from core.services.open_operation import OpenOperation, open_operation
from core.services.remember_mappings import coding_key_of, recall_mappings
from core.services.resources import Resources
from core.services.upload_tables import How, Preview, named, preview_upload


def read_submission(
    resources: Resources, paths: Sequence[Path], name: str, how: How
) -> tuple[Preview, OpenOperation | None]:
    """What files would change in a stored operation, and the version they would change; None for a new operation.

    Parameters
    ----------
    paths
        Files, or folders whose files are all taken.
    name
        Operation they are for.

    Raises
    ------
    SourceUnavailable
        If a file cannot be read.
    InvalidTable
        If they hold errors; every finding is listed.
    DataError
        If they change nothing.
    """
    return read_submission_of(resources, _contents(paths), name, how)


def read_submission_of(
    resources: Resources, files: Mapping[str, bytes], name: str, how: How
) -> tuple[Preview, OpenOperation | None]:
    """The same of files that are read already.

    Parameters
    ----------
    files
        Name and content of each.
    """
    is_stored = name in resources.store.operations()
    current = open_operation(resources, name) if is_stored else None
    preview = preview_upload(
        current,
        files,
        how,
        known=known_standards(resources.settings.standards),
        recall=lambda marks: recall_mappings(resources, marks),
        coding_key=lambda: coding_key_of(resources),
    )
    if preview.operation is None:
        errors = errors_of(preview.findings)
        told = f" {errors[0].place()}: {errors[0].message}" if errors else " No table was recognised in them."
        raise InvalidTable(
            f"The files were not submitted: they hold {len(errors)} errors.{told}", preview.findings, "Mend them."
        )
    if current is None:
        return named(preview, name), None
    if not preview.can_be_accepted():
        raise DataError(
            f"The files change nothing in “{name}”, version {current.version.number}.", "Nothing was submitted."
        )
    return preview, current


def _contents(paths: Sequence[Path]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for path in paths:
        if not path.exists():
            raise SourceUnavailable(f"{path} cannot be read: there is no such file.", "Name a file or a folder.")
        try:
            for file in sorted(path.iterdir()) if path.is_dir() else [path]:
                if file.is_file() and not file.name.startswith("."):
                    if file.name in files:
                        raise SourceUnavailable(f"Two files are called {file.name}.", "Submit one of them.")
                    if file.stat().st_size > LARGEST_FILE:
                        raise SourceUnavailable(
                            f"{file} has {file.stat().st_size / 2**20:,.0f} MB; at most "
                            f"{LARGEST_FILE / 2**20:,.0f} MB are read.",
                            "Split it.",
                        )
                    files[file.name] = file.read_bytes()
        except OSError as error:
            raise SourceUnavailable(f"{path} cannot be read: {error.strerror}.", "Name a file or a folder.") from error
    if not files:
        raise SourceUnavailable(f"There is no file in {', '.join(map(str, paths))}.", "Name a folder with tables.")
    return files
