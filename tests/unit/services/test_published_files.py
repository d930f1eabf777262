"""Published files of every kind end as tables, and each trap that they are known for is named or handled.

Samples and their origin: ``tests/unit/sources/as_published/README.md``. Rows under other published headers are
illustrative.
"""

import pandas as pd
import pytest

from core.domain.finding import errors_of
from core.intake.mapping import ImportAnswers
from core.services.upload_tables import preview_tables
from core.settings import PROJECT
from tests.builders import small_operation
from tests.found_files import geojson, xlsx, zipped
from tests.mutated_imports import repeated

SAMPLES = PROJECT / "tests" / "unit" / "sources" / "as_published"
DATA = PROJECT.parent / "shared" / "data"
TODAY = pd.Timestamp("2026-11-27")


def brought(files, before=None, **answers):
    preview = preview_tables(before, files, "add", TODAY, answers=ImportAnswers.model_validate(answers))
    assert repeated(preview.findings) == [], "one fault is told once"
    return preview


def rules(preview):
    return {finding.rule for finding in preview.findings}


def sample(*names):
    return {name: (SAMPLES / name).read_bytes() for name in names}


@pytest.mark.parametrize(
    ("names", "source", "camps", "traps"),
    [
        (("iom_dtm.csv",), "iom_dtm", 3, {"several_operations", "several_admin_levels", "no_coordinates"}),
        (("hapi_idps.csv",), "hapi_idps", 2, {"hapi_warning", "no_coordinates"}),
        (("unhcr_demographics.csv",), "unhcr_demographics", 1, {"not_disaggregated", "no_coordinates"}),
        (("unhcr_end_year.csv",), "unhcr_end_year", 1, {"no_coordinates"}),
    ],
)
def test_published_figures_of_people_are_camps_with_counts(names, source, camps, traps):
    preview = brought(sample(*names))
    assert not errors_of(preview.findings)
    assert {table.source for table in preview.imported.tables} == {source}
    assert len(preview.operation.camps) >= camps
    assert len(preview.operation.population) >= camps
    assert traps <= rules(preview)


@pytest.mark.parametrize("name", ["wfp_prices.csv", "wfp_prices_old.csv"])
def test_published_prices_are_suppliers_and_offers_beside_an_operation(name):
    preview = brought(sample(name), small_operation())
    assert not errors_of(preview.findings)
    assert "prices" in preview.imported.references


def test_lists_of_pcodes_alone_are_told_to_be_of_no_use_alone():
    preview = brought(sample("pcodes.csv"))
    assert {(f.rule, f.level) for f in preview.findings} >= {("no_table_of_ours", "error")}
    assert "pcodes" in preview.imported.references


def test_boundaries_place_areas_that_a_displacement_list_only_names():
    square = {"type": "Polygon", "coordinates": [[[30, -4], [31, -4], [31, -3], [30, -3], [30, -4]]]}
    areas = geojson(({"ADM1_EN": "Kigoma", "ADM1_PCODE": "TZ16", "ADM0_EN": "Tanzania", "ADM0_PCODE": "TZ"}, square))
    counts = b"Camp,Country,P-code,Date,Refugees\nKigoma,TZA,TZ16,2026-10-01,900\n"
    preview = brought({"areas.geojson": areas, "counts.csv": counts})
    assert not errors_of(preview.findings)
    assert preview.operation.camps["latitude"].tolist() == [-3.5]
    assert "middle_of_area" in rules(preview)


def test_a_kobo_export_with_a_repeat_group_is_camps_with_counts():
    form = [["_uuid", "_submission_time", "_index"], ["a", "2026-10-01T10:00:00", 1]]
    sites = [
        [
            "site/site_name",
            "site/country",
            "site/latitude",
            "site/longitude",
            "site/population",
            "_index",
            "_parent_index",
        ],
        ["North", "TZA", -3.5, 30.5, 900, 1, 1],
        ["South", "TZA", -3.6, 30.6, 12, 2, 1],
    ]
    preview = brought({"kobo.xlsx": xlsx({"form": form, "sites": sites})})
    assert not errors_of(preview.findings), errors_of(preview.findings)
    assert sorted(preview.operation.population["population"]) == [12, 900]


