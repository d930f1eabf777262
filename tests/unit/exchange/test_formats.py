"""Every way out says what it is, holds no formula, and read again in full is equal."""

import csv
import io
import json
import re

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from core.domain.access import Actor, Role, alone
from core.domain.operation import Operation
from core.domain.schemas import OPERATION_TABLES
from core.domain.sensitivity import Sensitivity
from core.errors import AidError, NotAllowed
from core.exchange import FORMATS, HXL_TAGS
from core.services.export_operation import export_operation
from core.services.tell_export import tell_export
from tests.builders import small_tables
from tests.given_files import tables_given

DAY = pd.Timestamp("2025-07-01")
FULL = Sensitivity.STRICTLY_CONFIDENTIAL
HOSTILE = ["=1+1", "@SUM(A1)", "-2+3", "+cmd|' /C calc'!A0", "\t=1", "＝1+1", "<script>alert(1)</script>", "'=x"]
TAG = re.compile(
    r"^#(activity|adm\d?|affected|capacity|cause|country|date|delivery|description|frequency|geo|group|indicator|item|loc"
    r"|meta|need|org|output|population|sector|severity|status|value)(\+[a-z][a-z0-9_]*)*$"
)


def few_rows(**changes):
    """Tables of the small operation with few counts: each row of a workbook costs time."""
    tables = small_tables(**changes)
    population = tables["population"].groupby("camp_id", sort=False).tail(2)
    return {**tables, "population": population, "deliveries": tables["deliveries"].tail(3)}


def hostile_operation(settings=None):
    tables = few_rows(settings=settings or {})
    camps = pd.concat([tables["camps"].iloc[[0] * len(HOSTILE)], tables["camps"]], ignore_index=True)
    camps.loc[: len(HOSTILE) - 1, "camp_id"] = [f"h{i}" for i in range(len(HOSTILE))]
    camps.loc[: len(HOSTILE) - 1, "name"] = HOSTILE
    camps.loc[0, ["latitude", "longitude"]] = None
    camps["=note"] = [*HOSTILE, None, None, "x"]
    camps["pcode"] = [f"TZ{i:04d}" for i in range(len(camps))]
    return Operation.build({**tables, "camps": camps})


def exported(operation, *formats, level=FULL, actor=None):
    return export_operation(operation, formats, level, DAY, actor or alone("command line"))


def read_again(operation, files):
    tables = {}
    for name, content in files.items():
        if name != "about.json":
            tables |= tables_given(name, content)
    return operation.replaced(**tables)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_what_leaves_in_full_and_is_read_again_is_equal(form):
    operation = hostile_operation()
    assert read_again(operation, exported(operation, form).files).fingerprint == operation.fingerprint


def test_a_workbook_in_full_read_again_is_equal():
    operation = Operation.build(few_rows())
    assert read_again(operation, exported(operation, "xlsx").files).fingerprint == operation.fingerprint


def test_hxl_in_full_is_equal_below_its_tags_and_beside_its_pcodes():
    operation = hostile_operation()
    files = {}
    for name, content in exported(operation, "hxl").files.items():
        if name.startswith("hxl/"):
            rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
            gone = [i for i, column in enumerate(rows[0]) if column == "camp_pcode"]
            kept = [[cell for i, cell in enumerate(row) if i not in gone] for row in (rows[0], *rows[2:])]
            text = io.StringIO(newline="")
            csv.writer(text).writerows(kept)
            files[name] = text.getvalue().encode()
    assert read_again(operation, files).fingerprint == operation.fingerprint


def test_hxl_has_a_tag_row_and_pcodes_where_camps_are_named():
    files = exported(hostile_operation(), "hxl").files
    header, tags, first = list(csv.reader(io.StringIO(files["hxl/population.csv"].decode("utf-8-sig"))))[:3]
    assert tags[:3] == ["#loc+camp+code", "#date+count", "#population+total"]
    assert header[-1] == "camp_pcode"
    assert tags[-1] == "#adm+code+v_pcode"
    assert re.fullmatch(r"TZ\d{4}", first[-1])


def test_every_column_has_one_valid_tag_and_no_two_the_same():
    for name, schema in OPERATION_TABLES.items():
        assert set(HXL_TAGS[name]) == set(schema.column_names()), name
        tags = list(HXL_TAGS[name].values())
        assert [tag for tag in tags if not TAG.match(tag)] == []
        assert len(tags) == len(set(tags)), name


