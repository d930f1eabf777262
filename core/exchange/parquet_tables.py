"""One table as parquet, typed, with what the export is in the metadata of the file."""

import io
import json

import pyarrow as pa
import pyarrow.parquet as pq

from core.exchange.outgoing import Outgoing

ABOUT_KEY = b"refugee_aid_planner"


def write_parquet(outgoing: Outgoing, table: str) -> bytes:
    """A table as parquet; uploaded again it is equal."""
    rows = pa.Table.from_pandas(outgoing.tables[table], preserve_index=False)
    about = json.dumps(outgoing.about.values(), ensure_ascii=False).encode("utf-8")
    stream = io.BytesIO()
    pq.write_table(rows.replace_schema_metadata({ABOUT_KEY: about}), stream)
    return stream.getvalue()
