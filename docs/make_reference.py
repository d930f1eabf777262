"""Write the pages of reference/, beside this file, from the code they are about.

python docs/make_reference.py
"""

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args, get_origin

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

import click  # noqa: E402
from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen  # noqa: E402
from pydantic import BaseModel  # noqa: E402
from pydantic.fields import FieldInfo  # noqa: E402

from core.domain import scenario, schemas  # noqa: E402
from core.domain.schemas import OPERATION_TABLES, Table  # noqa: E402
from core.domain.settings import Settings  # noqa: E402
from core.settings import PROJECT, AppSettings, read_environment  # noqa: E402
from entrypoints.cli import main  # noqa: E402

BOUNDS = {
    "greater_than_or_equal_to": ("min_value", "≥ {}"),
    "greater_than": ("min_value", "> {}"),
    "less_than_or_equal_to": ("max_value", "≤ {}"),
    "less_than": ("max_value", "< {}"),
    "isin": ("allowed_values", "one of {}"),
    "str_matches": ("pattern", "matches {}"),
}
"""Check of a column to the name of its limit and the words for it."""

ELSEWHERE = {
    "AID_SECRETS": ("`secrets` in the working folder", "Folder of keys and passwords, readable by its owner alone."),
    "AID_TOKEN": ("none", "Token of who acts, for commands where nobody signed in, such as a job of cron."),
    "AID_USER": ("who signed in last", "Which of several people who signed in on this machine acts."),
}
"""Variables that are read outside of ``AppSettings``: what holds without them, and what they are for."""

FILES = {
    "deploy/serving.toml": "How the API is served; `aid api --settings FILE` names another ([api.md](../api.md)).",
    "deploy/monitoring.toml": "Limits beyond which an alert is raised; `AID_MONITORING` names another file "
    "([monitoring.md](../monitoring.md)).",
    "data/retention.toml": "How long things are kept; a file of this name in the working folder stands in its place.",
    "models/hyperparameters.toml": "Choices of a training; `aid train --config FILE` names another file.",
}
"""Files of settings, each with where another can be named."""


def written_by_code(title: str, source: str) -> str:
    """Title of a page, and where it comes from."""
    return f"# {title}\n\nWritten by `python docs/make_reference.py` from {source}; a test holds it true.\n"


