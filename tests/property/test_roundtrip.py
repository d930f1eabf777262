"""Whatever a valid operation holds, written and read again it is equal."""

import string
import tempfile
from pathlib import Path

import pandas as pd
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from core.domain.operation import Operation
from core.domain.tabular import csv_bytes, csv_header, text_rows
from core.intake import check_tables, read_folder, table_csv, write_folder
from core.intake.apostrophes import guard_text, unguard_text
from core.intake.templates import template_workbook
from core.store.packing import pack, unpack
from tests.builders import small_tables
from tests.given_files import tables_given

QUICK = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)

printable = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n\r\t"), min_size=1, max_size=30
).filter(lambda text: text.strip() != "")
hostile = st.sampled_from(
    ["=1+1", "@SUM(A1)", "-2", "+1", "'=x", "''-y", "<img src=x onerror=alert(1)>", "a,b", 'q"q', "NA", "null", "nan"]
)
names = printable | hostile
numbers = st.floats(0, 1e12, allow_nan=False, allow_infinity=False)
shares = st.none() | st.floats(0.001, 1000)
dates = st.dates(pd.Timestamp("1990-01-01").date(), pd.Timestamp("2090-01-01").date())


KEPT = ("camps", "population", "depots", "items", "settings")
"""Tables of the small operation that are enough; each costs milliseconds an example."""


@st.composite
def operations(draw: st.DrawFn) -> Operation:
    tables = {name: table for name, table in small_tables().items() if name in KEPT}
    tables["population"] = tables["population"].tail(3)
    camps = tables["camps"].copy()
    camps["name"] = draw(st.lists(names, min_size=3, max_size=3))
    camps["vulnerability"] = pd.Series(draw(st.lists(shares, min_size=3, max_size=3)), dtype="float64")
    camps[draw(st.text(string.ascii_letters, min_size=3, max_size=9)) + "_extra"] = draw(
        st.lists(st.none() | names, min_size=3, max_size=3)
    )
    rows = draw(st.lists(st.tuples(st.none() | numbers, st.none() | names, dates), min_size=1, max_size=5))
    stock = pd.DataFrame(rows, columns=["quantity", "lot_id", "expires"]).assign(place_id="hub", item_id="cereal")
    stock["expires"] = pd.to_datetime(stock["expires"])
    stock["quantity"] = stock["quantity"].astype("float64")
    return Operation.build({**tables, "camps": camps, "stock": stock})


@QUICK
@given(operations())
def test_an_operation_written_to_a_folder_and_read_again_is_equal(operation):
    with tempfile.TemporaryDirectory() as folder:
        write_folder(operation, Path(folder) / "operation")
        again, findings = check_tables(read_folder(Path(folder) / "operation"))
    assert again is not None, findings
    assert again.fingerprint == operation.fingerprint


@QUICK
@given(operations())
def test_an_operation_packed_for_the_store_unpacks_equal_and_to_equal_bytes(operation):
    again = unpack(pack(operation), operation.fingerprint)
    assert again.fingerprint == operation.fingerprint
    assert pack(again) == pack(operation)


@QUICK
@given(operations())
def test_tables_exported_for_people_and_uploaded_again_are_equal(operation):
    raw = {}
    for name in ("camps", "stock"):
        raw |= tables_given(f"{name}.csv", table_csv(operation.filled(name)))
    again = operation.replaced(**raw)
    assert again.fingerprint == operation.fingerprint


@QUICK
@given(operations())
def test_a_workbook_keeps_every_cell(operation):
    assume(not operation.camps["name"].str.contains("[\\t\\r\\n]").any())
    assume(not operation.stock["lot_id"].str.contains("[\\t\\r\\n]").any())
    tables = {name: operation.filled(name) for name in ("camps", "stock")}
    again = operation.replaced(**tables_given("book.xlsx", template_workbook(tables)))
    pd.testing.assert_frame_equal(again.camps[["name"]], operation.camps[["name"]])
    pd.testing.assert_frame_equal(again.stock, operation.stock)


@given(st.lists(names | st.text(), min_size=1))
def test_taking_the_apostrophe_away_undoes_putting_it_there(texts):
    cells = pd.Series(texts, dtype="str")
    assert unguard_text(guard_text(cells)).tolist() == cells.tolist()


@QUICK
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_every_number_reads_back_to_itself(values):
    table = pd.DataFrame({"a": values, "b": "x"})
    data = csv_bytes(table)
    again = text_rows(data, csv_header(data))["a"].astype("float64")
    assert again.tolist() == values
