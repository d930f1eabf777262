"""Sheets as one HTML page that needs nothing from elsewhere and prints on A4; the waybills lie in it as data too."""

from collections.abc import Sequence

from core.domain.page_text import page_text
from core.domain.waybill import SealedWaybill
from core.locale import ENGLISH, Language, without_marks
from core.waybill.file import DATA, waybill_file
from core.waybill.qr import dark_runs
from core.waybill.sheet import Sheet

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
@page{size:A4;margin:14mm}
*{box-sizing:border-box}
body{font:10.5pt/1.35 "Source Sans 3","Source Sans Pro","Noto Sans",Arial,sans-serif;color:#000;background:#fff;
  max-width:182mm;margin:8mm auto}
section{break-after:page;margin-bottom:14mm}
section:last-of-type{break-after:auto}
header{display:flex;gap:6mm;justify-content:space-between;align-items:flex-start}
header .words{flex:1;min-width:0}
header svg{width:42mm;height:42mm;flex:none}
h1{font-size:18pt;line-height:1.15;margin:0 0 1.5mm;overflow-wrap:anywhere}
.kind,dt,.notes,footer{color:#555}
.kind{margin:0}
.marks{display:flex;gap:3mm;flex-wrap:wrap;margin:0 0 2mm}
.marks b{border:.5mm solid #000;padding:.4mm 1.5mm}
dl{display:grid;grid-template-columns:1fr 1fr;gap:1.5mm 4mm;margin:0 0 3mm}
dt{font-size:9pt}
dd{margin:0;font-weight:600;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;table-layout:fixed}
th{font-size:8.5pt;text-align:start;vertical-align:bottom;border-bottom:.5mm solid #000;padding:.8mm 1.2mm}
td{border-bottom:.2mm solid #888;padding:1.1mm 1.2mm;vertical-align:top;overflow-wrap:anywhere}
tr{break-inside:avoid}
.end{text-align:end;font-variant-numeric:tabular-nums}
td.blank{border:.2mm solid #888}
tfoot td{font-weight:600}
.blanks{display:grid;grid-template-columns:repeat(3,1fr);gap:9mm 5mm;margin:12mm 0 3mm;break-inside:avoid}
.blanks span{border-top:.25mm solid #000;font-size:9pt;color:#555;padding-top:.5mm}
.notes p{margin:0;font-size:9pt}
"""


def html_of(
    sheets: Sequence[Sheet], title: str, sealed: Sequence[SealedWaybill], language: Language = ENGLISH
) -> bytes:
    """All sheets as one page.

    Parameters
    ----------
    language
        That of the sheets.
    sealed
        Issued waybills, from which ``aid verify-waybill`` reads the page back; none of a draft.
    """
    data = ""
    if sealed:
        # nothing in it can end the element or begin another one
        text = (
            waybill_file(sealed).decode("ascii").replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
        )
        data = f'<script type="application/json" id="{DATA}">{text}</script>'
    heading = page_text(without_marks(title))
    body = "".join(_section(sheet, language) for sheet in sheets)
    return (
        f'<!DOCTYPE html><html lang="{language.code}" dir="{language.direction}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{heading}</title>'
        f"<style>{_STYLE}</style></head><body>{body}{data}</body></html>\n"
    ).encode()


def _section(sheet: Sheet, language: Language) -> str:
    marks = "".join(f"<b>{page_text(mark)}</b>" for mark in sheet.marks)
    facts = "".join(
        f"<div><dt>{page_text(label)}</dt><dd>{page_text(value)}</dd></div>" for label, value in sheet.facts
    )
    widths = "".join(f'<col style="width:{column.share:.1%}">' for column in sheet.columns)
    heads = "".join(f'<th scope="col"{_aligned(c.align)}>{page_text(c.title)}</th>' for c in sheet.columns)
    rows = "".join(_row(sheet, row) for row in sheet.rows)
    blanks = "".join(f"<span>{page_text(label)}</span>" for label in sheet.blanks)
    notes = "".join(f"<p>{page_text(note)}</p>" for note in sheet.notes)
    return (
        f'<section><header><div class="words"><p class="kind">{page_text(sheet.kind)}</p>'
        f"<h1>{page_text(sheet.title)}</h1>"
        f"{f'<p class=marks>{marks}</p>' if marks else ''}<dl>{facts}</dl></div>{_code(sheet.seal, language)}</header>"
        f"<table><colgroup>{widths}</colgroup><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>"
        f'<tfoot>{_row(sheet, sheet.totals)}</tfoot></table><div class="blanks">{blanks}</div>'
        f'<div class="notes">{notes}</div></section>'
    )


def _row(sheet: Sheet, cells: Sequence[str]) -> str:
    made = "".join(
        '<td class="blank"></td>'
        if column.is_blank and cells is not sheet.totals
        else f"<td{_aligned(column.align)}>{page_text(cell)}</td>"
        for cell, column in zip(cells, sheet.columns, strict=True)
    )
    return f"<tr>{made}</tr>"


def _aligned(align: str) -> str:
    return ' class="end"' if align == "end" else ""


def _code(seal: str, language: Language) -> str:
    if not seal:
        return ""
    side, runs = dark_runs(seal)
    path = "".join(f"M{column} {row}h{length}v1h-{length}z" for column, row, length in runs)
    said = page_text(language.say("Code with the seal of this waybill"))
    return (
        f'<svg viewBox="0 0 {side} {side}" role="img" aria-label="{said}" '
        f'shape-rendering="crispEdges"><rect width="{side}" height="{side}" fill="#fff"/><path d="{path}"/></svg>'
    )
