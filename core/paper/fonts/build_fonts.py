"""Make the fonts of printed papers: ``python core/paper/fonts/build_fonts.py SOURCE_SANS.ttf NOTO_ARABIC.ttf``.

Takes the variable fonts Source Sans 3 and Noto Sans Arabic (both under the SIL Open Font License), fixes the weight,
keeps the signs of Latin, Greek, Cyrillic and Arabic, and joins both into one font per weight, so that a line may mix
scripts. The licence reserves the name of the first for unchanged copies: the result is called Aid Sans.
"""

import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FOLDER = Path(__file__).parent
WEIGHTS = {"Regular": 400, "Bold": 650}
LATIN = [(0x20, 0x17F), (0x18F, 0x192), (0x1A0, 0x1B0), (0x1C4, 0x21B), (0x237, 0x2CC), (0x300, 0x328)]
LATIN += [(0x370, 0x3FF), (0x400, 0x4FF), (0x1E00, 0x1EFF), (0x2000, 0x205F), (0x2070, 0x209C), (0x20A0, 0x20BF)]
LATIN += [(0x2100, 0x214F), (0x2190, 0x21FF), (0x2200, 0x2265), (0x25A0, 0x25FF), (0x2713, 0x2717)]
ARABIC = [(0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)]


def cut(path: Path, axes: dict[str, float], ranges: list[tuple[int, int]]) -> TTFont:
    """One weight of a variable font with the signs of some ranges."""
    font = TTFont(path)
    options = Options()
    options.layout_features = [
        "ccmp",
        "locl",
        "kern",
        "mark",
        "mkmk",
        "init",
        "medi",
        "fina",
        "isol",
        "rlig",
        "calt",
        "tnum",
    ]
    options.name_IDs = ["*"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in ranges for code in range(first, last + 1)])
    subsetter.subset(font)
    return instantiateVariableFont(font, axes)


def build(latin: Path, arabic: Path, style: str, weight: float) -> Path:
    """Write one weight; returns its file."""
    with tempfile.TemporaryDirectory() as aside:
        parts = []
        for name, font in (
            ("latin", cut(latin, {"wght": weight}, LATIN)),
            ("arabic", cut(arabic, {"wght": weight, "wdth": 100}, ARABIC)),
        ):
            parts.append(str(Path(aside) / f"{name}.ttf"))
            font.save(parts[-1])
        joined = Merger().merge(parts)
    for record in joined["name"].names:
        new = {1: "Aid Sans", 2: style, 3: f"AidSans-{style}", 4: f"Aid Sans {style}", 6: f"AidSans-{style}"}
        if record.nameID in new:
            record.string = new[record.nameID]
    joined["name"].names = [record for record in joined["name"].names if record.nameID in (0, 1, 2, 3, 4, 5, 6, 13, 14)]
    path = FOLDER / f"AidSans-{style}.ttf"
    joined.save(path)
    return path


if __name__ == "__main__":
    for style, weight in WEIGHTS.items():
        build(Path(sys.argv[1]), Path(sys.argv[2]), style, weight)
