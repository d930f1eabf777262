"""Every rule that any check can name is in the register, and the page of rules says what the register says."""

import ast
import re

import pytest

from core.domain import validation
from core.domain.finding import LEVELS
from core.domain.rules import ALL, REGISTER
from core.services.tell_rules import rules_markdown
from core.settings import PROJECT

SOURCES = [
    path
    for folder in ("core", "ui", "entrypoints", "pages")
    for path in sorted((PROJECT / folder).rglob("*.py"))
    if "Finding" in path.read_text(encoding="utf-8") or "findings_of_rows" in path.read_text(encoding="utf-8")
]
POSITION = {"Finding": 4, "findings_of_rows": 4}
"""Where calls that make findings take the rule; functions of a module with a parameter ``rule`` are found besides."""


def named_rules(path):
    """Identifiers that a module gives to what makes findings, where the call holds them as text."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    position = dict(POSITION)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args]
            if "rule" in names:
                position[node.name] = names.index("rule") - (names[0] == "self")
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "id", getattr(call.func, "attr", None))
        given = [k.value for k in call.keywords if k.arg == "rule"]
        if name in position:
            given += call.args[position[name] : position[name] + 1]
            yield from (g.value for g in given if isinstance(g, ast.Constant) and isinstance(g.value, str))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_rule_named_in_a_call_is_registered(path):
    assert [rule for rule in named_rules(path) if rule not in REGISTER] == []


def test_rules_that_come_from_tables_of_the_code_are_registered():
    assert {rule for rule, _ in validation.RULES.values()} <= set(REGISTER)
    assert {expected[0] for expected in validation._EXPECTED.values()} <= set(REGISTER)


def test_the_search_finds_what_it_looks_for(tmp_path):
    (tmp_path / "m.py").write_text(
        'def _own(rule, words): ...\n_own("made_up", "x")\nFinding("note", "t", 1, "c", "another", "m", "")\n'
    )
    assert set(named_rules(tmp_path / "m.py")) == {"made_up", "another"}


def test_identifiers_are_unique_and_every_rule_still_exists():
    assert len(ALL) == len(REGISTER)
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in (PROJECT / "core").rglob("*.py") if "rules" not in path.parts
    )
    assert [rule for rule in REGISTER if f'"{rule}"' not in code] == []
    for rule in ALL:
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", rule.identifier)
        assert rule.levels
        assert set(rule.levels) <= set(LEVELS)
        assert rule.trigger


def test_the_page_of_rules_is_written_from_the_register():
    page = (PROJECT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert page == rules_markdown(), "run: python docs/make_rules.py"
    assert [rule for rule in REGISTER if f"| `{rule}` |" not in page] == []
