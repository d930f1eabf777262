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


def common_ancestors(ours: Sequence[Entry], theirs: Sequence[Entry]) -> tuple[Entry, ...]:
    """The newest version both came from: none, one, or several where both merged each other before.

    The same whichever side asks. Where no identity is shared, or both sides hold equal content that is newer than what
    is shared, the content counts: two installations that began with the same tables, or made the same merge.

    Parameters
    ----------
    ours, theirs
        Newest first.
    """
    by_id = _shared(ours, theirs, lambda entry: entry.id)
    by_content = _shared(ours, theirs, lambda entry: entry.fingerprint)
    # a side whose newest version is the other's past holds nothing back: the other side went on from it
    newest = {place for place in by_id if 0 in place}
    if newest:
        return (_entry(ours, theirs, min(newest, key=lambda place: (sum(place), by_id[place]))),)
    best = [place for place in by_id if not any(_newer(other, place) for other in by_id)]
    beyond = [place for place in by_content if all(_newer(place, other) for other in best)]
    if beyond:
        return (_entry(ours, theirs, min(beyond, key=lambda place: (sum(place), by_content[place]))),)
    return tuple(_entry(ours, theirs, place) for place in sorted(best, key=lambda place: by_id[place]))


Place = tuple[int, int]
"""How many versions ago something was, on our side and on theirs."""


def _newer(one: Place, other: Place) -> bool:
    return one != other and one[0] <= other[0] and one[1] <= other[1]


def _shared(ours: Sequence[Entry], theirs: Sequence[Entry], word: Callable[[Entry], str]) -> dict[Place, str]:
    """Where each shared word stands last on both sides."""
    here, there = _ranks(ours, word), _ranks(theirs, word)
    return {(here[name], there[name]): name for name in here if name and name in there}


def _ranks(entries: Sequence[Entry], word: Callable[[Entry], str]) -> dict[str, int]:
    ranks: dict[str, int] = {}
    for rank, entry in enumerate(entries):
        ranks.setdefault(word(entry), rank)
    return ranks


def _entry(ours: Sequence[Entry], theirs: Sequence[Entry], place: Place) -> Entry:
    """The version, with its fingerprint where either side knows it."""
    one, other = ours[place[0]], theirs[place[1]]
    return one if one.fingerprint else other
