"""Papers as pictures among the artifacts, for people to look at."""

import shutil
import subprocess

import pytest

from tests.browser.conftest import ARTIFACTS


def keep_as_picture(pdf, name):
    """Keep a PDF and a picture of its first page; returns where the picture lies."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("SKIPPED LOUDLY: pdftoppm (poppler-utils) is missing; papers were not looked at.")
    ARTIFACTS.mkdir(exist_ok=True)
    (ARTIFACTS / f"{name}.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", "110", "-png", "-singlefile", f"{name}.pdf", name]
    subprocess.run(command, cwd=ARTIFACTS, check=True)
    return ARTIFACTS / f"{name}.png"
