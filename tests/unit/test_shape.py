"""The shape of the project: what an import may load, what is documented, what nothing may mention."""

import re
import subprocess
import sys

import pytest

from core import errors
from core.domain.scenario import Scenario
from core.domain.schemas import OPERATION_TABLES
from core.domain.settings import Settings
from core.settings import PROJECT
from entrypoints.cli import main

HEAVY = ("tensorflow", "keras", "sklearn", "matplotlib", "streamlit")


@pytest.mark.parametrize(
    "module", ["core.bootstrap", "core.services.plan_distribution", "core.services.train_models", "entrypoints.worker"]
)
def test_importing_the_use_cases_loads_nothing_heavy(module):
    code = f"import sys, {module}; print([m for m in {HEAVY} if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


FOR_FILES = (
    *("openpyxl", "xlrd", "defusedxml", "charset_normalizer", "shapely", "phonenumbers", "pycountry", "cryptography"),
    *("argon2", "scipy"),
)
"""What only some files, sign-ins or very large plans need; the first page comes sooner without."""


def test_importing_the_caches_of_the_pages_loads_nothing_that_only_files_need():
    code = f"import sys, ui.cache; print([m for m in {FOR_FILES} if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_help_of_the_command_line_loads_no_pandas():
    code = "import sys, entrypoints.cli; print('pandas' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"


@pytest.fixture(scope="module")
def manual():
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((PROJECT / "docs").rglob("*.md")))


def test_every_command_is_documented(manual):
    assert [name for name in main.commands if f"\n## aid {name}\n" not in manual] == []


def test_every_part_of_the_core_is_described():
    told = (PROJECT / "docs" / "technical.md").read_text(encoding="utf-8")
    parts = {path.stem for path in (PROJECT / "core").iterdir() if path.stem.isidentifier() and path.stem[0] != "_"}
    assert [part for part in sorted(parts) if f"`core.{part}`" not in told] == []


def test_every_error_is_documented(manual):
    names = [n for n, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.AidError)]
    assert [name for name in names if f"`{name}`" not in manual] == []


def test_every_table_and_every_key_of_a_scenario_is_documented(manual):
    words = [*OPERATION_TABLES, *Scenario.model_fields]
    assert [word for word in words if f"`{word}`" not in manual] == []


def test_every_setting_of_an_operation_is_documented(manual):
    assert [key for key in Settings.model_fields if f"`{key}`" not in manual] == []


def test_every_rule_about_a_profile_of_standards_is_documented(manual):
    source = (PROJECT / "core" / "needs" / "standards.py").read_text(encoding="utf-8")
    rules = re.findall(
        r'"(profile_name|\w+_bounds|bounds_\w+|implausible|duplicate|phase_order|no_page|no_date)"', source
    )
    assert len(set(rules)) == 8
    assert [rule for rule in rules if f"`{rule}`" not in manual] == []


def test_every_setting_of_streamlit_is_explained():
    text = (PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    keys = re.findall(r"^(\w+) = .*$", text.split("[theme.light]")[0], flags=re.M)
    unexplained = [key for key in keys if not re.search(rf"^{key} = .*#", text, flags=re.M)]
    assert keys
    assert unexplained == []


def test_nothing_names_a_machine_or_a_workplace():
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout.split()
    places = re.compile(r"/(?:work/|tmp/bash|root/|home/\w+/)")
    suffixes = (".py", ".md", ".toml", ".sh", ".in", ".json", ".csv")
    found = [
        name
        for name in tracked
        if name.endswith(suffixes)
        and name != "tests/unit/test_shape.py"
        and places.search((PROJECT / name).read_text(encoding="utf-8"))
    ]
    assert found == []
