"""Sources of figures that are asked over the network: their kinds, where each is asked, and what came, page by page."""

from core.connectors.address import checked_source as checked_source
from core.connectors.answers import Answers as Answers, Page as Page, ask_all as ask_all
from core.connectors.configured import Connector as Connector, Connectors as Connectors
from core.connectors.kind import Kind as Kind
from core.connectors.kinds import KINDS as KINDS, kind_named as kind_named
from core.connectors.limits import Limits as Limits
from core.connectors.provenance import Provenance as Provenance, ProvenanceRecord as ProvenanceRecord
from core.connectors.rows import rows_as_csv as rows_as_csv
