"""Files changed at random through the whole import, and what must hold of whatever comes."""

import contextlib
import io
import random
import signal
import tempfile
import threading
import time
import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from core.domain.finding import Finding, errors_of
from core.domain.legible import legible
from core.domain.operation import Operation
from core.errors import InvalidTable
from core.intake import read_folder, write_folder
from core.intake.annotated_workbook import annotated_workbook
from core.intake.cell_notes import CellNote, note_text
from core.services.upload_tables import Preview, kept_sources, preview_tables
from tests.builders import small_operation, small_tables
from tests.found_files import geojson, xlsx, zipped
from tests.hostile_files import changed, originals

SAMPLES = Path(__file__).parent / "unit" / "sources" / "as_published"
LONGEST_SECONDS = 10.0
"""Of one core, so that other programs on the machine do not count."""
COUNTS = ["camp_id", "date", "population", "kind"]
SITES = {
    "sites.csv": ("name,country,lat,lon\n" + "".join(f"Camp {n},TZA,{n / 10 - 4},30.5\n" for n in range(20))).encode()
}
"""Where the camps of some of the files lie; goes in beside them, so that good files end as an operation."""


NEEDS_SITES = frozenset(originals())


class TooLong(BaseException):
    """An import that was still at work after the time a person waits."""


@dataclass(frozen=True)
class Outcome:
    """What became of one file: ``accepted``, ``asked`` (that is, with questions), ``refused``, ``crash``, ``hang``."""

    what: str
    seconds: float
    detail: str = ""


def good_files() -> dict[str, bytes]:
    """One good file of every format, encoding, own table and publisher."""
    tables = small_tables()
    own = {
        f"{name}.csv": tables[name].head(60).to_csv(index=False).encode()
        for name in ("camps", "population", "items", "depots", "routes", "stock", "settings", "deliveries")
    }
    rows = [COUNTS, *tables["population"].tail(30)[COUNTS].astype(str).to_numpy().tolist()]
    own["population.xlsx"] = xlsx({"population": rows})
    own["operation.zip"] = zipped({f"{name}.csv": tables[name].to_csv(index=False) for name in ("camps", "population")})
    published = {path.name: path.read_bytes() for path in sorted(SAMPLES.glob("*.csv"))}
    square = {"type": "Polygon", "coordinates": [[[30, -4], [31, -4], [31, -3], [30, -4]]]}
    areas = [({"ADM1_EN": f"Area {n}", "ADM1_PCODE": f"TZ{n:02d}", "ADM0_PCODE": "TZ"}, square) for n in range(6)]
    return {**originals(), **own, **published, "areas.geojson": geojson(*areas)}


def mutated(count: int, seed: int) -> list[tuple[str, bytes]]:
    """So many files, the good ones in turn, each changed in its own way."""
    rng, good = random.Random(seed), good_files()
    names = list(good)
    return [
        (names[n % len(names)], changed(names[n % len(names)], good[names[n % len(names)]], rng)) for n in range(count)
    ]


def outcome_of(name: str, data: bytes, before: Operation | None) -> Outcome:
    """Bring one file in as a person would, and look at all that a person would get."""
    start, files = time.process_time(), {name: data, **(SITES if name in NEEDS_SITES else {})}
    try:
        with warnings.catch_warnings(), _no_longer_than(LONGEST_SECONDS):
            warnings.simplefilter("error")
            preview = preview_tables(before, files, "add")
            what = what_holds(preview, files)
    except TooLong:
        return Outcome("hang", time.process_time() - start, f"{name}: more than {LONGEST_SECONDS:.0f} s")
    except Exception as error:  # a crash is what is looked for, whatever its class
        return Outcome("crash", time.process_time() - start, f"{name}: {type(error).__name__}: {str(error)[:160]}")
    return Outcome(what, time.process_time() - start)


def what_holds(preview: Preview, files: dict[str, bytes]) -> str:
    """Whether it was accepted, asked about or refused; fails where a promise about every import is broken."""
    twice = repeated(preview.findings)
    assert not twice, f"one fault is told twice: {twice[0]}"
    for finding in preview.findings:
        told = f"{finding.place()}: {finding.message} {finding.suggestion}"
        assert legible(told) == told, f"a message cannot be shown: {told!r}"
        assert finding.row is None or 0 < finding.row < 1 << 24, f"row {finding.row} is no row of a file"
    for name, data in files.items():
        notes = [CellNote("", f.row, 1, f.level, note_text(f)) for f in preview.findings]
        found = [t.found for t in preview.imported.tables]
        with contextlib.suppress(InvalidTable):  # refused in words: neither text nor a workbook, or damaged
            assert_no_formula(annotated_workbook(name, data, notes, found))
    kept_sources(preview)
    if preview.operation is None:
        assert errors_of(preview.findings), "nothing came of it and nobody says why"
        return "refused"
    with tempfile.TemporaryDirectory() as folder:
        write_folder(preview.operation, Path(folder) / "operation")
        again = Operation.build(read_folder(Path(folder) / "operation"))
    assert again.fingerprint == preview.operation.fingerprint, "what was written is not what is read"
    return "asked" if any(f.level == "question" for f in preview.findings) else "accepted"


def repeated(findings: tuple[Finding, ...]) -> list[Finding]:
    """Findings that tell one fault a second time: the same cell and rule, or the same words of the same table."""
    cells = Counter((f.table, f.file, f.row, f.column, f.rule) for f in findings if f.row is not None and f.column)
    words = Counter((f.table, f.file, f.row, f.column, f.rule, f.message) for f in findings)
    return [
        f
        for f in findings
        if words[f.table, f.file, f.row, f.column, f.rule, f.message] > 1
        or (f.row is not None and f.column and cells[f.table, f.file, f.row, f.column, f.rule] > 1)
    ]


def assert_no_formula(workbook: bytes) -> None:
    """No cell of a workbook is anything but text, a number, a truth or a date."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert not kinds & {"f", "e"}, "a cell of a workbook is a formula or an error value"


def either_operation(number: int) -> Operation | None:
    """Every other file goes into an operation that is there, the others begin one."""
    return small_operation() if number % 2 else None


@contextlib.contextmanager
def _no_longer_than(seconds: float):
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def late(*_):
        raise TooLong

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
