"""The newest version that two installations have in common, the same whichever of them asks."""

import datetime as dt

import pytest

from core.bundle import Entry, common_ancestors, history_of, source_of
from core.store import VersionInfo


def history(words):
    """Entries of a text like ``c3=C b2=B``: identity and content, newest first; ``b2`` alone is merged in."""
    return [Entry(*word.partition("=")[::2]) for word in words.split()]


@pytest.mark.parametrize(
    ("ours", "theirs", "common"),
    [
        ("", "a1=A", ""),
        ("a1=A", "b1=B", ""),
        ("a2=B a1=A", "b2=C a1 ", "a1"),
        ("a2=B a1=A", "a3=C a2=B a1=A", "a2"),
        # going back to an older content is a version of its own, and not the older one
        ("a2=B a1=A", "a3=A a2=B a1=A", "a2"),
        ("d=D a2=B a1=A", "c=C a3=A a2=B a1=A", "a2"),
        # two that began with the same tables, and never met
        ("a1=A", "b2=B b1=A", "a1"),
        # both merged each other and came to the same
        ("f3=M s2 f2=F f1=A", "s4=X s3=M f2 s2=S s1=A f1", "f3"),
        # both merged each other and decided differently: two versions are in common, neither the newer
        ("f3=M s2 f2=F f1=A", "s4=X s3=N f2 s2=S s1=A f1", "f2 s2"),
    ],
)
def test_the_newest_common_version(ours, theirs, common):
    found = common_ancestors(history(ours), history(theirs))
    assert [entry.id for entry in found] == common.split()
    turned = common_ancestors(history(theirs), history(ours))
    assert [entry.fingerprint for entry in turned] == [entry.fingerprint for entry in found]


def test_a_history_tells_what_was_merged_into_each_version():
    when = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    merged = "c" * 64
    versions = [
        VersionInfo(7, "x", 2, "b" * 64, when, "Ann", "", 3, {source_of(merged): "d" * 64, "camps.csv": "e" * 64}),
        VersionInfo(3, "x", 1, "a" * 64, when, "Ann", "", None, {}),
    ]
    told = history_of(versions)
    assert [entry.fingerprint for entry in told] == ["b" * 64, "", "a" * 64]
    assert told[1].id == merged
