"""The register of rules as a page of the documentation."""

from itertools import groupby

from core.domain.rules import ALL

OPENING = """# Rules of the checks

Written by `python docs/make_rules.py` from `core/domain/rules`; a test holds it true. A finding names its rule in the
column `rule` of `aid check` and in the notes of an annotated workbook. Only an **error** stops a command. A
**question** can wait for an answer, the figure being used as given; a **note** asks nothing. Where several rules would
speak about one row, the one that knows most does (`core/intake/checks/one_question.py`). Low figures (few litres, no
coverage, hundreds of people to a latrine) are what people live with: no rule asks about them.
"""


def rules_markdown() -> str:
    """``docs/rules.md``: one table for each family of rules."""
    parts = [OPENING]
    for family, rules in groupby(ALL, key=lambda rule: rule.family):
        rows = [
            f"| `{rule.identifier}` | {', '.join(rule.levels)} | {rule.tables} | {rule.trigger} | {rule.mend} |"
            for rule in rules
        ]
        head = ["| rule | level | table | what triggers it | what to do |", "|---|---|---|---|---|"]
        parts.append("\n".join([f"\n## {family}\n", *head, *rows, ""]))
    return "".join(parts)