@pytest.mark.parametrize(
    ("text", "rule", "level"),
    [
        ("camp_id,date,population\nnorth,3/4/16,9000\n", "date", "error"),
        ("camp_id,date,population\nnorth,2025-07-06,9000\nnorth,2025-07-06,8000\n", "duplicate_key", "error"),
        ("Site,Date,Refugees\nNorth Camp,3/4/16,9000\n", "ambiguous_dates", "error"),
        ("Site,Date,Refugees\nNorth Camp,45844,9000\n", "epoch_days", "question"),
        ('Site,Date,Refugees\nNorth Camp,2025-07-06,"44.000"\n', "ambiguous_numbers", "error"),
        ("camp_id,date,population\nnorth,2025-07-06,95000\n", "step", "question"),
        (
            "camp_id,date,population,children_under_5,older_people\nnorth,2025-07-06,9500,9000,9000\n",
            "ages_above_people",
            "question",
        ),
    ],
)
def test_every_trap_of_figures_is_named(text, rule, level):
    preview = brought(
        {"population.csv" if text.startswith("camp_id") else "found.csv": text.encode()}, small_operation()
    )
    found = {(f.rule, f.level) for f in preview.findings}
    assert (rule, level) in found, found


@pytest.mark.parametrize(
    ("place", "rule"),
    [
        ("30.78,-3.69", "swapped_coordinates"),
        ("-3.69,-20.0", "in_the_sea"),
        ("0,0", "zero_coordinates"),
        ("-3.7,12.0", "other_country"),
    ],
)
def test_every_trap_of_places_is_named(place, rule):
    rows = f"camp_id,name,country,latitude,longitude\nx,Xanadu,TZA,{place}\n".encode()
    preview = brought({"camps.csv": rows}, small_operation())
    told = rules(preview)
    assert rule in told, told


def test_an_archive_of_files_is_read_like_the_files():
    files = {
        "camps.csv": "name,country,lat,lon\nNorth,TZA,-3.5,30.5\n",
        "counts.csv": "Site,Date,Refugees\nNorth,2026-10-01,5\n",
    }
    preview = brought({"all.zip": zipped(files)})
    assert not errors_of(preview.findings)
    assert preview.operation.population["population"].tolist() == [5]


def test_the_wash_reports_are_sites_with_counts_and_say_what_was_left_aside():
    if not DATA.is_dir():
        pytest.skip(f"SKIPPED LOUDLY: the real figures are not beside the project ({DATA.name} is absent).")
    lines = (DATA / "unhcrwash.csv").read_bytes().splitlines(keepends=True)
    preview = brought({"unhcrwash.csv": b"".join([lines[0], *lines[1:1200]])})
    assert not errors_of(preview.findings)
    assert len(preview.operation.camps) > 100
    assert {"annual_records", "no_coordinates"} <= rules(preview)


def test_low_values_survive_every_step_as_they_came():
    wash = DATA / "unhcrwash.csv"
    header = wash.read_text().splitlines()[0] if wash.is_file() else None
    counts = "camp_id,date,population,liters_per_person_per_day,deaths,coverage,note\n"
    rows = ["north,2025-07-06,9000,0,41,0,", "south,2025-07-06,0,2.5,0,0.0,", "east,2025-07-06,3,14.9,1000,0,none"]
    deliveries = "camp_id,item_id,date,quantity\nnorth,cereal,2025-07-01,0\nsouth,cereal,2025-07-02,0.001\n"
    files = {"population.csv": (counts + "\n".join(rows)).encode(), "deliveries.csv": deliveries.encode()}
    preview = brought(files, small_operation())
    assert not errors_of(preview.findings), errors_of(preview.findings)
    kept = preview.operation.population.set_index(["camp_id", "date"]).xs(pd.Timestamp("2025-07-06"), level="date")
    assert kept["population"].to_dict() == {"north": 9000, "south": 0, "east": 3}
    assert kept["liters_per_person_per_day"].to_dict() == {"north": "0", "south": "2.5", "east": "14.9"}
    assert kept["deaths"].to_dict() == {"north": "41", "south": "0", "east": "1000"}
    assert kept["coverage"].to_dict() == {"north": "0", "south": "0.0", "east": "0"}
    assert preview.operation.deliveries["quantity"].tail(2).tolist() == [0, 0.001]
    low = {"liters_per_person_per_day", "deaths", "coverage"}
    assert not [f for f in preview.findings if f.column in low and f.level == "error"]
    assert header is None or "liters_per_person_per_day" in header
