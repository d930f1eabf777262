"""How fast the pages are: first page after the server's start, page to page, a what-if; and what they load.

Run on a quiet machine: ``python -m tests.benchmark pages``.
"""

import statistics
import tempfile
import time
from pathlib import Path

from tests.serving import CHROMIUM_FLAGS, find_browser, running_app

FIRST_PAGE_SECONDS = 5.0
PAGE_TO_PAGE_SECONDS = 1.0
WHAT_IF_SECONDS = 1.0
PAGES = ("Map", "Forecast", "Needs", "Inventory", "Plan & scenarios", "Data", "Backtest", "Model card", "Today")
ROUNDS = 3
WHAT_IFS = 4


def main() -> bool:
    """Print the table; whether every bound holds."""
    from playwright.sync_api import sync_playwright

    executable = find_browser()
    if executable is None:
        print("no Chromium here: nothing was measured")
        return False
    rows: list[tuple[str, float, float | None]] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        home = Path(folder)
        for state in ("very first start, nothing computed", "later start"):
            with running_app(home, wait=False) as server:
                page = browser.new_page(viewport={"width": 1280, "height": 900})
                _first_page(page, server.address)
                rows.append((f"first page, {state}", time.monotonic() - server.started_at, FIRST_PAGE_SECONDS))
                if state == "later start":
                    rows += _page_to_page(page)
                    rows += _what_ifs(page)
                    loaded = count_processes_with_tensorflow(server.process.pid)
                    rows.append(("TensorFlow loaded by server or worker (0 = no)", float(loaded), 0.0))
                page.close()
        browser.close()
    print(f"{'what':58} {'seconds':>8} {'bound':>6}")
    for what, seconds, bound in rows:
        print(f"{what:58} {seconds:8.2f} {'' if bound is None else f'{bound:6.1f}'}")
    return all(bound is None or seconds <= bound for _, seconds, bound in rows)


def _first_page(page, address: str) -> None:
    """Open the app as soon as it answers; returns when the first page's table stands."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            page.goto(address, timeout=2000)
            break
        except Exception:
            time.sleep(0.05)
    page.wait_for_selector(".aid-heat", timeout=60_000)


def _page_to_page(page) -> list[tuple[str, float, float | None]]:
    """Median seconds from the click in the menu to the new title with its content."""
    rows = []
    times: dict[str, list[float]] = {name: [] for name in PAGES}
    for _ in range(ROUNDS):
        for name in PAGES:
            before = page.evaluate(f"() => {TITLE}")
            began = time.monotonic()
            page.click(f"[data-testid=stSidebarNav] a:has-text('{name}')")
            _drawn(page, before)
            times[name].append(time.monotonic() - began)
            page.wait_for_timeout(700)
    for name, seconds in times.items():
        rows.append((f"to {name}, median of {ROUNDS}", statistics.median(seconds), PAGE_TO_PAGE_SECONDS))
    return rows


TITLE = "document.querySelector('[data-testid=stMain] h1')?.innerText"


def _drawn(page, before: str) -> None:
    """Return when another page's answer stands as title; the element itself may be the same."""
    page.wait_for_function(
        f"before => {{ const title = {TITLE}; return title && title !== before &&"
        " document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'; }",
        arg=before,
        timeout=30_000,
    )


def _what_ifs(page) -> list[tuple[str, float, float | None]]:
    """Median seconds from a key on a slider to the new plan's figures, chart and map, each a question never asked."""
    page.click("[data-testid=stSidebarNav] a:has-text('Plan & scenarios')")
    rows = []
    for number, (name, key) in enumerate((("budget", "ArrowLeft"), ("influx", "ArrowRight"))):
        seconds = []
        for _ in range(WHAT_IFS):
            _settled(page)
            page.wait_for_timeout(1000)
            before = page.evaluate(PLAN_NUMBER)
            page.get_by_role("slider").nth(number).focus()
            began = time.monotonic()
            page.keyboard.press(key)
            page.wait_for_function(f"before => ({PLAN_NUMBER}) !== before", arg=before, timeout=60_000)
            _settled(page)
            seconds.append(time.monotonic() - began)
        rows.append(
            (f"what-if by the {name} slider, median of {WHAT_IFS}", statistics.median(seconds), WHAT_IF_SECONDS)
        )
        rows.append((f"what-if by the {name} slider, longest", max(seconds), None))
    return rows


PLAN_NUMBER = "[...document.querySelectorAll('.aid-line')].map(e => e.innerText).find(t => t.includes('Plan')) || ''"


def _settled(page) -> None:
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
        f" && ({PLAN_NUMBER})",
        timeout=60_000,
    )


def count_processes_with_tensorflow(pid: int) -> int:
    """How many of the server's processes have TensorFlow mapped."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    found = 0
    for process in [str(pid), *children]:
        found += "tensorflow" in Path(f"/proc/{process}/maps").read_text()
    return found


if __name__ == "__main__":
    raise SystemExit(not main())
