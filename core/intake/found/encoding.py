"""Bytes of a text file to UTF-8, by a rule that gives the same answer on every machine and says why.

In this order: a byte order mark; zero bytes in every second place (UTF-16); valid UTF-8, which text of another
encoding next to never is; else one byte a letter. Of those, Western European (Windows-1252, Latin-1) is taken where
accented letters stand alone inside words of plain letters, as they do in French or Spanish. Where they do not,
charset-normalizer is asked which alphabet fits, and a person is asked whether it is right: one byte proves nothing.
"""

import re
from dataclasses import dataclass

from core.domain.finding import Finding
from core.domain.validation import quote
from core.intake.found.refused import refused

_LOOKED_AT = 200_000
"""Bytes that are asked for their encoding: the first ones that are not plain ASCII, with their lines."""

_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_UNDEFINED = frozenset(b"\x81\x8d\x8f\x90\x9d")
_NOT_C1 = bytes(range(0x80)) + bytes(range(0xA0, 0x100))
"""Bytes that mean the same in Latin-1 and Windows-1252."""
_SIGNS = frozenset("’‘“”„–—…•°€£§«»ºª·¿¡²³×±®©™œŒ\xa0")
_NAMES = {"utf_16_le": "UTF-16", "utf_16_be": "UTF-16", "cp1252": "Windows-1252", "latin_1": "Latin-1"}
_OTHERS = ["cp1256", "cp1251", "cp1250", "cp1254", "cp1253", "cp1255", "cp850", "cp437", "mac_roman", "iso8859_5"]
SAVE_AS_UTF8 = "Compare the accented letters; where they are wrong, save the file as “CSV UTF-8”."


@dataclass(frozen=True)
class Decoded:
    """A text file in UTF-8.

    Attributes
    ----------
    data
        UTF-8 without byte order mark.
    how
        Which encoding it came in and why.
    findings
        What is doubtful or wrong.
    """

    data: bytes
    how: str = ""
    findings: tuple[Finding, ...] = ()


