"""A coordinator puts a week on vehicles: lock, move, arrange anew, issue, print; and names that would run something."""

import json
import re
import zipfile

import pytest

from core.dispatch_folder import read_dispatch
from core.domain.access import alone
from core.domain.scenario import Scenario
from core.services.describe_dispatch import vehicle_names
from core.services.open_operation import OpenOperation
from core.services.propose_plan import propose_plan
from core.services.review_plan import approve_plan
from core.services.verify_waybill import verify_waybills
from tests.browser.conftest import PATIENCE
from tests.builders import small_tables
from tests.hostile_text import FLAG


def approved_on(server, tables):
    """Store an operation with an approved plan where the running app keeps its data; returns what it stands on."""
    from core.bootstrap import build_resources
    from core.domain.operation import Operation
    from core.settings import read_environment

    resources = build_resources(read_environment({"AID_HOME": str(server.home)}))
    operation = Operation.build(tables)
    opened = OpenOperation(operation, resources.store.save_version(operation, parent=None, author="test"))
    proposal = propose_plan(resources, opened, Scenario(weeks=2), alone("page", "Amina"))
    approve_plan(resources, proposal.id, alone("page", "Ben"))
    return resources


def test_a_week_is_dispatched_changed_issued_and_printed(visit, tmp_path):
    name = "Week on wheels"
    resources = approved_on(visit.server, small_tables(settings={"name": name, "illustrative": "true"}))
    page = visit.open(f"dispatch?operation={name}")
    visit.says("Papers and files")
    visit.shoot("dispatch-1-first")
    page.get_by_role("button", name="Lock this trip").click()
    page.get_by_role("button", name="Unlock this trip").wait_for(timeout=PATIENCE)
    page.get_by_role("button", name=re.compile("^Arrange anew around 1")).click()
    visit.says("Arrange anew around 1 locked trip")
    page.get_by_role("button", name="Unlock this trip").wait_for(timeout=PATIENCE)
    visit.choose(
        page.get_by_role("combobox", name="Begin this trip on"), page.get_by_role("option", name=re.compile("^Sat"))
    )
    page.get_by_role("button", name="Begin then").click()
    visit.says("on Sat")
    visit.ready()
    page.get_by_role("link", name="Ration", exact=True).click()
    visit.ready()
    page.get_by_role("link", name="Dispatch", exact=True).click()
    visit.says("on Sat")
    visit.shoot("dispatch-2-changed")

    page.get_by_role("button", name=re.compile(r"^Issue \d+")).click()
    page.get_by_role("dialog").get_by_text("This cannot be undone.").wait_for(timeout=PATIENCE)
    visit.shoot("dispatch-3-confirm")
    assert resources.store.waybills.all(name) == []
    page.get_by_role("dialog").get_by_role("button", name="Issue them").click()
    page.get_by_text("Issued", exact=True).wait_for(timeout=PATIENCE)
    visit.ready()
    assert page.get_by_role("button", name="Lock this trip").count() == 0
    issued = resources.store.waybills.all(name)
    assert issued

    with page.expect_download(timeout=PATIENCE) as printed:
        page.get_by_role("button", name="PDF to print").click()
    pdf = printed.value.path().read_bytes()
    assert pdf.startswith(b"%PDF")
    with page.expect_download(timeout=PATIENCE) as data:
        page.get_by_role("button", name="Waybills as data").click()
    file = tmp_path / "waybills.json"
    file.write_bytes(data.value.path().read_bytes())
    assert len(json.loads(file.read_text())["waybills"]) == len(issued)
    assert all(each.is_genuine for each in verify_waybills(resources, file))
    visit.shoot("dispatch-4-issued")
    resources.store.close()
    assert visit.outside == []
    assert visit.errors == []


def dispatch_of_page(visit, folder):
    """The dispatch that is shown, from its CSV files."""
    with visit.page.expect_download(timeout=PATIENCE) as taken:
        visit.page.get_by_role("button", name="Dispatch as CSV files").click()
    with zipfile.ZipFile(taken.value.path()) as archive:
        archive.extractall(folder)
    return read_dispatch(folder / "dispatch")


def carried(dispatch, vehicle):
    """Trips of a vehicle as what they hand over: place, item, lot and quantity of each load."""
    loads = dispatch.loads[dispatch.loads["vehicle"] == vehicle].fillna({"lot_id": ""})
    columns = ["place_id", "item_id", "lot_id", "quantity"]
    return [
        set(loads.loc[rows, columns].itertuples(index=False, name=None))
        for rows in loads.groupby("trip").groups.values()
    ]


def trips_that_fit_into_one(trips):
    """Two trips that load at the same place, of which the second has room for all of the first; and a third one."""
    for one in trips.itertuples():
        for two in trips[(trips["origin_id"] == one.origin_id) & (trips.index != one.Index)].itertuples():
            if two.payload_kg - two.load_kg > one.load_kg and two.volume_m3 - two.load_m3 > one.load_m3:
                other = trips[~trips["vehicle"].isin([one.vehicle, two.vehicle])].iloc[0]
                return one, two, other
    raise AssertionError("No load fits into another trip.")


