"""Pages of a printed paper: text that is measured, broken and turned round by language, surfaces, lines, drawings.

All lengths are millimetres; ``start`` is counted from the edge at which a line of the paper's language begins, so that
the same layout serves languages that run right to left.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

import pandas as pd

from core.locale import LEFT_TO_RIGHT, POP, TO_ITS_OWN, Language
from core.paper.drawing import Circle, Drawing, Line, Surface, Words

Align: TypeAlias = Literal["start", "middle", "end"]

BLACK = "#000000"
A4 = (210.0, 297.0)
LEADING = 1.28
"""Height of a line by the size of its letters."""
ASCENT = 0.95
"""Height of the baseline under the top of a line, by the size of its letters."""
CELL_BASELINE = 0.8
"""Where fpdf2 puts the baseline in a cell as high as its letters."""
MM_PER_POINT = 25.4 / 72
DOTS = "…"
NO_GLYPH = "\N{WHITE SQUARE}"
_FAMILY = "AidSans"
_FOLDER = Path(__file__).parent / "fonts"
FONTS = {"regular": _FOLDER / f"{_FAMILY}-Regular.ttf", "bold": _FOLDER / f"{_FAMILY}-Bold.ttf"}
"""Files of the fonts, for other programs that draw."""
_STRAY_ZEROES = str.maketrans(dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x00AD, 0xFEFF, 0x061C)))
_NO_MARKS = str.maketrans(dict.fromkeys((LEFT_TO_RIGHT, TO_ITS_OWN, POP)))
_SPACES = {"\u202f": "\u00a0", "\u2009": "\u00a0", "\t": " ", "\n": " ", "\r": " "}


class Paper:
    """A document of A4 pages, written from top to bottom.

    Parameters
    ----------
    language
        Which way lines run, and what readers of the file take its words for.
    title
        Of the file, shown by programs that list documents.
    made
        Day it is dated with; equal content of an equal day makes equal bytes.
    size
        Width and height of a page.
    """

    def __init__(self, language: Language, title: str, made: pd.Timestamp, size: tuple[float, float] = A4) -> None:
        from fpdf import FPDF

        self.language = language
        self.width, self.height = size
        self._pdf = FPDF(unit="mm", format=size)
        self._pdf.set_auto_page_break(False)
        self._pdf.set_margin(0)
        self._pdf.c_margin = 0
        for style, name in (("", "regular"), ("B", "bold")):
            self._pdf.add_font(_FAMILY, style, FONTS[name])
        # fpdf2 reports every sign it has no glyph for on its own logger; here it becomes an open square
        logging.getLogger("fontTools").setLevel(logging.ERROR)
        self._pdf.set_text_shaping(True)
        self._widths: dict[tuple[str, bool], float] = {}
        self._pdf.set_title(title)
        self._pdf.set_lang(language.code)
        self._pdf.set_creator("Refugee Aid Planner")
        self._pdf.set_creation_date(made.tz_localize("UTC").to_pydatetime())

    @property
    def pages(self) -> int:
        """Pages begun so far."""
        return int(self._pdf.pages_count)

    def add_page(self) -> None:
        """Begin a page."""
        self._pdf.add_page()

    def to_bytes(self) -> bytes:
        """The whole document, after which nothing more can be written."""
        made = bytes(self._pdf.output())
        for font in self._pdf.fonts.values():
            # fpdf2 keeps the files of its fonts open
            font.ttfont.close()  # type: ignore[union-attr]
        return made

    def measure(self, text: str, size: float, *, bold: bool = False) -> float:
        """Width of a line of text; ``size`` is the size of its letters in mm."""
        return self._width(_known(text), bold) * size

    def wrap(self, text: str, width: float, size: float, *, bold: bool = False, most: int = 1) -> list[str]:
        """Text broken into lines of a width, at most so many; what does not fit ends in dots, and no word is parted
        unless it alone is wider than a line.
        """
        lines: list[str] = []
        used, blank = 0.0, self.measure(" ", size, bold=bold)
        for word in text.split(" "):
            wide = self.measure(word, size, bold=bold)
            if lines and used + blank + wide <= width:
                lines[-1] = f"{lines[-1]} {word}"
                used += blank + wide
            elif len(lines) < most:
                lines.append(word)
                used = wide
            else:
                lines[-1] = f"{lines[-1]} {word}{DOTS}"
                break
        return [self._cut(line, width, size, bold) for line in lines]

    def text(
        self,
        text: str,
        start: float,
        top: float,
        width: float,
        size: float,
        *,
        bold: bool = False,
        color: str = BLACK,
        align: Align = "start",
        most: int = 1,
    ) -> float:
        """Write text into a column, at most so many lines; returns the height it took.

        Parameters
        ----------
        start, top
            Where the column begins.
        size
            Size of the letters in mm (3.5 mm are about 10 points).
        """
        lines = self.wrap(text, width, size, bold=bold, most=most)
        for number, line in enumerate(lines):
            runs = self._runs(line, size, bold)
            wide = sum(run_width for _, _, run_width in runs)
            room = {"start": 0.0, "middle": (width - wide) / 2, "end": width - wide}[align]
            left = self.width - start - room - wide if self.language.is_right_to_left else start + room
            self._write(runs, left, top + number * size * LEADING + ASCENT * size, size, bold, color)
        return len(lines) * size * LEADING

    def box(
        self,
        start: float,
        top: float,
        width: float,
        height: float,
        *,
        fill: str = "",
        edge: str = "",
        line: float = 0.2,
    ) -> None:
        """A rectangle with a fill, an edge or both."""
        self._pdf.set_line_width(line)
        if fill:
            self._pdf.set_fill_color(fill)
        if edge:
            self._pdf.set_draw_color(edge)
        style = f"{'D' if edge else ''}{'F' if fill else ''}"
        if style:
            self._pdf.rect(self._left(start, width), top, width, height, style=style)

    def rule(self, start: float, top: float, width: float, *, color: str = BLACK, line: float = 0.2) -> None:
        """A level line."""
        self._pdf.set_line_width(line)
        self._pdf.set_draw_color(color)
        left = self._left(start, width)
        self._pdf.line(left, top, left + width, top)

    def upright(self, start: float, top: float, height: float, *, color: str = BLACK, line: float = 0.2) -> None:
        """A line from top to bottom."""
        self._pdf.set_line_width(line)
        self._pdf.set_draw_color(color)
        left = self._left(start, 0)
        self._pdf.line(left, top, left, top + height)

    def image(self, data: bytes, start: float, top: float, width: float, height: float, said: str) -> None:
        """A picture (PNG); ``said`` tells what it shows to those who cannot see it."""
        import io

        self._pdf.image(io.BytesIO(data), self._left(start, width), top, width, height, alt_text=said)

    def draw(self, drawing: Drawing, start: float, top: float) -> None:
        """A drawing, as it is in every language."""
        left = self._left(start, drawing.width)
        with self._pdf.rect_clip(left, top, drawing.width, drawing.height):
            for shape in drawing.shapes:
                self._shape(shape, left, top)

    def _left(self, start: float, width: float) -> float:
        return self.width - start - width if self.language.is_right_to_left else start

    def _shape(self, shape: Line | Surface | Circle | Words, left: float, top: float) -> None:
        pdf = self._pdf
        if isinstance(shape, Words):
            runs = self._runs(shape.text, shape.size_mm, shape.bold, _own_direction(shape.text))
            wide = sum(width for _, _, width in runs)
            back = {"left": 0.0, "middle": wide / 2, "right": wide}[shape.anchor]
            x, y = left + shape.at[0] - back, top + shape.at[1]
            if shape.halo:
                with pdf.local_context(text_mode="STROKE", line_width=0.7, draw_color=shape.halo):
                    self._write(runs, x, y, shape.size_mm, shape.bold, shape.halo)
            self._write(runs, x, y, shape.size_mm, shape.bold, shape.color)
        elif isinstance(shape, Line):
            with self._dashed(shape.dash, shape.width):
                pdf.set_draw_color(shape.color)
                pdf.set_line_width(shape.width)
                pdf.polyline([(left + x, top + y) for x, y in shape.points])
        elif isinstance(shape, Circle):
            with self._dashed(shape.dash, shape.width):
                pdf.set_draw_color(shape.edge)
                pdf.set_fill_color(shape.fill)
                pdf.set_line_width(shape.width)
                x, y = left + shape.center[0], top + shape.center[1]
                pdf.circle(x, y, shape.radius, style="DF")
        else:
            self._surface(shape, left, top)

    def _surface(self, shape: Surface, left: float, top: float) -> None:
        from fpdf.enums import PathPaintRule

        with self._pdf.new_path() as path:
            path.style.fill_color = shape.fill
            path.style.stroke_color = shape.edge or None
            path.style.stroke_width = shape.width
            path.style.paint_rule = PathPaintRule.STROKE_FILL_EVENODD if shape.edge else PathPaintRule.FILL_EVENODD
            for ring in shape.rings:
                path.move_to(left + ring[0][0], top + ring[0][1])
                for x, y in ring[1:]:
                    path.line_to(left + x, top + y)
                path.close()

    @contextmanager
    def _dashed(self, dash: Sequence[float], width: float) -> Iterator[None]:
        if dash:
            # fpdf2 draws square ends, which make every stroke longer by the width of the line
            self._pdf.set_dash_pattern(max(dash[0] - width, 0.05), dash[-1] + width)
        yield
        if dash:
            self._pdf.set_dash_pattern()

    def _cut(self, line: str, width: float, size: float, bold: bool) -> str:
        """A line that fits, its end left out where it would not."""
        if self.measure(line, size, bold=bold) <= width:
            return line
        kept, too_long = 0, len(line)
        while too_long - kept > 1:
            middle = (kept + too_long) // 2
            fits = self.measure(_closed(f"{line[:middle].rstrip()}{DOTS}"), size, bold=bold) <= width
            kept, too_long = (middle, too_long) if fits else (kept, middle)
        return _closed(f"{line[:kept].rstrip()}{DOTS}")

    def _runs(self, text: str, size: float, bold: bool, direction: str = "") -> list[tuple[str, str, float]]:
        """Pieces of a line as they stand from left to right, with their direction and width."""
        pieces = _pieces(_known(text), direction or self.language.direction)
        return [(words, runs_to, self._width(words, bold) * size) for words, runs_to in pieces]

    def _width(self, text: str, bold: bool) -> float:
        """Width of text by the size of its letters; kept, for words come again and again."""
        known = self._widths.get((text, bold))
        if known is None:
            self._set(1.0, bold)
            plain = text.translate(_NO_MARKS)
            self._pdf.set_text_shaping(True, direction=_own_direction(plain))
            known = self._widths[text, bold] = float(self._pdf.get_string_width(plain))
        return known

    def _write(
        self, runs: list[tuple[str, str, float]], left: float, baseline: float, size: float, bold: bool, color: str
    ) -> None:
        self._set(size, bold)
        self._pdf.set_text_color(color)
        for words, direction, width in runs:
            self._pdf.set_text_shaping(True, direction=direction)
            self._pdf.set_xy(left, baseline - CELL_BASELINE * size)
            self._pdf.cell(width, size, words)
            left += width

    def _set(self, size: float, bold: bool) -> None:
        self._pdf.set_font(_FAMILY, "B" if bold else "", size / MM_PER_POINT)


@cache
def _signs() -> frozenset[int]:
    """Signs that the fonts hold."""
    from fontTools.ttLib import TTFont

    with TTFont(FONTS["regular"], lazy=True) as font:
        return frozenset(font.getBestCmap())


def _known(text: str) -> str:
    """Text that the fonts can show: a sign they lack is an open square, never a blank."""
    plain = "".join(_SPACES.get(sign, sign) for sign in text.translate(_STRAY_ZEROES))
    marks = (LEFT_TO_RIGHT, TO_ITS_OWN, POP)
    return "".join(s if s in marks or ord(s) in _signs() else NO_GLYPH for s in plain)


def _closed(text: str) -> str:
    """Text whose isolates are closed again after its end was cut off."""
    opened = sum(text.count(sign) for sign in (LEFT_TO_RIGHT, TO_ITS_OWN)) - text.count(POP)
    return text + POP * max(opened, 0)


def _own_direction(text: str) -> str:
    """Which way a label runs by its first letter."""
    from fpdf.bidi import auto_detect_base_direction

    if text.isascii():
        return "ltr"
    return str(auto_detect_base_direction(text).value).lower()


def _pieces(text: str, direction: str) -> list[tuple[str, str]]:
    """Pieces of one line from left to right, each of one direction (Unicode Standard Annex 9, rules L1 and L2).

    Examples
    --------
    >>> _pieces("a b", "ltr")
    [('a b', 'ltr')]
    """
    from fpdf.bidi import BidiParagraph
    from fpdf.enums import TextDirection

    if not text:
        return []
    base = TextDirection.RTL if direction == "rtl" else TextDirection.LTR
    if direction == "ltr" and text.isascii():
        return [(text, "ltr")]
    signs: list[Any] = BidiParagraph(text, base).get_characters_with_embedding_level()
    runs: list[tuple[str, int]] = []
    for sign in signs:
        shown = "" if sign.character in (LEFT_TO_RIGHT, TO_ITS_OWN, POP) else sign.character
        if runs and runs[-1][1] == sign.embedding_level:
            runs[-1] = (runs[-1][0] + shown, sign.embedding_level)
        else:
            runs.append((shown, sign.embedding_level))
    levels = [level for _, level in runs]
    for level in range(max(levels), 0, -1):
        at = 0
        while at < len(runs):
            end = at
            while end < len(runs) and runs[end][1] >= level:
                end += 1
            runs[at:end] = runs[at:end][::-1]
            at = max(end, at + 1)
    return [(words, "rtl" if level % 2 else "ltr") for words, level in runs if words]
