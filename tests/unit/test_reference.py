"""The reference in docs/ is what its generator makes, and leaves no setting out."""

import importlib.util
import re

import pytest

from core.settings import PROJECT

DOCS = PROJECT / "docs"


@pytest.fixture(scope="module")
def generator():
    spec = importlib.util.spec_from_file_location("make_reference", DOCS / "make_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["aid.md", "tables.md", "scenario.md", "settings.md"])
def test_a_page_of_the_reference_is_what_its_generator_makes(generator, page):
    kept = (DOCS / "reference" / page).read_text(encoding="utf-8")
    assert kept == generator.PAGES[page](), "run `python docs/make_reference.py`"


def test_no_page_is_missing_from_the_generator(generator):
    assert sorted(path.name for path in (DOCS / "reference").glob("*.md")) == sorted(generator.PAGES)


def test_every_variable_of_the_environment_is_in_the_reference():
    code = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("core", "entrypoints", "ui", "pages")
        for path in (PROJECT / folder).rglob("*.py")
    )
    between_processes = {"AID_API_SETTINGS", "AID_API_PORT"}
    read = set(re.findall(r'"(AID_[A-Z_]+)"', code)) - between_processes
    told = set(re.findall(r"^\| `(AID_\w+)`", (DOCS / "reference" / "settings.md").read_text(encoding="utf-8"), re.M))
    assert read
    assert read == told


def test_the_reference_names_the_bounds_of_a_column_and_of_a_key(generator):
    weights = next(line for line in generator.tables_page().splitlines() if line.startswith("| `weight_kg` "))
    assert "≥ 0, ≤ 1,000,000" in weights
    weeks = next(line for line in generator.scenario_page().splitlines() if line.startswith("| `weeks` "))
    assert "≥ 1, ≤ 52" in weeks
    assert "`8`" in weeks


def test_every_link_of_a_document_leads_to_a_file():
    broken = []
    for path in [*DOCS.rglob("*.md"), PROJECT / "README.md", PROJECT / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if not re.match(r"https?:|mailto:", target) and not (path.parent / target).exists():
                broken.append(f"{path.relative_to(PROJECT)}: {target}")
    assert broken == []


def test_every_document_is_in_the_index():
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    names = [str(path.relative_to(DOCS)) for path in DOCS.rglob("*") if path.suffix in (".md", ".ipynb")]
    assert [name for name in names if name != "README.md" and f"]({name})" not in index] == []
