"""Operations with plans for tests of reports: ordinary, odd and large ones; and how a PDF is read."""

import re
import shutil
import subprocess

import numpy as np
import pandas as pd
import pytest

from core.domain.scenario import Scenario
from core.domain.sensitivity import Sensitivity
from core.locale import LANGUAGES
from core.services.make_brief import gather, make_brief
from core.services.plan_distribution import plan_distribution
from tests.builders import CAMPS, ITEMS, small_operation, small_tables
from tests.hostile_text import hostile_texts

TODAY = pd.Timestamp("2025-07-01")
WEEKS = 4


def named(names):
    """The small operation with names of one's own for its camps and items."""
    tables = small_tables()
    tables["camps"]["name"] = names[: len(CAMPS)]
    tables["items"]["name"] = names[len(CAMPS) : len(CAMPS) + len(ITEMS)]
    return small_operation(**tables)


def many_camps(number):
    """The small operation with camps like its first ones, on a grid."""
    tables = small_tables()
    rows = np.arange(number)
    camps = tables["camps"].iloc[rows % len(CAMPS)].reset_index(drop=True)
    camps["camp_id"] = [f"camp-{row}" for row in rows]
    camps["name"] = [f"Camp {row} of a long valley" for row in rows]
    camps["latitude"] = -5.0 + rows % 50 * 0.05
    camps["longitude"] = 29.0 + rows // 50 * 0.05
    counts = tables["population"].groupby("camp_id", sort=False).tail(4)
    population = pd.concat([counts[counts["camp_id"] == "north"].assign(camp_id=camp) for camp in camps["camp_id"]])
    return small_operation(
        camps=camps, population=population, stock=None, arrivals=None, deliveries=None, routes=None, vehicles=None
    )


def odd_operations():
    """Name to operation: what a page must still say something honest about."""
    no_need = small_tables()
    no_need["items"]["need_quantity"] = 0.0
    return {
        "ordinary": small_operation(),
        "no stock": small_operation(stock=None),
        "no depots": small_operation(depots=None, routes=None, arrivals=None, offers=None, vehicles=None, stock=None),
        "no need": small_operation(items=no_need["items"]),
        "no places": small_operation(
            camps=small_tables()["camps"].assign(latitude=np.nan, longitude=np.nan), routes=small_tables()["routes"]
        ),
        "long names": named(
            ["Camp of the very long name beside the lake " * 4] * 3 + ["Flour, " + "fortified " * 30] * 3
        ),
        "hostile": named(hostile_texts(6, seed=3)),
        "arabic names": named(["مخيم الزعتري", "مخيم الأزرق (2)", "Camp 3 مخيم", "دقيق الذرة", "صابون", "بطانية"]),
        "34 camps": many_camps(34),
    }


def audited_plan(resources, operation, **asked):
    """The plan of an operation, from a scenario of a few weeks."""
    return plan_distribution(resources, operation, Scenario(weeks=WEEKS, **asked))


def brief_of(resources, operation, language="en", level=Sensitivity.INTERNAL, **asked):
    """The brief of an operation's plan."""
    material = gather(resources, operation, audited_plan(resources, operation, **asked))
    return make_brief(material, LANGUAGES[language], level, TODAY)


def pages_of(pdf):
    """Number of pages of a PDF, as its page tree says."""
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


def text_of(pdf):
    """Text of a PDF; the test is skipped, loudly, where poppler is missing."""
    if shutil.which("pdftotext") is None:
        pytest.skip("SKIPPED LOUDLY: pdftotext (poppler-utils) is missing; text of papers was not read.")
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(read.stdout.decode().split())
