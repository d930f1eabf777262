"""Every rule that any check can name is in the register, and the page of rules says what the register says."""

import ast
import re
from collections import defaultdict

import pytest

from core.domain import validation
from core.domain.finding import LEVELS
from core.domain.rules import ALL, REGISTER
from core.services.tell_rules import rules_markdown
from core.settings import PROJECT

# The auditor names broken limits and is no check of tables; the register itself holds nothing but rules.
SOURCES = [
    path
    for folder in ("core", "ui", "entrypoints", "pages")
    for path in sorted((PROJECT / folder).rglob("*.py"))
    if not {"audit", "rules"} & set(path.relative_to(PROJECT).parts)
]


def makers_of(tree):
    """Functions with a parameter ``rule`` and classes with such a field: name to the places of that argument."""
    makers = defaultdict(set)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args]
            if "rule" in names:
                makers[node.name].add(names.index("rule") - (names[0] in ("self", "cls")))
        elif isinstance(node, ast.ClassDef):
            fields = [getattr(line.target, "id", "") for line in node.body if isinstance(line, ast.AnnAssign)]
            if "rule" in fields:
                makers[node.name].add(fields.index("rule"))
    return makers


TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}
PUBLIC = {
    name: places for tree in TREES.values() for name, places in makers_of(tree).items() if not name.startswith("_")
}
"""What other modules may call to make a finding; private ones count in their module alone."""


def texts(node, constants):
    """The texts an argument can be: text as it stands, one of two, or a constant of the module."""
    if isinstance(node, ast.IfExp):
        return texts(node.body, constants) | texts(node.orelse, constants)
    value = constants.get(node.id) if isinstance(node, ast.Name) else getattr(node, "value", None)
    return {value} if isinstance(value, str) else set()


def named_rules(tree):
    """Rule and level (None where the call does not hold it as text) of each call that makes a finding."""
    makers = {**PUBLIC, **makers_of(tree)}
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "id", getattr(call.func, "attr", None))
        given = [k.value for k in call.keywords if k.arg == "rule"]
        for place in makers.get(name, ()):
            given += call.args[place : place + 1]
        levels = {level for arg in call.args[:1] for level in texts(arg, constants) if level in LEVELS}
        for rule in {rule for node in given for rule in texts(node, constants)}:
            yield from ((rule, level) for level in levels or {None})


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_rule_named_in_a_call_is_registered_with_its_level(path):
    named = set(named_rules(TREES[path]))
    assert {rule for rule, _ in named} - set(REGISTER) == set()
    assert {(rule, level) for rule, level in named if level and level not in REGISTER[rule].levels} == set()


def test_rules_that_come_from_tables_of_the_code_are_registered():
    assert {rule for rule, _ in validation.RULES.values()} <= set(REGISTER)
    assert {expected[0] for expected in validation._EXPECTED.values()} <= set(REGISTER)


def test_the_search_finds_what_it_looks_for():
    code = """
WORDS = "by_name"
class Kind:
    key: str
    rule: str
def _own(rule, words): ...
_own("made_up", "x")
_own(WORDS if x else "by_choice", "x")
Kind("k", "in_a_field")
Finding("note", "t", 1, "c", "another", "m", "")
told.says("question", "through_a_helper", "words")
told.says_of_rows("note", rows, "c", "of_rows", words, "")
Finding("note", "t", 1, "c", variable, "m", "")
"""
    assert set(named_rules(ast.parse(code))) == {
        ("made_up", None),
        ("by_name", None),
        ("by_choice", None),
        ("in_a_field", None),
        ("another", "note"),
        ("through_a_helper", "question"),
        ("of_rows", "note"),
    }


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
