"""What kind of file it is, by what it holds and never by its ending."""

import io
import zipfile
from dataclasses import dataclass
from enum import Enum

from core.intake.csv_text import looks_like

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOM = b"\xef\xbb\xbf"


class Kind(Enum):
    """Kinds of files that are read."""

    TEXT = "separated text"
    XLSX = "an XLSX workbook"
    XLS = "an XLS workbook"
    ODS = "an ODS workbook"
    MAP = "a GeoJSON map"
    PARQUET = "a parquet file"
    ZIP = "a zip archive"


@dataclass(frozen=True)
class Other:
    """A file that is not read.

    Attributes
    ----------
    words
        What it is: ``a PDF document``.
    was_table
        Whether it was meant to be a table: a locked or damaged workbook. A picture beside tables is none.
    """

    words: str
    was_table: bool = False


def kind_of(data: bytes) -> Kind | Other:
    """The kind of a file, or what else it is.

    Examples
    --------
    >>> kind_of(b"camp,people"), kind_of(b"%PDF-1.7").words
    (<Kind.TEXT: 'separated text'>, 'a PDF document')
    """
    if data.startswith(b"PK"):
        return _packed(data)
    if data.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        return Other("a workbook locked with a password", was_table=True) if locked else Kind.XLS
    if data.startswith(b"PAR1"):
        return Kind.PARQUET
    return _text(data)


def _text(data: bytes) -> Kind | Other:
    words = looks_like(data.removeprefix(_BOM))
    start = data[:2000].removeprefix(_BOM).lstrip()
    if words is None and start.startswith(b"<?xml"):
        words = "an XML document"
    if words is not None:
        return Other(words)
    is_json = start.startswith(b"{") or (start.startswith(b"[") and start[1:].lstrip().startswith((b"{", b"]")))
    return Kind.MAP if is_json else Kind.TEXT


def _packed(data: bytes) -> Kind | Other:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return Other("a zip archive or spreadsheet that is damaged", was_table=True)
    if "xl/workbook.xml" in names or {"[Content_Types].xml", "_rels/.rels"} <= names:
        return Kind.XLSX
    if "content.xml" in names and "mimetype" in names:
        return Kind.ODS
    return Kind.ZIP
