"""Every command that a document tells people to type exists, with every option it is given."""

import re
import shlex

import click
import pytest

from core.settings import PROJECT
from entrypoints.cli import main

DOCS = PROJECT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), PROJECT / "README.md"])
LINE = re.compile(r"^ {4,}(?:[\d *]+ )?(?:AID_\w+=\S+ )*(?:\S*/)?(aid [^#|\n]*)", re.M)


def unknown_words(line: str) -> list[str]:
    """Subcommands and options of a typed line that the command line does not have."""
    words = shlex.split(line, comments=True)[1:]
    command: click.Command = main
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        if words[0] not in command.commands:
            return [words[0]] if words[0].islower() else []
        command = command.commands[words.pop(0)]
    known = {option for parameter in (*command.params, *main.params) for option in parameter.opts}
    known |= {option for parameter in command.params for option in parameter.secondary_opts}
    return [word for word in words if word.startswith("--") and word != "--help" and word.split("=")[0] not in known]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_of_a_document_exist(page):
    text = re.sub(r"^```text\n.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    wrong = {line: unknown_words(line) for line in LINE.findall(text)}
    assert {line: words for line, words in wrong.items() if words} == {}


def test_the_check_finds_commands_and_refuses_what_is_not_there():
    found = [line for page in PAGES for line in LINE.findall(page.read_text(encoding="utf-8"))]
    assert len(found) > 60
    assert unknown_words("aid plan demo --out plan --no-such") == ["--no-such"]
    assert unknown_words("aid models enthrone 1") == ["enthrone"]
