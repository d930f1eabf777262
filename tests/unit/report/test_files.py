"""Workbook, map layers, tagged tables and charts: the figures of the brief, readable by others, nothing that runs."""

import csv
import io
import json

import openpyxl
import pandas as pd
import pytest

from core.domain.access import Actor, alone
from core.domain.sensitivity import Sensitivity
from core.errors import AidError, NotAllowed
from core.locale import LANGUAGES
from core.services.make_report import REPORT_FORMATS, known_report_formats, make_report, report_archive
from tests.briefs import TODAY, audited_plan, odd_operations
from tests.builders import small_operation

DESK = alone("page")


@pytest.fixture
def made(resources):
    def make(operation, formats=tuple(REPORT_FORMATS), languages=("en",), level=Sensitivity.INTERNAL, actor=DESK):
        spoken = [LANGUAGES[code] for code in languages]
        audited = audited_plan(resources, operation)
        return make_report(resources, operation, audited, formats, spoken, level, TODAY, actor), audited.plan

    return make


def test_every_format_makes_files_in_every_language(made):
    report, _ = made(small_operation(), languages=tuple(LANGUAGES))
    names = set(report.files)
    for code in LANGUAGES:
        assert {f"brief-{code}.pdf", f"brief-{code}.html", f"report-{code}.xlsx"} <= names
        assert {
            f"charts/{name}-{code}.{end}" for name in ("coverage", "map", "people") for end in ("png", "svg")
        } <= names
    assert {"camps.geojson", "depots.geojson", "routes.geojson", "about.json"} <= names
    assert {"hxl/camps.csv", "hxl/coverage.csv", "hxl/shipments.csv"} <= names
    about = json.loads(report.files["about.json"])
    assert about["plan"] == report.plan
    assert about["languages"] == list(LANGUAGES)


def test_the_workbook_holds_the_plan_with_heads_frozen_and_no_formula(made):
    report, plan = made(odd_operations()["hostile"], formats=["xlsx"])
    book = openpyxl.load_workbook(io.BytesIO(report.files["report-en.xlsx"]))
    assert book.sheetnames == ["Brief", "Camps", "Coverage", "Forecast", "Shelves", "Shipments", "Sources"]
    assert [
        cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ] == []
    assert all(book[name].freeze_panes == "A2" for name in ("Camps", "Coverage", "Forecast", "Shelves", "Shipments"))
    coverage = book["Coverage"]
    assert coverage.max_row == len(plan.coverage) + 1
    delivered = sum(row[6].value for row in coverage.iter_rows(min_row=2))
    assert delivered == pytest.approx(plan.coverage["delivered"].sum())
    sources = " ".join(str(row[0].value) for row in book["Sources"].iter_rows())
    assert report.plan in sources
    assert report.about.data_version in sources


def test_a_workbook_in_arabic_runs_from_the_right(made):
    report, _ = made(small_operation(), formats=["xlsx"], languages=["ar"])
    book = openpyxl.load_workbook(io.BytesIO(report.files["report-ar.xlsx"]))
    assert all(sheet.sheet_view.rightToLeft for sheet in book)
    assert book.sheetnames[0] == "الموجز"


def test_map_layers_carry_coverage_and_flow(made):
    report, plan = made(small_operation(), formats=["geojson"])
    camps = json.loads(report.files["camps.geojson"])
    routes = json.loads(report.files["routes.geojson"])
    assert {feature["id"] for feature in camps["features"]} == {"north", "south", "east"}
    assert all(0 <= feature["properties"]["coverage"] <= 1 for feature in camps["features"])
    assert camps["metadata"]["sensitivity"] == "internal"
    assert sum(feature["properties"]["tonnes_per_week"] for feature in routes["features"]) > 0
    assert {feature["geometry"]["type"] for feature in routes["features"]} == {"LineString"}
    assert set(plan.shipments["route_id"]) <= {feature["id"] for feature in routes["features"]}


def test_tagged_tables_have_a_tag_under_every_head(made):
    report, plan = made(small_operation(), formats=["hxl"])
    for name in ("camps", "coverage", "shipments"):
        rows = list(csv.reader(io.StringIO(report.files[f"hxl/{name}.csv"].decode("utf-8-sig"))))
        assert len(rows[0]) == len(rows[1])
        assert all(tag.startswith("#") for tag in rows[1])
    read = pd.read_csv(io.BytesIO(report.files["hxl/coverage.csv"]), skiprows=[1])
    assert read["unmet"].sum() == pytest.approx(plan.coverage["unmet"].sum())


@pytest.mark.parametrize("kind", list(odd_operations()))
def test_every_format_takes_every_operation(made, kind):
    report, _ = made(odd_operations()[kind], languages=("ar",))
    assert "brief-ar.pdf" in report.files
    for name, content in report.files.items():
        if name.endswith(".svg"):
            assert content.startswith(b"<svg ")
            assert b"<script" not in content.lower()
            assert b"href" not in content.lower()
        if name.endswith(".png"):
            assert content.startswith(b"\x89PNG")


def test_a_public_report_leaves_out_what_is_internal(made):
    report, _ = made(small_operation(), level=Sensitivity.PUBLIC)
    assert not {"depots.geojson", "routes.geojson", "hxl/shipments.csv"} & set(report.files)
    book = openpyxl.load_workbook(io.BytesIO(report.files["report-en.xlsx"]))
    assert "Shipments" not in book.sheetnames
    assert "Left out: stock, roads, shipments and money." in report.about.done


def test_taking_a_report_out_goes_on_record_before_it_leaves(resources, made):
    report, _ = made(small_operation(), formats=["html"])
    entry = resources.store.decisions.entries(most=1)[0]
    assert entry.seen["files"] == report.sha256()
    assert entry.seen["plan"] == report.plan


def test_who_may_not_take_confidential_data_out_gets_none(made):
    viewer = Actor("Vera", frozenset(), "page")
    with pytest.raises(NotAllowed):
        made(small_operation(), formats=["html"], actor=viewer)


def test_equal_reports_make_equal_archives(made):
    first, _ = made(small_operation(), formats=["pdf", "html", "geojson", "hxl"])
    second, _ = made(small_operation(), formats=["pdf", "html", "geojson", "hxl"])
    assert report_archive(first) == report_archive(second)


@pytest.mark.parametrize("formats", [[], ["docx"], ["pdf", "waybill"]])
def test_a_format_that_nobody_writes_is_named(formats):
    with pytest.raises(AidError) as error:
        known_report_formats(formats)
    assert "pdf, html, xlsx" in error.value.hint
