"""Ways out: what may leave, written in the formats that others read. Nothing here decides what may leave."""

from core.exchange.csv_tables import write_csv as write_csv
from core.exchange.formats import ABOUT_FILE as ABOUT_FILE, FORMATS as FORMATS, about_file as about_file
from core.exchange.geojson import write_geojson as write_geojson
from core.exchange.hxl_csv import write_hxl as write_hxl
from core.exchange.hxl_tags import HXL_TAGS as HXL_TAGS
from core.exchange.outgoing import About as About, Outgoing as Outgoing
from core.exchange.parquet_tables import write_parquet as write_parquet
from core.exchange.xlsx import write_xlsx as write_xlsx