def test_no_cell_of_a_workbook_is_a_formula_and_text_is_kept():
    book = openpyxl.load_workbook(io.BytesIO(exported(hostile_operation(), "xlsx").files["operation.xlsx"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    texts = {cell.value for cell in cells if isinstance(cell.value, str)}
    assert {"=1+1", "@SUM(A1)", "-2+3", "<script>alert(1)</script>"} <= texts
    assert all(cell.quotePrefix for cell in cells if cell.value == "=1+1")


@pytest.mark.parametrize("form", ["csv", "hxl"])
def test_no_cell_of_a_csv_begins_as_a_formula(form):
    for name, content in exported(hostile_operation(), form).files.items():
        if name.endswith(".csv"):
            rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
            cells = [cell for row in rows for cell in row]
            risky = [c for c in cells if c[:1] in tuple("=+-@\t\r＝＋－＠") and not re.fullmatch(r"-?[\d.e+-]+", c)]
            assert risky == [], name


def test_the_map_has_camps_with_their_last_count_depots_and_routes():
    operation = hostile_operation()
    collection = json.loads(exported(operation, "geojson").files["operation.geojson"])
    by_kind = {}
    for feature in collection["features"]:
        by_kind.setdefault(feature["properties"]["kind"], {})[feature["id"]] = feature
    assert {kind: len(features) for kind, features in by_kind.items()} == {"camp": 11, "depot": 3, "route": 6}
    north = by_kind["camp"]["north"]
    assert north["geometry"] == {"type": "Point", "coordinates": [30.78, -3.69]}
    newest = operation.population.query("camp_id == 'north'").sort_values("date").iloc[-1]
    assert north["properties"]["last_count"] == newest["population"]
    assert north["properties"]["last_count_date"] == f"{newest['date']:%Y-%m-%d}"
    assert by_kind["camp"]["h0"]["geometry"] is None
    line = by_kind["route"]["port_hub"]
    assert line["geometry"]["type"] == "LineString"
    assert line["geometry"]["coordinates"][0] == by_kind["depot"]["port"]["geometry"]["coordinates"]


@pytest.mark.parametrize("illustrative", ["true", "false"])
def test_every_format_says_level_versions_date_and_whether_it_is_illustrative(illustrative):
    operation = hostile_operation({"illustrative": illustrative})
    out = exported(operation, *FORMATS, level=Sensitivity.PUBLIC)
    about = json.loads(out.files["about.json"])
    assert about["sensitivity"] == "public"
    assert about["date"] == "2025-07-01"
    assert about["data_version"] == operation.fingerprint
    assert ("notice" in about) == about["illustrative"] == (illustrative == "true")
    metadata = pq.read_schema(io.BytesIO(out.files["parquet/camps.parquet"])).metadata
    assert json.loads(metadata[b"refugee_aid_planner"]) == about
    assert json.loads(out.files["operation.geojson"])["metadata"] == about
    sheet = openpyxl.load_workbook(io.BytesIO(out.files["operation.xlsx"]))["Read me"]
    told = {(row[0].value, row[1].value) for row in sheet.iter_rows()}
    assert {("Sensitivity", "public"), ("Date", "2025-07-01"), ("Data version", operation.fingerprint)} <= told
    assert {("What was done", words) for words in out.about.done} <= told
    assert any(word == "Illustrative" for word, _ in told) == (illustrative == "true")
    assert [line for line in out.about.done if line not in tell_export(out)] == []


def test_a_public_export_has_no_exact_place_in_any_file():
    operation = Operation.build(few_rows())
    out = exported(operation, *FORMATS, level=Sensitivity.PUBLIC)
    place = re.compile(rb"-3\.69\b|30\.78\b")
    plain = {name: content for name, content in out.files.items() if name.endswith((".csv", ".json", ".geojson"))}
    assert [name for name, content in plain.items() if place.search(content)] == []
    assert "stock" not in out.tables


def test_confidential_leaves_only_with_its_right():
    operation = Operation.build(few_rows())
    viewer = Actor("Vera", frozenset({Role.VIEWER}), "page")
    assert exported(operation, "csv", level=Sensitivity.INTERNAL, actor=viewer).actor == viewer
    for level in (Sensitivity.CONFIDENTIAL, FULL):
        with pytest.raises(NotAllowed, match="take confidential data out"):
            exported(operation, "csv", level=level, actor=viewer)
    assert exported(operation, "csv", level=FULL, actor=Actor("Ann", frozenset({Role.APPROVER}), "page")).files


@pytest.mark.parametrize("formats", [(), ("csv", "pdf", "docx")])
def test_a_format_that_nobody_writes_is_refused(formats):
    with pytest.raises(AidError, match=r"pdf, docx|No format"):
        exported(Operation.build(few_rows()), *formats)
