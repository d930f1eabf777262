"""Archives of tables, maps and parquet files as they are found."""

import pandas as pd
import pytest

from core.intake.found import archive_members, read_found
from core.intake.found.allowance import Allowance
from tests.found_files import geojson, parquet, xlsx, zipped

CSV = b"Camp,People\nA,1\nB,2\n"
SQUARE = {"type": "Polygon", "coordinates": [[[10, 0], [12, 0], [12, 2], [10, 2], [10, 0]]]}
HOOK = {"type": "Polygon", "coordinates": [[[0, 0], [9, 0], [9, 9], [8, 9], [8, 1], [0, 1], [0, 0]]]}


def point(longitude, latitude):
    return {"type": "Point", "coordinates": [longitude, latitude]}


def test_every_table_of_an_archive_is_read_and_named():
    data = zipped({"a/camps.csv": CSV, "b/camps.csv": CSV, "book.xlsx": xlsx({"S": [["Camp", "n"], ["A", 1]]})})
    found = read_found("all.zip", data)
    assert [table.place for table in found.tables] == [
        "all.zip, a/camps.csv",
        "all.zip, b/camps.csv",
        "all.zip, book.xlsx, S",
    ]
    assert found.findings == ()


def test_an_archive_in_an_archive_is_read_and_one_deeper_is_not():
    inner = zipped({"camps.csv": CSV})
    found = read_found("a.zip", zipped({"inner.zip": inner}))
    assert [table.place for table in found.tables] == ["a.zip, inner.zip, camps.csv"]
    found = read_found("a.zip", zipped({"b.zip": zipped({"c.zip": inner}), "camps.csv": CSV}))
    assert [table.sheet for table in found.tables] == ["camps.csv"]
    assert [(f.level, f.rule, f.table) for f in found.findings] == [("error", "not_a_table", "a.zip, b.zip, c.zip")]


def test_what_is_no_table_beside_tables_is_a_note():
    members = {"camps.csv": CSV, "logo.png": b"\x89PNG\r\n", "__MACOSX/._camps.csv": b"x", "empty.csv": b"", "d/": b""}
    found = read_found("a.zip", zipped(members))
    assert len(found.tables) == 1
    assert [(f.level, f.table) for f in found.findings] == [("note", "a.zip, logo.png"), ("note", "a.zip, empty.csv")]


def test_an_archive_without_tables_is_an_error():
    found = read_found("a.zip", zipped({"logo.png": b"\x89PNG\r\n"}))
    assert [f.level for f in found.findings] == ["note", "error"]


def test_names_of_members_lead_nowhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = read_found("a.zip", zipped({"../../evil.csv": CSV, "/etc/evil.csv": CSV}))
    assert [table.sheet for table in found.tables] == ["../../evil.csv", "/etc/evil.csv"]
    assert list(tmp_path.iterdir()) == []
    assert not (tmp_path.parent.parent / "evil.csv").exists()


def test_an_archive_that_unpacks_beyond_measure_is_refused_member_by_member(monkeypatch):
    members = {"huge.csv": CSV * 100, "camps.csv": CSV, "more.csv": CSV * 2, "last.csv": CSV}
    monkeypatch.setattr(archive_members, "LARGEST_FILE", len(CSV) * 50)
    allowance = Allowance(unpacked=len(CSV) * 2)
    read = dict(archive_members.read_members("a.zip", zipped(members), allowance))
    assert (read["camps.csv"], read["last.csv"]) == (CSV, CSV)
    assert [(read[name].rule, read[name].table) for name in ("huge.csv", "more.csv")] == [
        ("too_large", "a.zip, huge.csv"),
        ("too_large", "a.zip, more.csv"),
    ]


def test_a_locked_member_is_refused_in_words():
    data = bytearray(zipped({"camps.csv": CSV}))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    found = read_found("a.zip", bytes(data))
    assert "locked with a password" in found.findings[0].message


