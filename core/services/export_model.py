"""Take a model out as one file, after its compliance check; personal data and changed files never leave."""

import datetime as dt
import io
import os
import zipfile
from pathlib import Path

from core.domain.access import Actor, Right, require
from core.domain.decision import Act, Decision
from core.errors import RegistryError, SourceUnavailable
from core.registry import COMPLIANCE, EVALUATION, METADATA
from core.services.check_compliance import Compliance, check_compliance
from core.services.propose_promotion import refuse_long
from core.services.resources import Resources
from core.services.what_was_seen import what_was_seen


def export_model(
    resources: Resources, version: str, out: Path, reason: str, today: dt.date, actor: Actor
) -> Compliance:
    """Write every file of a version, and the result of its check, into a zip; it appears whole or not at all.

    Raises
    ------
    NotAllowed
        Unless the actor may take data out.
    RegistryError
        If the check found what has to be mended, or what needs a reason and none is given.
    ModelNotFound, ModelIntegrity
        If there is no such version, or its files are not what was stored.
    SourceUnavailable
        If the file cannot be written.
    """
    require(actor, Right.EXPORT)
    refuse_long(reason)
    found = check_compliance(resources, version, today, "export")
    against = found.blocking or (() if reason.strip() else found.needs_reason)
    if against:
        raise RegistryError(
            f"Model {version} was not taken out: {'; '.join(f'{one.check}: {one.found}' for one in against)}.",
            "; ".join(one.mend for one in against).capitalize() + ("." if found.blocking else "; or give a --reason."),
        )
    content = _packed(resources, version)
    seen = what_was_seen(resources) | {
        "taken_out": version,
        "fingerprint": resources.registry.fingerprint(version),
        "compliant": found.passed,
    }
    decision = Decision(Act.EXPORT, actor, subject=f"model {version}", reason=reason.strip(), seen=seen)
    resources.store.decisions.record(decision)
    draft = out.with_name(f".{out.name}-{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(out)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise SourceUnavailable(
            f"{out} cannot be written: {error.strerror or error}.", "Name a file you may write, on a disk with room."
        ) from error
    return found


def _packed(resources: Resources, version: str) -> bytes:
    registry = resources.registry
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(registry.describe(version).metadata["files"]):
            archive.writestr(f"{version}/{name}", registry.read_file(name, version))
        for name in (METADATA, EVALUATION, COMPLIANCE):
            path = registry.folder / version / name
            if path.is_file():
                archive.writestr(f"{version}/{name}", path.read_bytes())
    return stream.getvalue()
