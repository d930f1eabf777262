"""One file of many members: whole or not there, and never over another."""

import os

import pytest

from core.archive import open_archive, write_archive
from core.errors import SourceUnavailable


def broken():
    yield b"some bytes"
    raise OSError(28, "No space left on device")


def test_a_file_that_cannot_be_finished_is_not_there(tmp_path):
    with pytest.raises(SourceUnavailable, match="No space left"):
        write_archive(tmp_path / "out", "thing", {}, [("a", b"x"), ("b", broken())])
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_stays(tmp_path):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(SourceUnavailable, match="is there already"):
        write_archive(tmp_path / "out", "thing", {}, [])
    assert (tmp_path / "out").read_text() == "mine"


def test_a_file_system_without_links_will_do(tmp_path, monkeypatch):
    def refused(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    write_archive(tmp_path / "out", "thing", {"n": 1}, [("folder/a", b"x" * 3_000_000), ("b", [b"y", b"z"])])
    with open_archive(tmp_path / "out", "thing") as archive:
        archive.verify()
        assert archive.manifest.about == {"n": 1}
        assert (archive.read("folder/a"), archive.read("b")) == (b"x" * 3_000_000, b"yz")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_file_of_another_kind_is_told(tmp_path):
    write_archive(tmp_path / "out", "thing", {}, [])
    with (
        pytest.raises(SourceUnavailable, match="A bundle was expected; the file is a thing"),
        open_archive(tmp_path / "out", "bundle"),
    ):
        pass
    (tmp_path / "text").write_text("no zip")
    with pytest.raises(SourceUnavailable, match="no bundle"), open_archive(tmp_path / "text", "bundle"):
        pass
