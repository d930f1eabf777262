"""The operation that the pages show: a stored data version; the demonstration on the very first start."""

import contextlib
from dataclasses import dataclass

from core.domain.operation import Operation
from core.errors import StoreError
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


def open_operation(resources: Resources, name: str | None = None) -> OpenOperation:
    """The latest data version of an operation, of the first one where no name is given or the name is not known."""
    names = operation_names(resources)
    chosen = name if name in names else names[0]
    version = resources.store.latest_version(chosen)
    if version is None:
        raise StoreError(f"The operation “{chosen}” has no data version.", hint="Upload its tables.")
    return OpenOperation(resources.store.load_version(version.id), version)
