"""What an archive says of itself: its kind, what it is about, and the sha256 of every member."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.errors import SourceUnavailable

MANIFEST, SIGNATURE = "manifest.json", "signature.json"
FORMAT = 1
LARGEST_MANIFEST = 20_000_000
"""Bytes; a manifest of five thousand members and as many versions has two million."""

_HASH = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,149}(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,149}){0,9}")


@dataclass(frozen=True)
class Member:
    """One file of an archive: sha256 and bytes of its content."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """The first thing read of an archive.

    Attributes
    ----------
    kind
        What the archive is: ``bundle`` or ``safety copy``.
    about
        Values of its kind.
    members
        Name to hash and size of every file but the manifest and its signature.
    """

    kind: str
    about: Mapping[str, Any]
    members: Mapping[str, Member]

    def to_bytes(self) -> bytes:
        """The manifest as JSON: equal content gives equal bytes."""
        values = {
            "format": FORMAT,
            "kind": self.kind,
            "about": self.about,
            "members": {name: {"sha256": m.sha256, "bytes": m.size} for name, m in self.members.items()},
        }
        text = json.dumps(values, sort_keys=True, ensure_ascii=False, allow_nan=False, indent=1)
        return (text + "\n").encode("utf-8")

    @classmethod
    def from_bytes(cls, data: bytes, kind: str) -> "Manifest":
        """Read and check a manifest.

        Raises
        ------
        SourceUnavailable
            If it is no manifest of this kind and format.
        """
        try:
            values = json.loads(data.decode("utf-8"))
            form, found = values["format"], values["kind"]
            members = {
                str(name): Member(str(entry["sha256"]), int(entry["bytes"]))
                for name, entry in values["members"].items()
            }
            about = dict(values["about"])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise SourceUnavailable(
                f"The manifest of this {kind} cannot be read.", "Ask for the file again."
            ) from error
        if found != kind:
            raise SourceUnavailable(f"A {kind} was expected; the file is a {found!s:.40}.", "Choose the right file.")
        if form != FORMAT:
            raise SourceUnavailable(
                f"This {kind} has format {form!s:.20}; this program reads format {FORMAT}.",
                "Open it with the version of the program that made it, or a newer one.",
            )
        wrong = [
            name for name, member in members.items()
            if not usable_name(name) or not _HASH.fullmatch(member.sha256) or member.size < 0
        ]  # fmt: skip
        if wrong:
            raise SourceUnavailable(f"The manifest of this {kind} names {wrong[0][:80]!r}.", "Ask for the file again.")
        return cls(kind, about, members)


def usable_name(name: str) -> bool:
    """Whether a member's name is a plain path below the archive: no way out of a folder, nothing hidden."""
    return _NAME.fullmatch(name) is not None and name not in (MANIFEST, SIGNATURE)
