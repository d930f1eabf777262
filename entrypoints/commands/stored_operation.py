"""The operation that a command means: one that is stored, by its name or by a folder of its tables."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from entrypoints.commands.acting import refuse_strangers

if TYPE_CHECKING:
    from core.domain.operation import Operation
    from core.services.open_operation import OpenOperation
    from core.services.resources import Resources

operation_argument = click.argument("operation")


def stored_operation(name: str) -> tuple["Resources", "OpenOperation"]:
    """The newest stored data version of an operation, by its name or by a folder of its tables."""
    from core.bootstrap import build_resources
    from core.services.check_operation import load_for_forecast
    from core.services.open_operation import open_named, operation_names

    resources = build_resources()
    refuse_strangers()
    names = operation_names(resources)
    wanted = load_for_forecast(Path(name)).settings.name if name not in names and is_folder(name) else name
    return resources, open_named(resources, wanted)


def operation_as_given(name: str) -> tuple["Resources", "Operation", str]:
    """The tables of a folder as they lie there, else those of the stored operation of this name; and its name."""
    from core.bootstrap import build_resources
    from core.services.check_operation import load_folder

    if not is_folder(name):
        resources, opened = stored_operation(name)
        return resources, opened.operation, opened.version.operation
    resources = build_resources()
    refuse_strangers()
    operation = load_folder(Path(name))
    return resources, operation, operation.settings.name


def is_folder(name: str) -> bool:
    """Whether there is a folder of this name; False for what no file system can name."""
    try:
        return Path(name).is_dir()
    except (OSError, ValueError):
        return False
