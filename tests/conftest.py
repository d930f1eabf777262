"""What every test may ask for: a working folder of its own and what the use cases stand on."""

import sys
from pathlib import Path

import pytest
from hypothesis import settings

from core.bootstrap import build_resources
from core.domain.finding import Finding
from core.domain.rules import REGISTER
from core.intake import write_folder
from core.settings import PROJECT, read_environment
from tests.builders import small_operation

# The same examples in every run, so that a change is not refused for an example it did not make; `make nightly` draws
# new ones.
settings.load_profile("ci")


@pytest.fixture(scope="session", autouse=True)
def every_rule_is_registered():
    """Whatever finding the product makes in any test names a rule of the register."""
    made, unknown, product = Finding.__init__, set(), str(PROJECT / "core")

    def noting(self, *given, **named):
        made(self, *given, **named)
        if self.rule not in REGISTER and sys._getframe(1).f_code.co_filename.startswith(product):
            unknown.add(self.rule)

    Finding.__init__ = noting
    yield
    Finding.__init__ = made
    assert unknown == set(), "rules that core/domain/rules does not hold"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A working folder of the test's own, for commands and pages alike."""
    monkeypatch.setenv("AID_HOME", str(tmp_path / "home"))
    # the tests of other engines ask for them; a process more for every plan would cost the others seconds each
    monkeypatch.setenv("AID_PARALLEL", "processes:1")
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
