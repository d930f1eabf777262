"""Members of a zip archive, read in memory: nothing is unpacked to disk, so no name of a member can lead anywhere."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from core.domain.finding import Finding
from core.domain.validation import quote
from core.intake.found.allowance import Allowance
from core.intake.limits import LARGEST_FILE, LARGEST_UNPACKED, MOST_PACKED_FILES

_SYSTEM = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def read_members(place: str, data: bytes, allowance: Allowance) -> Iterator[tuple[str, bytes | Finding]]:
    """Name and bytes of each member, or what stands against reading it.

    Parameters
    ----------
    place
        Name of the archive, for the findings.
    data
        The whole archive.
    allowance
        What it may cost; every member is taken off.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [
                member for member in archive.infolist() if not member.is_dir() and not _is_system(member.filename)
            ]
            if len(members) > MOST_PACKED_FILES:
                words = f"The archive holds {len(members):,} files; at most {MOST_PACKED_FILES:,} are read."
                yield "", _error(place, "too_large", words, "Split it.")
                return
            for member in members:
                yield member.filename, _member(place, archive, member, allowance)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        yield "", _error(place, "not_a_table", f"The archive cannot be read: {quote(error)}.", "Pack it again.")


def _is_system(name: str) -> bool:
    return name.startswith(_SYSTEM[0]) or name.rpartition("/")[2] in _SYSTEM


def _error(place: str, rule: str, message: str, suggestion: str) -> Finding:
    return Finding("error", place, None, None, rule, message, suggestion)


def _member(place: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, allowance: Allowance) -> bytes | Finding:
    name = f"{place}, {' '.join(member.filename.split())}"
    if member.flag_bits & 1:
        return _error(name, "not_a_table", "It is locked with a password.", "Pack it without a password.")
    if member.file_size > LARGEST_FILE:
        words = f"Unpacked it has {member.file_size / 1e6:,.0f} MB; at most {LARGEST_FILE / 1e6:,.0f} MB are read."
        return _error(name, "too_large", words, "Split it into several files.")
    if not allowance.take_unpacked(member.file_size):
        words = f"Unpacked, the archive has more than {LARGEST_UNPACKED / 1e6:,.0f} MB; this file is not read."
        return _error(name, "too_large", words, "Split the archive.")
    try:
        # no more is unpacked than the archive says, whatever its stream holds
        return archive.read(member)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        return _error(name, "not_a_table", f"It cannot be unpacked: {quote(error)}.", "Pack it again.")
