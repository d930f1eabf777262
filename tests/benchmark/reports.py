"""How long a report takes, and how large its files are: the demonstration, and 2,000 camps."""

import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd

from core.bootstrap import build_resources
from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.domain.sensitivity import Sensitivity
from core.intake import read_folder
from core.locale import LANGUAGES
from core.report import BY_LANGUAGE, Detail
from core.services.make_brief import gather, make_brief
from core.services.plan_distribution import plan_distribution
from core.settings import read_environment
from tests.briefs import many_camps

DAY = pd.Timestamp("2026-11-27")
LARGEST_HTML = 300_000
MOST_SECONDS = 5.0
"""Per page, once the figures are there."""


def main() -> bool:
    """Print a row per operation, language and form; whether sizes and times hold."""
    with tempfile.TemporaryDirectory() as home:
        settings = read_environment()
        resources = build_resources(replace(settings, home=Path(home), database_url=f"sqlite:///{home}/store.db"))
        operations = {
            "demonstration": Operation.build(read_folder(settings.demonstration)),
            "2,000 camps": many_camps(2000),
        }
        # every one is measured, also after one that does not hold
        measured = [_measure(resources, name, operation) for name, operation in operations.items()]
        holds = all(measured)
        resources.store.close()
    return holds


def _measure(resources, name, operation) -> bool:
    audited = plan_distribution(resources, operation, Scenario(weeks=4))
    _warm(resources, operation, audited)
    begun = time.perf_counter()
    material = gather(resources, operation, audited)
    print(f"{name:14} figures {time.perf_counter() - begun:5.2f} s")
    holds = True
    for code in LANGUAGES:
        brief = make_brief(material, LANGUAGES[code], Sensitivity.INTERNAL, DAY)
        for form in ("pdf", "html"):
            begun = time.perf_counter()
            (content,) = BY_LANGUAGE[form](_bare(brief)).values()
            seconds = time.perf_counter() - begun
            print(f"{name:14} {code} {form:4} {seconds:5.2f} s {len(content):8,} bytes")
            holds &= seconds < MOST_SECONDS and (form != "html" or len(content) < LARGEST_HTML)
    return holds


def _warm(resources, operation, audited) -> None:
    """Imports, outlines and fonts are there before anything is timed."""
    brief = make_brief(gather(resources, operation, audited), LANGUAGES["ar"], Sensitivity.INTERNAL, DAY)
    BY_LANGUAGE["pdf"](_bare(brief))


def _bare(brief) -> Detail:
    empty = pd.DataFrame()
    return Detail(brief, empty, empty, empty, ())