def test_a_damaged_member_is_one_error_and_the_others_are_read():
    data = bytearray(zipped({"a.csv": CSV * 50, "b.csv": CSV}))
    data[45] ^= 0xFF
    found = read_found("a.zip", bytes(data))
    assert [table.sheet for table in found.tables] == ["b.csv"]
    assert [(f.level, f.table) for f in found.findings] == [("error", "a.zip, a.csv")]


def test_a_map_gives_properties_and_a_point_of_each_feature():
    features = (
        ({"name": "Nduta", "people": 27144, "open": True, "tags": ["a"]}, point(30.7765, -3.6895)),
        ({"name": "Zone", "people": None}, SQUARE),
        ({"name": "Hook", "share": 0.5}, HOOK),
        ({"name": "Nowhere"}, None),
    )
    found = read_found("camps.geojson", geojson(*features))
    table = found.tables[0]
    assert list(table.cells.columns) == ["name", "people", "open", "tags", "share", "latitude", "longitude"]
    assert table.cells.iloc[0].tolist()[:4] == ["Nduta", "27144", "true", '["a"]']
    assert table.cells.loc[0, ["latitude", "longitude"]].tolist() == ["-3.6895", "30.7765"]
    assert table.cells.loc[1, ["latitude", "longitude"]].tolist() == ["1", "11"]
    longitude, latitude = float(table.cells.loc[2, "longitude"]), float(table.cells.loc[2, "latitude"])
    assert latitude <= 1 or longitude >= 8, "the point of a hook lies in the hook, where its centre does not"
    assert pd.isna(table.cells.loc[3, "latitude"])
    assert "latitude" not in table.positions
    assert found.findings == ()


@pytest.mark.parametrize(
    "place",
    [
        point(500, 2),
        point(2, 95),
        point("x", "y"),
        {"type": "Point", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[1, 2], [3]]]},
        {"type": "Blob"},
        {"type": "Polygon", "coordinates": [[["a"]]]},
        [1, 2],
    ],
)
def test_a_place_that_is_none_is_an_error_with_its_feature(place):
    found = read_found("a.geojson", geojson(({"name": "A"}, point(1, 2)), ({"name": "B"}, place)))
    assert found.tables[0].cells["name"].tolist() == ["A", "B"]
    assert pd.isna(found.tables[0].cells.loc[1, "latitude"])
    assert [(f.level, f.rule, f.row) for f in found.findings] == [("error", "coordinates", 3)]


def test_a_property_called_latitude_stays_beside_what_the_map_says():
    found = read_found("a.geojson", geojson(({"latitude": "12.5"}, point(1, 2))))
    assert list(found.tables[0].cells.columns) == ["latitude", "map latitude", "longitude"]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (geojson(({}, point(1, 2)), crs={"type": "name", "properties": {"name": "EPSG:32636"}}), "coordinates"),
        (b'{"type": "FeatureCollection", "features": [', "not_a_table"),
        (b'{"camps": [1, 2]}', "no_table"),
        (b'[{"a": 1}]', "no_table"),
        (b'{"type": "FeatureCollection", "features": []}', "no_rows"),
        (b'{"type": "FeatureCollection", "features": 5}', "no_table"),
        (b'{"a":' * 100_000, "not_a_table"),
    ],
)
def test_what_is_no_map_in_degrees_is_one_error(data, rule):
    found = read_found("a.geojson", data)
    assert [(f.level, f.rule) for f in found.findings] == [("error", rule)]


def test_a_map_in_named_degrees_is_read():
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert len(read_found("a.geojson", geojson(({}, point(1, 2)), crs=crs)).tables) == 1


def test_a_parquet_file_is_read():
    found = read_found("a.parquet", parquet({"camp": ["A", "B"], "people": [1, None]}))
    assert found.tables[0].cells["camp"].tolist() == ["A", "B"]
    assert found.tables[0].positions == {"camp": 1, "people": 2}


def test_a_damaged_parquet_file_is_one_error():
    data = parquet({"camp": ["A", "B"]})
    assert [f.level for f in read_found("a.parquet", data[:-20]).findings] == ["error"]
