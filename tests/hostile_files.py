"""Found files changed at random, as disks, transfers and programs damage them, and as somebody hostile would."""

import datetime as dt
import io
import random
import zipfile

from tests.found_files import geojson, ods, parquet, xls, xlsx, zipped

_ROWS = [
    ["Camp", "Réfugiés", "Date", "Note"],
    *[[f"Camp {n}", 100 * n, dt.date(2015, 1, n + 1), "L’eau, “5 l”"] for n in range(20)],
    ["Total", 19000, None, None],
]
_TEXT = "\n".join(",".join("" if cell is None else str(cell).replace(",", " ") for cell in row) for row in _ROWS)
_PLACES = [
    {"type": "Point", "coordinates": [30.5, -3.25]},
    {"type": "Polygon", "coordinates": [[[10, 0], [12, 0], [12, 2], [10, 0]]]},
    None,
]
PIECES = [
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b'""', b"\r", b"\n\n\n", b";" * 40, b"," * 700, b"\t", b"\x1a"),
    *(b"=cmd|' /C calc'!A0", b"<!ENTITY a 'b'>", b"#adm1+name", b"\xed\xa0\x80", b"1e999", b"NaN", b"-" * 90),
    *(b"9" * 5000, b"../../", b"[" * 3000, b"</table:table>", b'table:number-columns-repeated="99999999"'),
    *(b"\\ud800", b"sep=;\n", b"1,234,5.6,7"),
]
"""Put anywhere: what has broken readers of tables before."""


def originals():
    """Name to bytes of one good file of each format and encoding."""
    merged = {"S": _ROWS, "Notes": [["Read me"]]}
    files = {
        "utf8.csv": _TEXT.encode(),
        "latin.csv": _TEXT.replace("’", "'").replace("“", '"').replace("”", '"').encode("latin-1"),
        "ansi.csv": _TEXT.replace(",", ";").encode("cp1252"),
        "utf16.txt": _TEXT.replace(",", "\t").encode("utf-16"),
        "tags.csv": _TEXT.replace("\n", "\n#loc+name,#affected,#date,#description\n", 1).encode(),
        "book.xlsx": xlsx(merged, merged=("A3:A5",), errors=(("B4", "#N/A"),)),
        "book.xls": xls(merged, errors=((21, 3, 0x2A),)),
        "book.ods": ods(merged),
        "map.geojson": geojson(*[({"name": f"A{n}", "people": n}, _PLACES[n % 3]) for n in range(9)]),
        "table.parquet": parquet({"camp": ["A", "B", None], "people": [1.5, None, 3.0]}),
    }
    inner = zipped({"utf8.csv": files["utf8.csv"], "book.xlsx": files["book.xlsx"]})
    files["all.zip"] = zipped({"camps.csv": files["utf8.csv"], "map.geojson": files["map.geojson"], "inner.zip": inner})
    return files


def changed(name, data, rng: random.Random):
    """The file with a few bytes, pieces or blocks changed; inside its parts for a packed file, every other time."""
    if data.startswith(b"PK") and rng.random() < 0.6:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {part: archive.read(part) for part in archive.namelist()}
        part = rng.choice(list(parts))
        parts[part] = _scrambled(parts[part], rng)
        return zipped(parts)
    return _scrambled(data, rng)


def _scrambled(data, rng):
    out = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 5, 20])):
        at = rng.randrange(len(out) + 1)
        what = rng.randrange(6)
        if what == 0 and out:
            out[at % len(out)] = rng.randrange(256)
        elif what == 1:
            out[at:at] = rng.choice(PIECES)
        elif what == 2:
            del out[at : at + rng.randrange(1, 200)]
        elif what == 3:
            block = out[at : at + rng.randrange(1, 500)]
            out[at:at] = block * rng.randrange(1, 20)
        elif what == 4 and rng.random() < 0.2:
            del out[at:]
        else:
            end = at + rng.randrange(1, 8)
            out[at:end] = rng.randbytes(end - at)
    return bytes(out)
