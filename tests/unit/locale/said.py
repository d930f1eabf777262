"""Every sentence that the source says in a language of documents."""

import ast
from functools import cache
from pathlib import Path

from core.settings import PROJECT

FOLDERS = ("core", "ui", "pages", "entrypoints")


@cache
def said_in_source() -> tuple[frozenset[str], dict[str, str]]:
    """Sentences of ``say`` and ``message``, and those of ``counted`` by their English for one."""
    sentences: set[str] = set()
    counted: dict[str, str] = {}
    for folder in FOLDERS:
        for path in sorted((PROJECT / folder).rglob("*.py")):
            found, plurals = _of_file(path)
            sentences |= found
            counted |= plurals
    return frozenset(sentences), counted


def _of_file(path: Path) -> tuple[set[str], dict[str, str]]:
    sentences: set[str] = set()
    counted: dict[str, str] = {}
    text = path.read_text(encoding="utf-8")
    if "core.locale" not in text and "language" not in text:
        return sentences, counted
    for call in ast.walk(ast.parse(text)):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        words = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if name in ("say", "message") and words:
            sentences.add(words[0])
        elif name == "counted" and len(words) >= 2 and "{" in words[0]:
            counted[words[0]] = words[1]
    return sentences, counted
