"""Every sentence that the source says in a language of documents."""

import ast
from functools import cache
from pathlib import Path

from core.locale.language import SPACE
from core.settings import PROJECT

FOLDERS = ("core", "ui", "pages", "entrypoints")


@cache
def said_in_source() -> tuple[frozenset[str], dict[str, str]]:
    """Sentences of ``say`` and ``message``, and those of ``counted`` by their English for one."""
    sentences: set[str] = set()
    counted: dict[str, str] = {}
    paths = [PROJECT / "app.py", *(path for folder in FOLDERS for path in sorted((PROJECT / folder).rglob("*.py")))]
    for path in paths:
        found, plurals = _of_file(path)
        sentences |= found
        counted |= plurals
    return frozenset(sentences), counted


def _of_file(path: Path) -> tuple[set[str], dict[str, str]]:
    sentences: set[str] = set()
    counted: dict[str, str] = {}
    text = path.read_text(encoding="utf-8")
    if not any(mark in text for mark in ("core.locale", "language", "text.counted", "column(")):
        return sentences, counted
    for call in ast.walk(ast.parse(text)):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        words = [arg.value for arg in call.args if _is_text(arg)]
        if name in ("say", "message") and words and _is_text(call.args[0]):
            sentences.add(words[0])
        elif name == "counted" and len(words) >= 2 and "{" in words[0]:
            counted[words[0]] = words[1]
        elif name == "counted" and words:  # of ``ui.text``: a noun, and its plural where that is not the noun with an s
            one, many = words[0], words[1] if len(words) > 1 else f"{words[0]}s"
            counted[f"{{count}}{SPACE}{one}"] = f"{{count}}{SPACE}{many}"
        elif name == "column" and words:  # title and unit
            sentences |= set(words[:2])
    return sentences, counted


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
