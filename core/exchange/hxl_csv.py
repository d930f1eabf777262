"""One table as CSV with a row of HXL tags below its header, and the P-codes of camps in tables that name camps."""

import csv
import io

import pandas as pd

from core.domain.schemas import OPERATION_TABLES, Camps
from core.exchange.hxl_tags import CAMP_PCODE, tags_of
from core.exchange.outgoing import Outgoing
from core.intake.csv_for_people import table_csv


def write_hxl(outgoing: Outgoing, table: str) -> bytes:
    """A table with its tag row (HXL 1.1: the row after the header).

    A table that names camps gets a column ``camp_pcode`` where the operation knows any P-code.
    """
    rows = with_pcodes(outgoing, table)
    text = table_csv(rows).decode("utf-8")
    lines = io.StringIO(text, newline="")
    next(csv.reader(lines))  # the name of a column may hold line ends
    body = lines.read()
    tags = ",".join(tags_of(table, [str(column) for column in rows.columns]))
    return f"{text.removesuffix(body)}{tags}\n{body}".encode()


def with_pcodes(outgoing: Outgoing, table: str) -> pd.DataFrame:
    """A table with the P-code of the camp of each row, where there are any."""
    rows, camps = outgoing.tables[table], outgoing.tables.get("camps")
    named = [c for c, kind in OPERATION_TABLES[table].references().items() if kind == "camp" and c in rows.columns]
    if camps is None or not named or Camps.pcode not in camps.columns or not camps[Camps.pcode].notna().any():
        return rows
    pcodes = camps.set_index(Camps.camp_id)[Camps.pcode]
    return rows.assign(**{CAMP_PCODE: rows[named[0]].map(pcodes).astype("str")})
