"""What every test may ask for: a working folder of its own and what the use cases stand on."""

from pathlib import Path

import pytest

from core.bootstrap import build_resources
from core.intake import write_folder
from core.settings import read_environment
from tests.builders import small_operation


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A working folder of the test's own, for commands and pages alike."""
    monkeypatch.setenv("AID_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def resources(home):
    """Real registry, cache and store in the test's folder."""
    built = build_resources(read_environment())
    yield built
    built.store.close()


@pytest.fixture
def operation_folder(tmp_path) -> Path:
    """The small operation as files."""
    write_folder(small_operation(), tmp_path / "operation")
    return tmp_path / "operation"
