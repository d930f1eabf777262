"""What commands write and print, where the place or the text is hostile."""

import json
import os
import stat

import pandas as pd
import pytest

from core.bootstrap import build_resources
from core.errors import SourceUnavailable
from core.settings import read_environment
from entrypoints.commands.output import machine_text, printable, write_csv

TABLE = pd.DataFrame({"camp_id": ["a"], "people": [3.0]})


def test_a_table_is_readable_by_whoever_may_read_new_files(tmp_path):
    mask = os.umask(0o022)
    try:
        write_csv(TABLE, tmp_path / "new" / "table.csv")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "new" / "table.csv").stat().st_mode) == 0o644
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["table.csv"]


def test_a_pipe_is_written_to_and_not_put_aside(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_csv(TABLE, pipe)
        assert os.read(reader, 1000) == b"camp_id,people\na,3.0\n"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    write_csv(TABLE, tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").is_file()


def test_a_folder_in_the_place_of_a_table_is_named(tmp_path):
    with pytest.raises(SourceUnavailable, match="cannot be written"):
        write_csv(TABLE, tmp_path)
    assert not list(tmp_path.parent.glob(".*.draft"))


@pytest.mark.parametrize("sign", ["\x1b", "\x07", "\r", "\x9b", "\u202e", "\u2066"])
def test_text_of_outsiders_cannot_steer_the_terminal(sign):
    shown = printable(f"Camp {sign}[2J,\tnext\nline é مخيم")
    assert sign not in shown
    assert shown.endswith("[2J,\tnext\nline é مخيم")


def test_a_working_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SourceUnavailable, match="working folder"):
        build_resources(read_environment({"AID_HOME": str(tmp_path / "file")}))


def test_json_on_a_terminal_steers_nothing_and_reads_back():
    hostile = {"note": "a\x9b31m\u202eb\x7f\n\u0639"}
    told = machine_text(hostile)
    assert not set("\x9b\u202e\x7f\n") & set(told)
    assert json.loads(told) == hostile
