"""Five hundred hostile names and cells through import, store, every page in a real browser, and everything that leaves.

    python -m tests.benchmark hostile_names

First each text alone: as name of a camp, as header, as name of the file, of a sheet and of a member of an archive. Then
all of them in one stored operation that a browser walks through. Bounds: no crash, no file longer than 10 s, no script
runs (a flag that each would set, dialogs, requests to anywhere else), no formula in what leaves, and what is stored is
what came.
"""

import io
import os
import resource
import tempfile
import time
from collections import Counter
from pathlib import Path

import pandas as pd

from core.bootstrap import build_resources
from core.bundle import read_bundle
from core.domain.access import alone
from core.domain.sensitivity import Sensitivity
from core.exchange import FORMATS
from core.intake.apostrophes import unguard_text
from core.secrets_folder import SecretsFolder
from core.services.export_operation import export_operation
from core.services.make_bundle import make_bundle
from core.services.open_operation import open_operation
from core.services.resources import Resources
from core.services.submit_data import save_upload
from core.services.upload_tables import csv_for_people, preview_tables
from core.settings import read_environment
from tests.found_files import xlsx, zipped
from tests.hostile_operation import assert_leaves_harmless, hostile_files
from tests.hostile_text import hostile_texts, that_can_be_stored
from tests.mutated_imports import outcome_of
from tests.serving import CHROMIUM_FLAGS, find_browser, running_app

TEXTS = 500
TELL_EVERY = 50
"""Texts between two lines of how far it is: a long run that is ended early has figures then."""
MOST_SECONDS = 10.0
MOST_MIB = 2_048
ME = alone("test")
PAGES = (
    "Today",
    "Map",
    "Forecast",
    "Needs",
    "Inventory",
    "Plan & scenarios",
    "Ration",
    "Data",
    "Backtest",
    "Model card",
)


def main() -> bool:
    """Print what became of them; whether every bound holds."""
    texts = hostile_texts(TEXTS)
    held = _alone(texts)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        resources = build_resources(read_environment({**os.environ, "AID_HOME": str(home)}))
        held &= _together(resources, that_can_be_stored(texts), Path(folder))
        resources.store.close()
        held &= _in_a_browser(home)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"most memory {most:,.0f} MiB")
    return held and most < MOST_MIB


def _alone(texts: list[str]) -> bool:
    outcomes: Counter = Counter()
    details: Counter = Counter()
    slowest = 0.0
    for number, text in enumerate(texts):
        for place, (name, data) in files_with(text, number).items():
            outcome = outcome_of(name, data, None)
            outcomes[place, outcome.what] += 1
            slowest = max(slowest, outcome.seconds)
            if outcome.detail:
                details[f"{place}: {outcome.detail[:200]}"] += 1
                print(f"text {number}, {place}: {outcome.detail[:200]}", flush=True)
        if (number + 1) % TELL_EVERY == 0:
            told = Counter()
            for (_, what), times in outcomes.items():
                told[what] += times
            shown = ", ".join(f"{times:,} {what}" for what, times in told.most_common())
            print(f"after {number + 1} texts: {shown}; slowest {slowest:.2f} s", flush=True)
    print(f"{'as':<16}{'accepted':>9}{'asked':>7}{'refused':>9}{'crash':>7}{'hang':>6}")
    for place in dict.fromkeys(place for place, _ in outcomes):
        counts = [outcomes[place, what] for what in ("accepted", "asked", "refused", "crash", "hang")]
        print(f"{place:<16}{counts[0]:>9}{counts[1]:>7}{counts[2]:>9}{counts[3]:>7}{counts[4]:>6}")
    print(f"{sum(outcomes.values())} imports, slowest {slowest:.2f} s")
    print("\n".join(f"{times} x {detail}" for detail, times in details.most_common(20)))
    return not details and slowest < MOST_SECONDS


