"""Which version came from which, over several installations, and the newest that two of them have in common."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from core.store import VersionInfo

_MERGED = re.compile(r"merged-([0-9a-f]{64})\.aidbundle")


@dataclass(frozen=True)
class Entry:
    """One version that an operation came from.

    Attributes
    ----------
    id
        ``identity`` of the version.
    fingerprint
        Of its content; empty where it is known only as merged in.
    """

    id: str
    fingerprint: str = ""


def identity(fingerprint: str, created: dt.datetime, author: str, number: int) -> str:
    """The same version has this sha256 in every store; going back to an older content is another version."""
    told = "\x1f".join((fingerprint, created.astimezone(dt.UTC).isoformat(), author, str(number)))
    return hashlib.sha256(told.encode("utf-8")).hexdigest()


def source_of(version: str) -> str:
    """Name under which a merged bundle is kept among the sources of the version made from it."""
    return f"merged-{version}.aidbundle"


def merged_source(sources: Iterable[str]) -> tuple[str, ...]:
    """Identities of the versions that were merged in, by the names of a version's sources."""
    return tuple(sorted(found[1] for name in sources if (found := _MERGED.fullmatch(name))))


def history_of(versions: Sequence[VersionInfo]) -> list[Entry]:
    """Every version an operation came from, newest first, each before what was merged into it."""
    entries = []
    for version in sorted(versions, key=lambda version: version.number, reverse=True):
        entries.append(
            Entry(identity(version.fingerprint, version.created, version.author, version.number), version.fingerprint)
        )
        entries += [Entry(merged) for merged in merged_source(version.sources)]
    return entries


def common_ancestor(ours: Sequence[Entry], theirs: Sequence[Entry]) -> Entry | None:
    """The newest version both came from; None where there is none. The same whichever side asks.

    Parameters
    ----------
    ours, theirs
        Newest first. Where no identity is shared, a shared content counts: two installations that began with the same
        tables.
    """
    return _newest_shared(ours, theirs, lambda entry: entry.id) or _newest_shared(
        ours, theirs, lambda entry: entry.fingerprint
    )


def _newest_shared(ours: Sequence[Entry], theirs: Sequence[Entry], word: Callable[[Entry], str]) -> Entry | None:
    here = _ranks(ours, word)
    there = _ranks(theirs, word)
    shared = [name for name in here if name and name in there]
    if not shared:
        return None
    # one that is the newest of a side holds nothing back: the other side went on from it
    best = min(shared, key=lambda name: (min(here[name], there[name]) > 0, here[name] + there[name], name))
    found = [entry for entry in (*ours, *theirs) if word(entry) == best]
    return next((entry for entry in found if entry.fingerprint), found[0])


def _ranks(entries: Sequence[Entry], word: Callable[[Entry], str]) -> dict[str, int]:
    ranks: dict[str, int] = {}
    for rank, entry in enumerate(entries):
        ranks.setdefault(word(entry), rank)
    return ranks
