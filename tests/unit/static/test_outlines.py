"""The assets that maps draw from: complete, local, of one layout."""

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

STATIC = Path(__file__).parents[3] / "static"
OUTLINES = {
    "countries-world": {"name", "iso3"},
    "countries-world-fine": {"name", "iso3"},
    "countries-great-lakes": {"name", "iso3"},
    "lakes-world": {"name"},
    "lakes-great-lakes": {"name"},
    "provinces-great-lakes": {"name", "country"},
}
MOST_BYTES = 3_500_000


def outline(name: str) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads((STATIC / "outlines" / f"{name}.geojson").read_text("utf-8"))[
        "features"
    ]
    return features


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_outlines", STATIC / "build_outlines.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", OUTLINES)
def test_outline_is_closed_polygons_in_degrees_with_its_properties(name: str) -> None:
    for feature in outline(name):
        assert set(feature["properties"]) == OUTLINES[name]
        assert feature["geometry"]["type"] == "MultiPolygon"
        for polygon in feature["geometry"]["coordinates"]:
            for ring in polygon:
                assert len(ring) >= 4
                assert ring[0] == ring[-1]
                assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring)


def test_countries_of_three_emergencies_are_on_the_world_outline() -> None:
    codes = {f["properties"]["iso3"] for f in outline("countries-world")}
    assert codes >= {"MLI", "SYR", "BDI", "RWA", "TZA", "UGA", "COD"}


def test_the_lakes_of_the_region_are_named() -> None:
    names = {f["properties"]["name"] for f in outline("lakes-great-lakes")}
    assert names >= {"Lake Victoria", "Lake Tanganyika", "Lake Kivu", "Lake Albert"}


def test_a_reversed_arc_is_read_backwards_and_quantised_steps_add_up(script: ModuleType) -> None:
    topology = {
        "transform": {"scale": [0.5, 0.5], "translate": [10, 0]},
        "arcs": [[[0, 0], [2, 0], [0, 2]], [[0, 0], [0, 2], [2, 0]]],
        "objects": {},
    }
    arcs = script.decoded_arcs(topology)
    assert arcs[0] == [[10, 0], [11, 0], [11, 1]]
    assert script.ring(arcs, [0, ~1], 2) == [[10, 0], [11, 0], [11, 1], [10, 1], [10, 0]]


def test_style_sheets_ask_no_other_host_and_what_they_name_is_here() -> None:
    for sheet in STATIC.rglob("*.css"):
        text = sheet.read_text("utf-8")
        assert "http" not in "".join(re.findall(r"url\([^)]*\)", text))
        for address in re.findall(r"url\(\"?'?([^)\"'#]+)", text):
            assert (sheet.parent / address).is_file(), address


def test_every_package_keeps_its_licence_and_all_stays_small() -> None:
    for path in ("vendor/leaflet/LICENSE", "vendor/jquery/LICENSE.txt", "fonts/OFL.txt", "icon.png"):
        assert (STATIC / path).stat().st_size > 0
    assert sum(f.stat().st_size for f in STATIC.rglob("*") if f.is_file() and f.suffix != ".pyc") < MOST_BYTES
