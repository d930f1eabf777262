"""What the planner keeps may be read by its owner alone, whatever the machine's habit is."""

import os
import stat

import pandas as pd
import pytest

from core.bootstrap import build_resources
from core.own_files import make_private
from core.services.open_operation import open_operation
from core.settings import read_environment

pytestmark = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")


def open_to_others(folder):
    """Files and folders below, that somebody else could read or enter."""
    return [path.name for path in folder.rglob("*") if stat.S_IMODE(path.stat().st_mode) & 0o077]


@pytest.fixture
def lax():
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.usefixtures("lax")
@pytest.mark.parametrize("is_there", [False, True])
def test_others_read_nothing_of_the_working_folder(tmp_path, is_there):
    home = tmp_path / "home"
    if is_there:
        home.mkdir(mode=0o755)
    resources = build_resources(read_environment({"AID_HOME": str(home)}))
    open_operation(resources)
    resources.store.raw.keep(b"as it came")
    resources.results.put("a" * 64, {"table": pd.DataFrame({"people": [1]})})
    assert stat.S_IMODE(home.stat().st_mode) == (0o755 if is_there else 0o700)
    others = open_to_others(home)
    # what lies in a folder that others cannot enter is out of reach, whatever its own mode
    reached = [name for name in others if name in {path.name for path in home.iterdir()}]
    assert reached == []
    assert {"planner.sqlite", "raw", "results"} <= {path.name for path in home.iterdir()}
    resources.store.close()


def test_a_folder_that_is_there_stays_as_its_owner_set_it_up(tmp_path):
    tmp_path.chmod(0o750)
    make_private(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o750
