"""Files as the world publishes them, made by the test that reads them: every format the intake knows."""

import datetime as dt
import io
import json
import zipfile

import pandas as pd
import xlwt
from openpyxl import Workbook

ODS_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    "<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
)


def xlsx(sheets, merged=(), errors=()):
    """Sheet name to rows; ``merged`` ranges and ``errors`` (cell, value) of the first sheet."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    first = book.worksheets[0]
    for span in merged:
        first.merge_cells(span)
    for cell, value in errors:
        first[cell] = value
        first[cell].data_type = "e"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(sheets, merged=(), errors=()):
    """The same as an old workbook; ``merged`` are (top, bottom, left, right) from 0, ``errors`` (row, column, code)."""
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for number, (name, rows) in enumerate(sheets.items()):
        sheet = book.add_sheet(name)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(at, column, value, *([day] if isinstance(value, dt.date) else []))
        if number == 0:
            for top, bottom, left, right in merged:
                sheet.merge(top, bottom, left, right)
            for row, column, code in errors:
                sheet.row(row).set_cell_error(column, code)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods_cell(value):
    """One cell of an ODS sheet."""
    if value is None:
        return "<table:table-cell/>"
    kind = 'string"'
    if isinstance(value, dt.date):
        kind = f'date" office:date-value="{value}"'
    if isinstance(value, int | float):
        kind = f'float" office:value="{value}"'
    return f'<table:table-cell office:value-type="{kind}><text:p>{value}</text:p></table:table-cell>'


def ods(sheets, raw_rows=""):
    """Sheet name to rows as an ODS workbook; ``raw_rows`` is XML put below the rows of each sheet."""
    tables = "".join(
        f'<table:table table:name="{name}">'
        + "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)
        + f"{raw_rows}</table:table>"
        for name, rows in sheets.items()
    )
    return zipped({"mimetype": ODS_MIMETYPE, "content.xml": _ODS.format(tables=tables)})


def zipped(members):
    """A zip archive of names and contents."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def geojson(*features, **more):
    """A map of (properties, geometry) pairs."""
    listed = [{"type": "Feature", "properties": properties, "geometry": place} for properties, place in features]
    return json.dumps({"type": "FeatureCollection", "features": listed} | more, ensure_ascii=False).encode()


def parquet(columns):
    """Columns as a parquet file."""
    out = io.BytesIO()
    pd.DataFrame(columns).to_parquet(out)
    return out.getvalue()