def files_with(text: str, number: int) -> dict[str, tuple[str, bytes]]:
    """One small list of camps with counts for each place in which a text may stand."""
    quoted = '"' + text.replace('"', '""') + '"'
    header = "name,country,lat,lon,date,refugees"
    row = f"{quoted},TZA,-3.5,30.5,2015-01-0{1 + number % 9},900"
    plain = f"{header}\nNorth,TZA,-3.5,30.5,2015-01-01,900\n".encode()
    encoded = f"{header}\n{row}\nSouth,TZA,-3.6,30.6,2015-01-01,800\n".encode("utf-8", "surrogatepass")
    named = f"{header},{quoted}\nNorth,TZA,-3.5,30.5,2015-01-01,900,{quoted}\n".encode("utf-8", "surrogatepass")
    found = {
        "name of a camp": ("camps.csv", encoded),
        "header and cell": ("camps.csv", named),
        "name of a file": (f"{text}.csv", plain),
    }
    if number % 5 == 0:
        rows = [header.split(","), ["North", "TZA", -3.5, 30.5, "2015-01-01", 900]]
        title = "".join(sign for sign in text[:31] if sign.isprintable() and sign not in "[]:*?/\\'") or "x"
        found["name of a sheet"] = ("book.xlsx", xlsx({title: rows, "Other": [["a"], ["b"]]}))
        found["in an archive"] = ("all.zip", zipped({f"{text[:200]}.csv".replace("\x00", "\x01"): plain}))
    return found


def _together(resources: Resources, texts: list[str], folder: Path) -> bool:
    began = time.perf_counter()
    files = hostile_files(texts)
    preview = preview_tables(None, files, "replace")
    assert preview.operation is not None, preview.findings[:5]
    came = pd.read_csv(io.BytesIO(files["camps.csv"]), dtype="str", keep_default_na=False)
    save_upload(resources, preview, None, ME)
    stored = open_operation(resources, preview.operation.settings.name).operation
    same = stored.camps["note"].fillna("").tolist() == [_as_stored(note) for note in came["note"]]
    exported = export_operation(
        stored, tuple(FORMATS), Sensitivity.STRICTLY_CONFIDENTIAL, pd.Timestamp("2026-11-27"), ME
    )
    assert_leaves_harmless(dict(exported.files))
    assert_leaves_harmless({"camps.csv": csv_for_people(stored.camps)})
    bundle = folder / "operation.bundle"
    make_bundle(resources, ME, stored.settings.name, bundle, SecretsFolder(folder / "secrets"))
    again = read_bundle(bundle)
    whole = next(iter(again.contents.values())).fingerprint == stored.fingerprint
    print(
        f"one operation with {len(texts)} hostile texts: stored as it came: {same}; {len(exported.files)} exported "
        f"files without a formula; bundle read back equal: {whole}; {time.perf_counter() - began:.0f} s"
    )
    return same and whole


def _as_stored(note: str) -> str:
    """What reading a table does to text by its documentation: blanks around it go, and one guarding apostrophe."""
    return str(unguard_text(pd.Series([note.strip()], dtype="str")).iloc[0]).strip()


def _in_a_browser(home: Path) -> bool:
    executable = find_browser()
    if executable is None:
        print("no browser here: pages were not walked through")
        return False
    from playwright.sync_api import sync_playwright

    faults: list[str] = []
    with running_app(home) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        page = browser.new_page()
        local = server.address.split("//")[1]
        page.on("request", lambda r: faults.append(f"asked {r.url[:80]}") if _is_outside(r.url, local) else None)
        page.on("dialog", lambda d: (faults.append(f"dialog {d.message}"), d.dismiss()))
        page.goto(server.address)
        for name in PAGES:
            began = time.perf_counter()
            _drawn(page)
            link = page.get_by_role("link", name=name, exact=True)
            if not link.count():
                faults.append(f"there is no page {name}")
                continue
            link.first.click()
            page.wait_for_timeout(1500)
            _drawn(page)
            page.wait_for_timeout(2000)
            for frame in page.frames:
                if frame.evaluate("typeof window.hacked !== 'undefined'"):
                    faults.append(f"a script ran on {name}")
            words = page.inner_text("[data-testid=stMain]")
            if "could not be made" in words or "Traceback" in words:
                faults.append(f"{name} could not be made")
            print(f"  page {name}: {len(words):,} characters, {time.perf_counter() - began:.1f} s")
        browser.close()
    print(f"pages in a browser: {faults or 'no script, no dialog, no request outside'}")
    return not faults


def _is_outside(url: str, local: str) -> bool:
    return url.startswith(("http", "ws")) and url.split("//", 1)[1].split("/", 1)[0] != local


def _drawn(page) -> None:
    page.wait_for_selector("[data-testid=stMain] h1", timeout=120_000)
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'", timeout=120_000
    )
