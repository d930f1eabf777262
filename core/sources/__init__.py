"""Importers of files as providers publish them, one file each; the only code that knows outside column names."""

from core.intake.found import FoundTable
from core.sources.camp_list import CampList
from core.sources.cod_boundaries import CodBoundaries
from core.sources.flee_closures import FleeClosures
from core.sources.hapi_idps import HapiIdps
from core.sources.hapi_refugees import HapiRefugees
from core.sources.iom_dtm import IomDtm
from core.sources.kobo import Kobo
from core.sources.monthly_stock import MonthlyStock
from core.sources.msupply_stock import MSupplyStock
from core.sources.openboxes_stock import OpenBoxesStock
from core.sources.pcode_list import PcodeList
from core.sources.reference import apply_pcodes as apply_pcodes
from core.sources.road_links import RoadLinks
from core.sources.scms_deliveries import ScmsDeliveries
from core.sources.source import Choice as Choice, Source as Source, SourceContext as SourceContext
from core.sources.unhcr_demographics import UnhcrDemographics
from core.sources.unhcr_end_year import UnhcrEndYear
from core.sources.unhcr_sites import UnhcrSites
from core.sources.unhcr_wash import UnhcrWash
from core.sources.wfp_prices import WfpPrices
from core.sources.who_does_what import WhoDoesWhat

SOURCES: tuple[Source, ...] = (
    UnhcrWash(),
    UnhcrDemographics(),
    UnhcrEndYear(),
    UnhcrSites(),
    IomDtm(),
    HapiIdps(),
    HapiRefugees(),
    WfpPrices(),
    ScmsDeliveries(),
    MonthlyStock(),
    OpenBoxesStock(),
    MSupplyStock(),
    WhoDoesWhat(),
    PcodeList(),
    CodBoundaries(),
    Kobo(),
    CampList(),
    FleeClosures(),
    RoadLinks(),
)
"""Every importer; of two that are equally sure the first is taken."""

SURE_ENOUGH = 0.6
"""How sure an importer must be for a table to be its own."""


def source_of(found: FoundTable) -> tuple[Source, float] | None:
    """The importer that is surest of a table, and how sure it is; None where none is sure enough."""
    sure = [(source.recognise(found), source) for source in SOURCES]
    best = max(confidence for confidence, _ in sure)
    if best < SURE_ENOUGH:
        return None
    return next((source, confidence) for confidence, source in sure if confidence == best)
