"""Sheets as a PDF on A4, black on white: every sheet begins a page, a long table goes on with its head repeated."""

from collections.abc import Sequence

import pandas as pd

from core.locale import ENGLISH, Language
from core.paper import BLACK, Drawing, Paper, Surface
from core.waybill.qr import dark_runs
from core.waybill.sheet import Sheet

MARGIN = 14.0
WIDTH = 210.0 - 2 * MARGIN
BOTTOM = 297.0 - 16.0
QR = 42.0
"""Side of the code with its quiet zone: a module is two thirds of a millimetre."""
SMALL, BODY, HEAD, TITLE = 2.9, 3.4, 2.8, 6.0
PAD = 1.3
LEADING = 1.28
GREY = "#555555"
BLANK_ROW = 11.5
MARK = 8.5
MOST_LINES = 3


def pdf_of(sheets: Sequence[Sheet], title: str, made: pd.Timestamp, language: Language = ENGLISH) -> bytes:
    """All sheets in one file; equal sheets of an equal day make equal bytes.

    Parameters
    ----------
    language
        That of the sheets.
    """
    paper = Paper(language, title, made)
    for sheet in sheets:
        _Printed(paper, sheet).print()
    return paper.to_bytes()


class _Printed:
    """One sheet on as many pages as it takes."""

    def __init__(self, paper: Paper, sheet: Sheet) -> None:
        self.paper, self.sheet = paper, sheet
        self.edges = [MARGIN]
        for column in sheet.columns:
            self.edges.append(self.edges[-1] + column.share * WIDTH)
        self.heights = [self._row_height(row) for row in sheet.rows]
        self.totals = self._row_height(sheet.totals)
        self.foot = self._foot_height()

    def print(self) -> None:
        pages = self._pages()
        for number, rows in enumerate(pages, start=1):
            self.paper.add_page()
            top = self._head(is_first=number == 1)
            top = self._table_head(top)
            for row in rows:
                self._row(self.sheet.rows[row], top, self.heights[row])
                top += self.heights[row]
            if number == len(pages):
                self._row(self.sheet.totals, top, self.totals, bold=True)
                self._foot(top + self.totals)
            self._page_number(number, len(pages))

    def _pages(self) -> list[list[int]]:
        """Rows of each page; the last leaves room for what stands under the table."""
        pages: list[list[int]] = [[]]
        room = BOTTOM - self._head_height(is_first=True) - self._table_head_height()
        for row, height in enumerate(self.heights):
            if height > room and pages[-1]:
                pages.append([])
                room = BOTTOM - self._head_height(is_first=False) - self._table_head_height()
            pages[-1].append(row)
            room -= height
        if room < self.totals + self.foot:
            pages.append([])
        return pages

    def _head_height(self, is_first: bool) -> float:
        if not is_first:
            return MARGIN + TITLE * LEADING + 4
        facts = -(-len(self.sheet.facts) // 2) * (SMALL + BODY) * LEADING * 1.15
        marks = MARK if self.sheet.marks else 0.0
        words = MARGIN + BODY * LEADING + 2 * TITLE * LEADING + marks + facts + 3
        return max(words, MARGIN + QR + 3) if self.sheet.seal else words

    def _head(self, is_first: bool) -> float:
        sheet, paper = self.sheet, self.paper
        if not is_first:
            words = paper.language.say("{kind} {title}, continued", kind=sheet.kind, title=sheet.title)
            paper.text(words, MARGIN, MARGIN, WIDTH, BODY, bold=True)
            return self._head_height(is_first=False)
        wide = WIDTH - (QR + 4 if sheet.seal else 0)
        top = MARGIN
        top += paper.text(sheet.kind, MARGIN, top, wide, BODY, color=GREY)
        top += paper.text(sheet.title, MARGIN, top, wide, TITLE, bold=True, most=2)
        for mark in sheet.marks:
            width = paper.measure(mark, BODY, bold=True) + 3
            at = MARGIN if mark == sheet.marks[0] else MARGIN + wide - width
            paper.box(at, top + 0.4, width, BODY * LEADING + 1.2, edge=BLACK, line=0.5)
            paper.text(mark, at + 1.5, top + 1, width, BODY, bold=True)
        top += MARK if sheet.marks else 0
        half = wide / 2
        for number, (label, value) in enumerate(sheet.facts):
            at = MARGIN + number % 2 * half
            paper.text(label, at, top, half - 3, SMALL, color=GREY)
            paper.text(value, at, top + SMALL * LEADING, half - 3, BODY, bold=True)
            if number % 2:
                top += (SMALL + BODY) * LEADING * 1.15
        if sheet.seal:
            self._code(MARGIN + WIDTH - QR, MARGIN - 2)
        return self._head_height(is_first=True)

    def _code(self, left: float, top: float) -> None:
        side, runs = dark_runs(self.sheet.seal)
        module = QR / side
        dark = [Surface.box(c * module, r * module, length * module, module, BLACK).rings[0] for c, r, length in runs]
        # a drawing stands as it is in every language: a code seen in a mirror is none
        said = self.paper.language.say("Code with the seal of this waybill")
        self.paper.draw(Drawing(QR, QR, (Surface(tuple(dark), BLACK),), said), left, top)

    def _table_head_height(self) -> float:
        lines = max(
            len(self.paper.wrap(column.title, column.share * WIDTH - 2 * PAD, HEAD, bold=True, most=2))
            for column in self.sheet.columns
        )
        return lines * HEAD * LEADING + 2 * PAD

    def _table_head(self, top: float) -> float:
        height = self._table_head_height()
        for column, left, right in zip(self.sheet.columns, self.edges, self.edges[1:], strict=False):
            self.paper.text(
                column.title, left + PAD, top + PAD, right - left - 2 * PAD, HEAD, bold=True, align=column.align, most=2
            )
        self.paper.rule(MARGIN, top + height, WIDTH, line=0.5)
        return top + height

    def _row_height(self, cells: Sequence[str]) -> float:
        lines = max(
            len(self.paper.wrap(cell, column.share * WIDTH - 2 * PAD, BODY, most=MOST_LINES))
            for cell, column in zip(cells, self.sheet.columns, strict=True)
        )
        return max(lines, 1) * BODY * LEADING + 2 * PAD + 0.8

    def _row(self, cells: Sequence[str], top: float, height: float, bold: bool = False) -> None:
        for cell, column, left, right in zip(cells, self.sheet.columns, self.edges, self.edges[1:], strict=False):
            width = right - left
            if column.is_blank and cells is not self.sheet.totals:
                self.paper.box(left + 0.5, top + 0.9, width - 1, height - 1.8, edge=GREY, line=0.15)
            elif cell:
                self.paper.text(
                    cell, left + PAD, top + PAD, width - 2 * PAD, BODY, bold=bold, align=column.align, most=MOST_LINES
                )
        self.paper.rule(MARGIN, top + height, WIDTH, color=GREY, line=0.15)

    def _foot_height(self) -> float:
        rows = -(-len(self.sheet.blanks) // 3)
        lines = sum(len(self._wrapped(note)) for note in self.sheet.notes)
        return 5 + rows * BLANK_ROW + lines * SMALL * LEADING + 3

    def _foot(self, top: float) -> None:
        top += 5
        third = WIDTH / 3
        for number, label in enumerate(self.sheet.blanks):
            at, low = MARGIN + number % 3 * third, top + number // 3 * BLANK_ROW + BLANK_ROW - 4.2
            self.paper.rule(at, low, third - 5, line=0.2)
            self.paper.text(label, at, low + 0.5, third - 5, SMALL, color=GREY)
        top += -(-len(self.sheet.blanks) // 3) * BLANK_ROW + 2
        for note in self.sheet.notes:
            top += self.paper.text(note, MARGIN, top, WIDTH, SMALL, color=GREY, most=MOST_LINES)

    def _wrapped(self, note: str) -> list[str]:
        return self.paper.wrap(note, WIDTH, SMALL, most=MOST_LINES)

    def _page_number(self, number: int, of: int) -> None:
        words = f"{self.sheet.kind} {self.sheet.title}"
        self.paper.text(words, MARGIN, 297 - 11, WIDTH - 30, SMALL, color=GREY)
        language = self.paper.language
        page = language.say("Page {number} of {count}", number=language.number(number), count=language.number(of))
        self.paper.text(page, MARGIN, 297 - 11, WIDTH, SMALL, color=GREY, align="end")
