"""Every page on an operation of 2,000 camps: seconds to open, first and again, and how much the browser has to draw.

    python -m tests.benchmark many_camps
    AID_MANY_CAMPS=500 python -m tests.benchmark many_camps

The operation is drawn (illustrative): 40 depots, 12 items, 12 weeks, 40 weeks of counts. Its plan is solved first, that
takes up to ten minutes; its time and how near the best it is proved to be are printed. Run on a quiet machine.
"""

import os
import re
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from core.bootstrap import build_resources
from core.domain.operation import Operation
from core.settings import read_environment
from tests.benchmark._instances import SIZES, START, Size, draw_instance
from tests.serving import CHROMIUM_FLAGS, find_browser, running_app

PAGES = (
    "overview",
    "map",
    "forecast",
    "needs",
    "inventory",
    "past",
    "plan",
    "dispatch",
    "outcomes",
    "data",
    "backtest",
)
PAGES += ("model_card", "health", "")
MAP_SECONDS = 3.0
PLAN_SECONDS = 720.0
MOST_NODES = 6_000
MOST_PIXELS = 12_000
WEEKS_OF_COUNTS = 40
IS_DRAWN = """() => document.querySelector('[data-testid=stMain] h1') && !document.querySelector('[data-stale=true]')
    && !document.querySelector('[data-testid=stStatusWidget]')"""


@dataclass(frozen=True)
class Opened:
    """What it took to open a page once."""

    page: str
    seconds: float
    nodes: int
    pixels: int
    answer: str


def main() -> bool:
    """Print the table; whether the map comes in time and no page draws more than a browser bears."""
    from playwright.sync_api import sync_playwright

    executable = find_browser()
    if executable is None:
        print("no Chromium here: nothing was measured")
        return False
    camps = int(os.environ.get("AID_MANY_CAMPS", "2000"))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder)
        name = _store(home, camps)
        with running_app(home) as server:
            browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.set_default_timeout(PLAN_SECONDS * 1000)
            page.goto(f"{server.address}/plan?operation={name}")
            _print_plan(page)
            opened = [_open(page, f"{server.address}/{path}?operation={name}") for path in PAGES * 2]
            browser.close()
    first, again = opened[: len(PAGES)], opened[len(PAGES) :]
    print(f"{'page':12} {'first s':>8} {'again s':>8} {'nodes':>7} {'pixels':>7}  title")
    for one, two in zip(first, again, strict=True):
        print(
            f"{two.page or 'today':12} {one.seconds:8.1f} {two.seconds:8.1f} {two.nodes:7} {two.pixels:7}  {two.answer}"
        )
    by_name = {one.page: one for one in again}
    is_light = all(one.nodes <= MOST_NODES and one.pixels <= MOST_PIXELS for one in opened)
    return by_name["map"].seconds <= MAP_SECONDS and is_light


def _store(home: Path, camps: int) -> str:
    """Save the drawn operation in a folder's store; its name, as an address has it."""
    size = SIZES["L"]
    tables = draw_instance(Size(camps, size.depots, size.items, size.weeks, size.links)).tables
    resources = build_resources(read_environment({"AID_HOME": str(home)}))
    operation = Operation.build({**tables, "population": _counts(tables["population"])})
    resources.store.save_version(operation, parent=None, author="benchmark")
    resources.store.close()
    return operation.settings.name.replace(" ", "+")


def _counts(last: pd.DataFrame) -> pd.DataFrame:
    """Weekly counts before the last one, four of ten not taken, that drift as camps do."""
    draw = np.random.default_rng(5)
    dates = pd.date_range(end=START, periods=WEEKS_OF_COUNTS, freq="7D")
    shape = len(last), WEEKS_OF_COUNTS
    back = draw.normal(0.004, 0.02, shape)[:, ::-1].cumsum(axis=1)[:, ::-1]
    back -= back[:, -1:]
    people = np.round(last["population"].astype(float).to_numpy()[:, None] * np.exp(-back))
    taken = draw.random(shape) < 0.6
    taken[:, -1] = True
    camp, week = np.nonzero(taken)
    return pd.DataFrame(
        {
            "camp_id": last["camp_id"].to_numpy()[camp],
            "date": dates.strftime("%Y-%m-%d").to_numpy()[week],
            "population": people[camp, week].astype(int).astype("str"),
            "kind": "registration",
        }
    )


def _print_plan(page) -> None:
    began = time.monotonic()
    page.wait_for_function(IS_DRAWN)
    while time.monotonic() - began < PLAN_SECONDS and page.locator("button:has-text('Cancel')").count():
        page.wait_for_timeout(1000)
    page.wait_for_function(IS_DRAWN)
    words = page.locator("[data-testid=stMain]").inner_text()
    proved = re.search(r"[^.\n]*(?:within|from the best)[^.\n]*%[^.\n]*", words)
    print(f"plan after {time.monotonic() - began:.0f} s: {page.locator('h1').inner_text()}")
    print(f"   {proved.group().strip() if proved else 'the page does not say how near the best it is'}")


def _open(page, address: str) -> Opened:
    began = time.monotonic()
    page.goto(address)
    page.wait_for_function(IS_DRAWN)
    seconds = time.monotonic() - began
    page.wait_for_timeout(500)
    nodes = page.evaluate("document.querySelectorAll('*').length")
    pixels = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    path = address.split("?", maxsplit=1)[0].rsplit("/", 1)[1]
    return Opened(path, seconds, nodes, pixels, page.locator("h1").first.inner_text())
