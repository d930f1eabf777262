"""The codes printed on waybills, read off the rendered paper as a camera sees them."""

import subprocess

import numpy as np
import segno
from PIL import Image

DOTS_PER_INCH = 200
FINDER = 7
"""Modules along the square in a corner of a code."""


def modules_of(text):
    """The modules a code of this text has, True where dark."""
    return np.array(segno.make(text, error="m", micro=False).matrix, dtype=bool)


def printed_codes(pdf, folder, *, is_right_to_left=False):
    """The modules of the code where the first line of each page of a PDF ends; pages are rendered in a folder."""
    command = ["pdftoppm", "-r", f"{DOTS_PER_INCH}", "-gray", "-", str(folder / "page")]
    subprocess.run(command, input=pdf, check=True)
    pages = [np.asarray(Image.open(page)) < 128 for page in sorted(folder.glob("page*.pgm"))]
    return [_modules_seen(_corner(page, is_right_to_left)) for page in pages]


def _corner(dark, is_right_to_left):
    high, wide = dark.shape
    return dark[: high // 5, : int(wide * 0.27)] if is_right_to_left else dark[: high // 5, int(wide * 0.73) :]


def _modules_seen(corner):
    rows, columns = (np.flatnonzero(corner.any(axis=axis)) for axis in (1, 0))
    code = corner[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    # the first row begins with a side of a finder, then comes a light module; a code of version v has 17 + 4 v a side
    seen = code.shape[1] / (np.argmin(code[1]) / FINDER)
    side = 17 + 4 * round((seen - 17) / 4)
    centres = [((np.arange(side) + 0.5) * length / side).astype(int) for length in code.shape]
    return code[np.ix_(*centres)]
