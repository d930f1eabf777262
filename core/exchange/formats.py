"""The formats an operation can leave in, and the files each makes."""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType

from core.exchange.csv_tables import write_csv
from core.exchange.geojson import write_geojson
from core.exchange.hxl_csv import write_hxl
from core.exchange.outgoing import Outgoing
from core.exchange.parquet_tables import write_parquet
from core.exchange.stock_exports import write_msupply, write_openboxes
from core.exchange.who_does_what import write_who_does_what
from core.exchange.xlsx import write_xlsx

ABOUT_FILE = "about.json"

FORMATS: Mapping[str, Callable[[Outgoing], dict[str, bytes]]] = MappingProxyType(
    {
        "xlsx": lambda outgoing: {"operation.xlsx": write_xlsx(outgoing)},
        "csv": lambda outgoing: {f"csv/{name}.csv": write_csv(outgoing, name) for name in outgoing.tables},
        "hxl": lambda outgoing: {f"hxl/{name}.csv": write_hxl(outgoing, name) for name in outgoing.tables},
        "geojson": lambda outgoing: {"operation.geojson": write_geojson(outgoing)},
        "parquet": lambda outgoing: {
            f"parquet/{name}.parquet": write_parquet(outgoing, name) for name in outgoing.tables
        },
        "3w": write_who_does_what,
        "openboxes": write_openboxes,
        "msupply": write_msupply,
    }
)
"""Format to a function that gives file names (a folder within by ``/``) and contents."""


def about_file(outgoing: Outgoing) -> bytes:
    """What the export is, beside files that cannot say it themselves."""
    return (json.dumps(outgoing.about.values(), ensure_ascii=False, indent=2) + "\n").encode("utf-8")
