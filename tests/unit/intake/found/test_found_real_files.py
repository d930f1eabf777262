"""Real files, untouched, that lie beside the project: each is read with its own header and rows."""

import pytest

from core.intake.found import read_found
from core.settings import PROJECT

FOLDER = PROJECT.parent / "shared" / "data"

CASES = [
    # file, columns, rows, header from the file
    ("as-found/burundi2015-tan-nduta.csv", ["column 1", "column 2"], 64, False),
    ("as-found/mali2012-bf-mentao.csv", ["#DateTime", None], 13, True),
    ("as-found/mali2012-locations.csv", ["#name", "region", "country", "latitude", "longitude"], 23, True),
    ("as-found/mali2012-mau-mbera.csv", ["DateTime", "Réfugiés maliens"], 65, True),
    ("as-found/mali2012-nig-intikane.csv", ["DateTime", None], 31, True),
    ("unhcrwash.csv", ["form_id", "start_date", "end_date", "location_id", "location_name", "country"], 6425, True),
    ("burundi2015/population.csv", ["camp_id", "date", "population"], 336, True),
    ("mali2012/population.csv", ["camp_id", "date", "population"], 148, True),
    ("syria2013/population.csv", ["camp_id", "date", "population"], 229, True),
    ("health_stock/consumption.csv", ["place_id", "item_id", "period_start", "days"], 18216, True),
    ("health_stock/camps.csv", ["camp_id", "name", "country", "latitude", "longitude"], 71, True),
    ("health_stock/items.csv", ["item_id", "name", "sector", "unit"], 11, True),
    ("shipments/orders.csv", ["order_id", "line_id", "origin"], 5914, True),
]


@pytest.mark.parametrize(("name", "columns", "rows", "has_header"), CASES, ids=[case[0] for case in CASES])
def test_a_real_file_is_read_with_its_header_and_every_row(name, columns, rows, has_header):
    file = FOLDER / name
    if not file.is_file():
        pytest.skip(f"SKIPPED LOUDLY: the real file {name} is not beside the project.")
    found = read_found(file.name, file.read_bytes())
    assert [f for f in found.findings if f.level == "error"] == []
    (table,) = found.tables
    assert table.hxl == {}
    assert table.has_header is has_header
    assert len(table.cells) == rows
    first = list(table.cells.columns)[: len(columns)]
    assert all(want is None or want == came for want, came in zip(columns, first, strict=True)), first
