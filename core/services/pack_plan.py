"""A whole plan folder as one file to take along."""

import io
import tempfile
import zipfile
from pathlib import Path

from core.domain.plan import Plan
from core.plan_folder import write_plan

_SAME_DAY = (2020, 1, 1, 0, 0, 0)
"""Date of every file in the archive, so that the same plan gives the same bytes."""


def pack_plan(plan: Plan) -> bytes:
    """The files of a plan folder as a zip archive; ``aid audit`` reads it after unpacking."""
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as aside, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        folder = Path(aside) / "plan"
        write_plan(plan, folder)
        for file in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(f"plan/{file.name}", _SAME_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, file.read_bytes())
    return packed.getvalue()
