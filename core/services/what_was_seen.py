"""What a person had before them when they decided: versions of data, model, solver, libraries, rules and program."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from core.domain import plausible, validation
from core.domain.scenario import Scenario
from core.errors import RegistryError
from core.intake import checks
from core.services.resources import Resources
from core.store import VersionInfo

LIBRARIES = ("highspy", "pulp", "numpy", "pandas", "pyarrow")
"""Solver and libraries whose version can change a figure."""


def what_was_seen(
    resources: Resources, data: VersionInfo | None = None, scenario: Scenario | None = None
) -> dict[str, Any]:
    """Versions for the record of decisions, as plain JSON values.

    Parameters
    ----------
    data
        The data version that was looked at, if any.
    scenario
        The question that was looked at, if any.
    """
    seen: dict[str, Any] = {
        "code_version": resources.code_version,
        "rules_version": rules_version(),
        "libraries": library_versions(),
        "model_version": None,
        "model_fingerprint": None,
    }
    try:
        model = resources.registry.current_version()
        seen |= {"model_version": model, "model_fingerprint": resources.registry.fingerprint(model)}
    except RegistryError:
        seen["model_version"] = "none that can be read"
    if data is not None:
        seen |= {"seen_version": data.id, "seen_number": data.number, "seen_fingerprint": data.fingerprint}
    if scenario is not None:
        seen["scenario"] = scenario.to_values()
    return seen


@cache
def library_versions() -> dict[str, str]:
    """Versions of the solver and of the libraries that make figures."""
    return {name: version(name) for name in LIBRARIES}


@cache
def rules_version() -> str:
    """sha256 of the source of every rule that data are checked by."""
    digest = hashlib.sha256()
    families = sorted(Path(checks.__path__[0]).rglob("*.py"))
    for path in (*families, Path(validation.__file__), Path(plausible.__file__)):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
