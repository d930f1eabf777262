"""The operation that the pages show: a stored data version; the demonstration on the very first start."""

import contextlib
from dataclasses import dataclass

from core.domain.close_names import close_names
from core.domain.operation import Operation
from core.errors import DataError, StoreError
from core.intake import read_folder
from core.services.resources import Resources
from core.store import VersionInfo


@dataclass(frozen=True, eq=False)
class OpenOperation:
    """A stored data version and what it holds."""

    operation: Operation
    version: VersionInfo


def operation_names(resources: Resources) -> list[str]:
    """Names of every stored operation; the demonstration is stored first where there is none."""
    names = resources.store.operations()
    if names:
        return names
    demonstration = Operation.build(read_folder(resources.settings.demonstration))
    with contextlib.suppress(StoreError):  # another process stored it at the same moment
        resources.store.save_version(
            demonstration, parent=None, author="demonstration", note="The demonstration operation, illustrative data"
        )
    return resources.store.operations()


def newest_version(resources: Resources, name: str | None = None) -> VersionInfo:
    """The latest data version of an operation, of the first one where no name is given or the name is not known.

    Raises
    ------
    StoreError
        If the operation has no data version.
    """
    names = operation_names(resources)
    chosen = name if name in names else names[0]
    version = resources.store.latest_version(chosen)
    if version is None:
        raise StoreError(f"The operation “{chosen}” has no data version.", hint="Upload its tables.")
    return version


def open_version(resources: Resources, version: VersionInfo) -> OpenOperation:
    """The operation as it was at a data version, whatever was published after it."""
    return OpenOperation(resources.store.load_version(version.id), version)


def open_operation(resources: Resources, name: str | None = None) -> OpenOperation:
    """What ``newest_version`` names, with its tables."""
    return open_version(resources, newest_version(resources, name))


def open_named(resources: Resources, name: str) -> OpenOperation:
    """The latest data version of the operation of this very name.

    Raises
    ------
    DataError
        If none of this name is stored; the message says which are.
    """
    names = operation_names(resources)
    if name not in names:
        meant = close_names([name], names).get(name)
        raise DataError(
            f"Expected the name of a stored operation, got “{name[:200]}”; stored: {', '.join(names)}.",
            f"Did you mean “{meant}”?" if meant else "Store its tables first: `aid submit`, or the Data page.",
        )
    return open_operation(resources, name)