def cell(text: object) -> str:
    """Text on one line that ends no cell of a table early."""
    return " ".join(str(text).split()).replace("``", "`").replace("|", "\\|")


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table in Markdown."""
    names = list(head)
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join("| " + " | ".join(cell(one) for one in line) + " |" for line in lines) + "\n"


def commands_of(command: click.Command, name: str) -> Iterable[tuple[str, click.Command]]:
    """A command and all below it, with the words that call each."""
    yield name, command
    if isinstance(command, click.Group):
        for below in sorted(command.commands):
            yield from commands_of(command.commands[below], f"{name} {below}")


def aid_page() -> str:
    """Every command with the help it gives."""
    parts = [written_by_code("Commands", "the command line"), "\n"]
    parts.append(
        "Exit codes: 0 done, 1 the input or the question is at fault, 2 usage, 3 the program failed. What the files "
        "mean: [technical.md](../technical.md).\n"
    )
    for name, command in commands_of(main, "aid"):
        context = click.Context(command, info_name=name, max_content_width=100, terminal_width=100)
        context.help_option_names = ["-h", "--help"]
        shown = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
        parts.append(f"\n## {name}\n\n```text\n{shown}\n```\n")
    return "".join(parts)


def number(value: object) -> str:
    """A limit as people write it."""
    return f"{value:,.12g}" if isinstance(value, int | float) else str(value)


def column_bounds(checks: Iterable[Any]) -> str:
    """Bounds of a column in words; a check that is not known here is named."""
    told = []
    for check in checks:
        limit, words = BOUNDS.get(check.name, (None, f"`{check.name}`"))
        value = check.statistics[limit] if limit else ""
        told.append(words.format(", ".join(map(str, value)) if isinstance(value, tuple | list) else number(value)))
    return ", ".join(told)


def kind_of(dtype: object) -> str:
    """Kind of a column in plain words."""
    name = str(dtype).lower()
    known = {"date": "date", "int": "number", "float": "number", "bool": "true or false", "str": "text"}
    return next((words for start, words in known.items() if start in name), name)


def schema_section(name: str, schema: type[Table]) -> str:
    """One table with its columns."""
    rows = []
    references = schema.references()
    for key, column in schema.to_schema().columns.items():
        required = (column.metadata or {}).get("required", True)
        notes = [f"a {references[key]}"] if key in references else []
        notes += [column.description] if column.description else []
        needed = ("yes" if required else "no") + (", may be blank" if column.nullable and required else "")
        bounds = column_bounds(column.checks)
        rows.append(
            [f"`{key}`", column.title, kind_of(column.dtype), schema.unit_of(key), needed, bounds, "; ".join(notes)]
        )
    meaning = (schema.__doc__ or "").split("\n\n")[0]
    keys = ", ".join(f"`{key}`" for key in schema.key_columns())
    about = f"\n## {name}\n\n{cell(meaning)}" + (f" A row is known by {keys}.\n\n" if keys else "\n\n")
    return about + table(["column", "words", "kind", "unit", "required", "bounds", "names, meaning"], rows)


def tables_page() -> str:
    """Every table that is read or made."""
    known = {id(schema) for schema in OPERATION_TABLES.values()}
    made = {
        name: kind
        for name, kind in sorted(vars(schemas).items())
        if isinstance(kind, type) and issubclass(kind, Table) and kind is not Table and id(kind) not in known
    }
    parts = [written_by_code("Tables", "`core/domain/schemas`"), "\nTables of an operation come first, by file name; "]
    parts.append("then tables that the planner makes or reads beside it. *May be blank* is *not known*, never zero.\n")
    parts += [schema_section(f"`{name}`", schema) for name, schema in OPERATION_TABLES.items()]
    parts += [schema_section(name, schema) for name, schema in made.items()]
    return "".join(parts)


def documented_fields(model: type) -> dict[str, str]:
    """Fields of a class to the text written below each, read from its source."""
    import ast
    import inspect
    import textwrap

    body = ast.parse(textwrap.dedent(inspect.getsource(model))).body[0].body
    told = {}
    for field, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            says = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            told[field.target.id] = str(after.value.value) if says else ""
    return told


def plain_type(annotation: Any, limits: list[str]) -> str:
    """A type in words; bounds met on the way are added to ``limits``."""
    for one in getattr(annotation, "__metadata__", ()):
        limits += bounds_of(one)
    inner = [kind for kind in get_args(annotation) if kind is not type(None)]
    if getattr(annotation, "__metadata__", ()):
        return plain_type(get_args(annotation)[0], limits)
    if str(get_origin(annotation)) == "typing.Literal":
        return "one of " + ", ".join(f"`{value}`" for value in get_args(annotation))
    if get_origin(annotation) is tuple:
        return f"list of {plain_type(inner[0], limits)}"
    if inner:
        return " or ".join(plain_type(kind, limits) for kind in inner)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return {"str": "text", "int": "whole number", "float": "number", "bool": "true or false"}.get(
        getattr(annotation, "__name__", ""), getattr(annotation, "__name__", str(annotation))
    )


def bounds_of(constraint: Any) -> list[str]:
    """Bounds that one annotation sets, in words."""
    if isinstance(constraint, FieldInfo):
        return [words for one in constraint.metadata for words in bounds_of(one)]
    words = {Ge: "≥ {ge}", Gt: "> {gt}", Le: "≤ {le}", Lt: "< {lt}"}
    words |= {MinLen: "at least {min_length} characters", MaxLen: "at most {max_length:,} characters"}
    if type(constraint) not in words:
        return []
    if constraint == MinLen(1):
        return ["not empty"]
    held = {key: number(value) if "len" not in key else value for key, value in vars_of(constraint).items()}
    return [words[type(constraint)].format(**held)]


def vars_of(constraint: Any) -> dict[str, Any]:
    """Values of an annotation, which keeps them in slots."""
    return {name: getattr(constraint, name) for name in type(constraint).__dataclass_fields__}


def model_table(model: type[BaseModel]) -> str:
    """Fields of a checked value: key, type, default, bounds, meaning."""
    told, rows = documented_fields(model), []
    for name, field in model.model_fields.items():
        limits = [words for one in field.metadata for words in bounds_of(one)]
        kind = plain_type(field.annotation, limits)
        default = "required" if field.is_required() else "" if field.default in (None, ()) else f"`{field.default}`"
        rows.append([f"`{field.alias or name}`", kind, default, ", ".join(limits), told.get(name, "")])
    return table(["key", "type", "default", "bounds", "meaning"], rows)


def scenario_page() -> str:
    """Every key of a scenario, and of the changes it may list."""
    parts = [written_by_code("Keys of a scenario", "`core/domain/scenario.py`"), "\n"]
    parts.append(
        "TOML, JSON, form and address alike; an unknown key is refused. What fairness rules, spread and promises do: "
        "[technical.md](../technical.md), *What the numbers mean*.\n\n## Scenario\n\n"
    )
    parts.append(model_table(scenario.Scenario))
    for model in vars(scenario).values():
        is_change = isinstance(model, type) and issubclass(model, BaseModel) and model.__module__ == scenario.__name__
        if is_change and model is not scenario.Scenario and model.model_fields:
            parts.append(f"\n## {model.__name__}\n\n{cell(model.__doc__)}\n\n{model_table(model)}")
    return "".join(parts)


def environment_rows() -> list[list[str]]:
    """Variables of the environment: name, what holds without it, meaning."""
    shipped, rows = read_environment({}), []
    for attribute, text in re.findall(r"^    (\w+)\n((?:        .*\n?)+)", AppSettings.__doc__ or "", re.M):
        for name in re.findall(r"``(AID_\w+)``", text):
            value = getattr(shipped, attribute)
            default = "none" if value is None else f"`{value}`".replace(f"{PROJECT}/", "")
            if attribute == "cache_bytes":
                default = f"`{shipped.cache_bytes / 1e6:g}`"
            if attribute.startswith("is_"):
                default = "`refuse`" if "unknown" in attribute else "`accounts`"
            rows.append([f"`{name}`", default, re.sub(rf"\s*\(``{name}``\)", "", text)])
    rows += [[f"`{name}`", *told] for name, told in ELSEWHERE.items()]
    return sorted(rows)


def settings_page() -> str:
    """Environment, settings of an operation, and files of settings as they ship."""
    parts = [written_by_code("Settings", "the code and the files it names")]
    parts.append("\n## Environment\n\n" + table(["variable", "without it", "meaning"], environment_rows()))
    parts.append("\n## Table `settings` of an operation\n\n" + model_table(Settings))
    for name, told in FILES.items():
        shipped = (PROJECT / name).read_text(encoding="utf-8").rstrip()
        parts.append(f"\n## {name}\n\n{told}\n\n```toml\n{shipped}\n```\n")
    return "".join(parts)


PAGES = {"aid.md": aid_page, "tables.md": tables_page, "scenario.md": scenario_page, "settings.md": settings_page}

if __name__ == "__main__":
    for file, page in PAGES.items():
        (HERE / "reference" / file).write_text(page(), encoding="utf-8")
