"""Found tables for tests: from CSV text, from samples of published files, and from the figures beside the project."""

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from core.domain.finding import Finding
from core.domain.schemas import OPERATION_TABLES
from core.domain.validation import typed_table
from core.intake.found import FoundTable, Understood
from core.settings import PROJECT

SAMPLES = Path(__file__).parent / "as_published"
REAL = PROJECT.parent / "shared" / "data"


def found(text: str, file: str = "file.csv", sheet: str = "") -> FoundTable:
    """CSV text as a reader of files gives it: text cells, a row of tags set apart, rows numbered as in the file."""
    header, *rows = list(csv.reader(io.StringIO(text)))
    cells = pd.DataFrame(rows, columns=header, dtype="str")
    tagged = bool(rows) and all(cell.startswith("#") or not cell for cell in rows[0])
    hxl = dict(zip(header, rows[0], strict=True)) if tagged else {}
    cells = cells.iloc[1:] if tagged else cells
    return FoundTable(file, sheet, cells.mask(cells == ""), hxl={c: tag for c, tag in hxl.items() if tag})


def sample(name: str) -> FoundTable:
    """A sample of a published file."""
    return found((SAMPLES / name).read_text(encoding="utf-8"), name)


def real(name: str) -> FoundTable:
    """A whole file that lies beside the project; the test skips, and says why, where it is absent."""
    path = REAL / name
    if not path.is_file():
        pytest.skip(f"SKIPPED LOUDLY: the real figures are not beside the project ({name} is absent).")
    cells = pd.read_csv(path, dtype="str", keep_default_na=False)
    return FoundTable(path.name, "", cells.mask(cells == ""))


def rules(understood: Understood) -> list[str]:
    """Rules of the findings, each once, in order."""
    return list(dict.fromkeys(finding.rule for finding in understood.findings))


def only(understood: Understood, rule: str) -> str:
    """The message of the only finding of a rule."""
    (message,) = [finding.message for finding in understood.findings if finding.rule == rule]
    return message


def faults(understood: Understood) -> list[Finding]:
    """Errors that the schemas find in what was understood: none, or the tables could not be imported."""
    return [
        finding
        for name, table in understood.tables.items()
        if name in OPERATION_TABLES
        for finding in typed_table(name, table, OPERATION_TABLES[name])[1]
        if finding.level == "error"
    ]
