"""The workbook of a report: a sheet per question, heads with units, sources and versions; no cell is ever a formula."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from core.intake.apostrophes import RISKY
from core.intake.xml_text import xml_text
from core.locale import Language, without_marks
from core.look.palette import LIGHT
from core.report.detail import Detail
from core.report.sentences import Sentences

LONGEST_CELL = 32_000
WIDEST = 60
INTEGER, ONE_DECIMAL, SHARE, DAY = "#,##0", "#,##0.0", "0%", "d mmm yyyy"
_HEAD = PatternFill("solid", fgColor=LIGHT.panel.removeprefix("#"))
_UNDER = Border(bottom=Side("thin", color=LIGHT.line.removeprefix("#")))


def workbook(detail: Detail) -> bytes:
    """The workbook as XLSX, in the language of its brief."""
    book = Workbook(write_only=True)
    _summary(book, detail)
    for sheet in _sheets(detail):
        _write(book, detail.brief.language, sheet)
    _sources(book, detail)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@dataclass(frozen=True, eq=False)
class _Sheet:
    """A sheet: its columns by their name in the table, each with its head (unit included) and format."""

    title: str
    columns: Mapping[str, tuple[str, str]]
    table: pd.DataFrame


def _sheets(detail: Detail) -> list[_Sheet]:
    own = [_camps(detail), _coverage(detail), _forecast(detail)]
    return own if detail.brief.withheld else [*own, _shelves(detail), _shipments(detail)]


def _camps(detail: Detail) -> _Sheet:
    say = detail.brief.language.say
    people, met = say("People"), say("Need met")
    columns = {
        "camp_id": (say("Camp identifier"), ""),
        "name": (say("Camp"), ""),
        "people": (people, INTEGER),
        "people_low": (say("{head}, low", head=people), INTEGER),
        "people_high": (say("{head}, high", head=people), INTEGER),
        "last_count": (say("Last count (people)"), INTEGER),
        "count_age_days": (say("Age of count (days)"), INTEGER),
        "coverage": (met, SHARE),
        "coverage_low": (say("{head}, low", head=met), SHARE),
        "coverage_high": (say("{head}, high", head=met), SHARE),
        "item": (say("Least met"), ""),
        "item_coverage": (say("Least met (share)"), SHARE),
    }
    return _Sheet(say("Camps"), columns, detail.brief.camps)


def _coverage(detail: Detail) -> _Sheet:
    say = detail.brief.language.say
    columns = {
        "camp_id": (say("Camp identifier"), ""),
        "camp": (say("Camp"), ""),
        "item_id": (say("Item identifier"), ""),
        "item": (say("Item"), ""),
        "week": (say("Week ending (Sunday)"), DAY),
        "need": (say("Need (units)"), ONE_DECIMAL),
        "delivered": (say("Delivered (units)"), ONE_DECIMAL),
        "unmet": (say("Unmet (units)"), ONE_DECIMAL),
        "coverage": (say("Need met"), SHARE),
    }
    return _Sheet(say("Coverage"), columns, detail.coverage)


def _forecast(detail: Detail) -> _Sheet:
    say = detail.brief.language.say
    people = say("People")
    columns = {
        "camp_id": (say("Camp identifier"), ""),
        "camp": (say("Camp"), ""),
        "week": (say("Week ending (Sunday)"), DAY),
        "q10": (say("{head}, low", head=people), INTEGER),
        "q50": (say("{head}, median", head=people), INTEGER),
        "q90": (say("{head}, high", head=people), INTEGER),
    }
    return _Sheet(say("Forecast"), columns, detail.people)


def _shelves(detail: Detail) -> _Sheet:
    say = detail.brief.language.say
    columns = {
        "camp_id": (say("Camp identifier"), ""),
        "place": (say("Camp"), ""),
        "item": (say("Item"), ""),
        "empty_on": (say("Empty on"), DAY),
        "empty_from": (say("Empty on, earliest"), DAY),
        "empty_to": (say("Empty on, latest"), DAY),
        "people": (say("People"), INTEGER),
        "delivery_week": (say("Next delivery, week ending (Sunday)"), DAY),
    }
    return _Sheet(say("Shelves"), columns, detail.brief.risks)


def _shipments(detail: Detail) -> _Sheet:
    say = detail.brief.language.say
    columns = {
        "route_id": (say("Route identifier"), ""),
        "origin": (say("From"), ""),
        "destination": (say("To"), ""),
        "item_id": (say("Item identifier"), ""),
        "item": (say("Item"), ""),
        "week": (say("Week of departure, ending (Sunday)"), DAY),
        "quantity": (say("Quantity (units)"), ONE_DECIMAL),
        "tonnes": (say("Mass (t)"), ONE_DECIMAL),
        "trips": (say("Trips"), ONE_DECIMAL),
    }
    return _Sheet(say("Shipments"), columns, detail.shipments)


def _summary(book: Workbook, detail: Detail) -> None:
    words, language = Sentences(detail.brief), detail.brief.language
    sheet = _begin(book, language, language.say("Brief"), [34, 22, 26, 40])
    tag = words.illustrative()
    if tag:
        sheet.append([_text(sheet, tag, bold=True)])
    sheet.append([_text(sheet, "   ".join(words.context()))])
    sheet.append([_text(sheet, detail.brief.answer, bold=True, size=14)])
    sheet.append([_text(sheet, words.lead())])
    sheet.append([])
    for figure in words.key_figures():
        parts = (figure.label, figure.value, figure.spread, figure.source)
        sheet.append([_text(sheet, part, bold=number == 1) for number, part in enumerate(parts)])
    sheet.append([])
    for line in (*words.fairness(), words.decision()):
        sheet.append([_text(sheet, line)])
    for what, when in words.steps():
        sheet.append([_text(sheet, what), None, None, _text(sheet, when)])
    sheet.append([_text(sheet, words.stamp(), bold=True)])


def _sources(book: Workbook, detail: Detail) -> None:
    words, language = Sentences(detail.brief), detail.brief.language
    sheet = _begin(book, language, language.say("Sources"), [110])
    versions = detail.brief.versions
    whole = [versions.data, versions.plan]
    for line in (*words.sources(), *whole, *detail.done):
        sheet.append([_text(sheet, line)])


def _write(book: Workbook, language: Language, of: _Sheet) -> None:
    heads, formats = zip(*of.columns.values(), strict=True)
    columns = [of.table[name] for name in of.columns]
    widths = [_width(head, column) for head, column in zip(heads, columns, strict=True)]
    sheet = _begin(book, language, of.title, widths)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{max(len(of.table) + 1, 2)}"
    sheet.append([_head(sheet, words) for words in heads])
    cells = [column.astype(object).where(column.notna(), None).tolist() for column in columns]
    for row in zip(*cells, strict=True):
        sheet.append([_cell(sheet, value, form) for value, form in zip(row, formats, strict=True)])


def _head(sheet: Any, words: str) -> Any:
    cell = _text(sheet, words, bold=True)
    cell.fill, cell.border = _HEAD, _UNDER
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _begin(book: Workbook, language: Language, title: str, widths: Sequence[float]) -> Any:
    sheet = book.create_sheet(without_marks(title)[:31])
    sheet.sheet_view.rightToLeft = language.is_right_to_left
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    return sheet


def _width(head: str, column: pd.Series) -> float:
    longest = column.dropna().astype(str).str.len().max() if column.notna().any() and column.dtype == "str" else 0
    return float(min(max(len(head) * 0.75, longest, 11) + 2, WIDEST))


def _cell(sheet: Any, value: Any, form: str) -> Any:
    if value is None:
        return None
    if isinstance(value, str):
        return _text(sheet, value)
    cell = WriteOnlyCell(sheet, value=value.to_pydatetime() if isinstance(value, pd.Timestamp) else value)
    if form:
        cell.number_format = form
    return cell


def _text(sheet: Any, text: str, *, bold: bool = False, size: int = 11) -> Any:
    """A cell of text, whatever it begins with."""
    cell = WriteOnlyCell(sheet, value=None)
    cell.value = xml_text(without_marks(text))[:LONGEST_CELL]
    cell.data_type = "s"
    if bold or size != 11:
        cell.font = Font(bold=bold, size=size)
    if RISKY.match(text):
        cell.quotePrefix = True
    return cell