@pytest.mark.nightly
def test_a_stop_that_was_moved_and_a_locked_trip_stay_when_the_rest_is_arranged_anew(visit, tmp_path):
    name = "Stops on the move"
    resources = approved_on(visit.server, small_tables(settings={"name": name}))
    operation = resources.store.load_version(resources.store.latest_version(name).id)
    page = visit.open(f"dispatch?operation={name}")
    visit.says("Papers and files")
    before = dispatch_of_page(visit, tmp_path / "before")
    source, target, other = trips_that_fit_into_one(before.trips)
    words = vehicle_names(before, operation)
    trip_box = page.get_by_role("combobox", name="Vehicle and trip")

    def choose_trip(trip):
        label = f"{words[trip.vehicle]}, trip {trip.trip}"
        visit.choose(trip_box, page.get_by_role("option", name=label, exact=True), typed=label)
        visit.ready()

    choose_trip(other)
    page.get_by_role("button", name="Lock this trip", exact=True).dblclick()
    page.get_by_role("button", name="Unlock this trip").wait_for(timeout=PATIENCE)
    visit.ready()
    assert page.get_by_text(f"Lock {words[other.vehicle]}, trip {other.trip}").count() == 1

    choose_trip(source)
    goes_to = f"{words[target.vehicle]}, trip {target.trip} (room"
    visit.choose(page.get_by_role("combobox", name="Goes to"), page.get_by_role("option", name=goes_to), typed=goes_to)
    visit.ready()
    move = page.get_by_role("button", name="Move", exact=True)
    for _ in range(4):  # as somebody does who sees nothing happen yet
        move.click(no_wait_after=True, force=True)
    said = re.compile(f"Move .* from {re.escape(words[source.vehicle])}, trip {source.trip} to")
    around_both = page.get_by_role("button", name="Arrange anew around 2 locked trips")
    around_both.wait_for(timeout=PATIENCE)
    visit.says("Checked: all")
    assert page.get_by_text(said).count() == 1
    visit.shoot("dispatch-6-moved")
    moved = dispatch_of_page(visit, tmp_path / "moved")

    around_both.click()
    page.locator("tr", has_text="Arrange anew around 2 locked trips").wait_for(timeout=PATIENCE)
    visit.says("Checked: all")
    visit.shoot("dispatch-7-arranged")
    after = dispatch_of_page(visit, tmp_path / "after")
    together = carried(before, source.vehicle)[source.trip - 1] | carried(before, target.vehicle)[target.trip - 1]
    places = {place for place, *_ in together}
    for dispatch in (moved, after):
        assert [trip for trip in carried(dispatch, target.vehicle) if {place for place, *_ in trip} == places]
        kept = carried(before, other.vehicle)[other.trip - 1]
        assert kept in carried(dispatch, other.vehicle)
        assert dispatch.loads["quantity"].sum() == pytest.approx(before.loads["quantity"].sum())
    page.get_by_role("button", name="Take back all").click()
    page.get_by_text(said).first.wait_for(state="detached", timeout=PATIENCE)
    resources.store.close()
    assert visit.errors == []


@pytest.mark.parametrize("text", [f'<img src=x onerror="{FLAG};alert(1)">', f"`${{{FLAG}}}`", "</script><b>bold"])
def test_no_name_runs_anything_on_the_page_or_its_papers(visit, text, tmp_path):
    tables = small_tables(settings={"name": f"Hostile {abs(hash(text)) % 1000}"})
    name = tables["settings"].set_index("key").at["name", "value"]
    for table, column in (("camps", "name"), ("depots", "name"), ("items", "name"), ("items", "unit")):
        tables[table] = tables[table].assign(**{column: [f"{text} {n}" for n in range(len(tables[table]))]})
    tables["vehicles"] = tables["vehicles"].assign(vehicle=[f"{text} {n}" for n in range(len(tables["vehicles"]))])
    resources = approved_on(visit.server, tables)
    page = visit.open(f"dispatch?operation={name}")
    visit.says("Papers and files")
    page.wait_for_timeout(2500)
    assert page.evaluate("window.hacked") is None
    assert all(frame.evaluate("window.hacked") is None for frame in page.frames)
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_role("button", name="HTML", exact=True).click()
    file = tmp_path / "papers.html"
    file.write_bytes(download.value.path().read_bytes())
    paper = page.context.new_page()
    paper.goto(file.as_uri())
    assert paper.evaluate("window.hacked") is None
    assert text.strip("`")[:12] in paper.locator("body").inner_text()
    paper.close()
    resources.store.close()
    assert visit.outside == []


def test_a_narrow_screen_and_the_dark_theme_show_the_same(visit):
    page = visit.page
    page.set_viewport_size({"width": 390, "height": 844})
    visit.open("dispatch?operation=Week on wheels")
    visit.says("Papers and files")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth <= 392")
    visit.shoot("dispatch-5-narrow")