def decode_text(place: str, data: bytes) -> Decoded:
    """The text of a file, whatever its encoding.

    Parameters
    ----------
    place
        Name of the file, for the findings.
    data
        The whole file.

    Raises
    ------
    InvalidTable
        If it is no text.
    """
    if data.startswith(b"\xef\xbb\xbf"):
        return _unicode(place, data[3:], "It begins with the byte order mark of UTF-8.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        codec = "utf_16_le" if data.startswith(b"\xff\xfe") else "utf_16_be"
        return _utf16(place, data[2:], codec, "It begins with the byte order mark of UTF-16.")
    if b"\x00" in data[:_LOOKED_AT]:
        start = data[:_LOOKED_AT]
        even, odd = start[::2].count(0), start[1::2].count(0)
        if max(even, odd) < 0.4 * len(start) / 2 or min(even, odd) > 0.05 * max(even, odd):
            words = f"Byte {data.find(0) + 1} is zero: this is not text."
            raise refused(place, "encoding", words, "Give the table as CSV.")
        codec = "utf_16_le" if odd > even else "utf_16_be"
        return _utf16(place, data, codec, "Every second byte is zero, as in UTF-16.")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(place, data, error.start)
    if b"\x00" in data:
        words = f"Byte {data.find(0) + 1} is zero: this is not text."
        raise refused(place, "encoding", words, "Give the table as CSV.")
    return Decoded(data, "" if data.isascii() else "All its bytes are valid UTF-8, so it is UTF-8.")


def _finding(level: str, place: str, row: int | None, rule: str, message: str, suggestion: str) -> Finding:
    return Finding(level, place, row, None, rule, message, suggestion)  # type: ignore[arg-type]


def _utf16(place: str, data: bytes, codec: str, how: str) -> Decoded:
    text = data.decode(codec, errors="replace")
    if "\x00" in text:
        words = "Read as UTF-16 it holds zeros: this is not text."
        raise refused(place, "encoding", words, "Give the table as CSV.")
    return Decoded(text.encode("utf-8", errors="replace"), how, _damaged(place, text, "UTF-16"))


def _unicode(place: str, data: bytes, how: str) -> Decoded:
    if b"\x00" in data:
        words = f"Byte {data.find(0) + 1} is zero: this is not text."
        raise refused(place, "encoding", words, "Give the table as CSV.")
    text = data.decode("utf-8", errors="replace")
    findings = _damaged(place, text, "UTF-8")
    return Decoded(text.encode("utf-8") if findings else data, how, findings)


def _damaged(place: str, text: str, encoding: str) -> tuple[Finding, ...]:
    """A finding for characters that could not be read."""
    bad = text.count("\ufffd")
    if not bad:
        return ()
    at = text.index("\ufffd")
    line = text.count("\n", 0, at) + 1
    words = (
        f"{bad:,} characters are not valid {encoding}, the first in line {line} "
        f"(near “{quote(text[max(0, at - 15) : at + 10])}”); they are shown as \ufffd."
    )
    suggestion = "Get the file again, or save it as “CSV UTF-8”."
    return (_finding("error", place, line, "encoding", words, suggestion),)


def _not_utf8(place: str, data: bytes, first: int) -> Decoded:
    if b"\x00" in data:
        words = f"Byte {data.find(0) + 1} is zero: this is not text."
        raise refused(place, "encoding", words, "Give the table as CSV.")
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    if len(text) - len(text.encode("ascii", errors="ignore")) - bad > 4 * bad:
        return _unicode(place, data, "Nearly all letters that are not plain ASCII are valid UTF-8, so it is UTF-8.")
    sample = _high_lines(data, first)
    runs = _HIGH_RUN.findall(sample)
    lone = sum(len(run) for run in runs if len(run) <= 2)
    western = sample.decode("cp1252", errors="replace")
    odd = [sign for sign in western if sign > "\x7f" and not (sign.isalpha() or sign in _SIGNS)]
    if 2 * lone >= sum(map(len, runs)) and not odd:
        between = set(data.translate(None, _NOT_C1))
        codec = "cp1252" if between else "latin_1"
        if between & _UNDEFINED:
            return _asked(place, data, sample, first)
        why = (
            f"Byte {first + 1} is not UTF-8; its accented letters stand inside plain words, so it is {_NAMES[codec]}"
            + (", which has letters between bytes 128 and 159." if codec == "cp1252" else ".")
        )
        return Decoded(data.decode(codec).encode("utf-8"), why)
    return _asked(place, data, sample, first)


def _asked(place: str, data: bytes, sample: bytes, first: int) -> Decoded:
    """The encoding that charset-normalizer finds likeliest, as a question."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=[*_OTHERS, "cp1252"], language_threshold=0.0).best()
    codec = best.encoding if best is not None else "cp1252"
    text = data.decode(codec, errors="replace")
    line = data.count(b"\n", 0, first) + 1
    shown = quote(data[max(0, first - 15) : first + 25].decode(codec, errors="replace"))
    name = _NAMES.get(codec, codec)
    words = f"Nothing in the file proves its encoding; line {line} reads “{shown}” as {name}, the likeliest."
    question = _finding("question", place, line, "encoding", words, SAVE_AS_UTF8)
    how = f"It is not UTF-8; {name} is the likeliest encoding, by how often letters follow each other."
    return Decoded(text.encode("utf-8"), how, (question, *_damaged(place, text, name)))


def _high_lines(data: bytes, first: int) -> bytes:
    """Lines that hold letters other than ASCII, up to a limit."""
    start = data.rfind(b"\n", 0, first) + 1
    lines = data[start : start + 20 * _LOOKED_AT].split(b"\n")
    return b"\n".join(line for line in lines if not line.isascii())[:_LOOKED_AT]
