"""The Needs page: how much, of what, for whom, and the arithmetic behind each figure."""

from dataclasses import replace

import pytest

from core.domain.schemas import GROUPS
from core.settings import PROJECT
from tests.app.conftest import assert_drawn, title_of, words_of
from tests.briefs import many_camps
from tests.builders import small_operation, small_tables
from tests.unit.services.test_expected_demand import reports
from ui import cache
from ui.components.tables import MOST_ROWS

HOSTILE = "<img src=x onerror=alert(1)> ![x](http://a.example/x.png)"


def test_the_title_is_the_answer(open_page):
    app = open_page("needs", weeks="8")
    assert_drawn(app)
    assert title_of(app) == "The next 8 weeks need 21,600 t; maize flour is 68 % of it; camp stock covers 13 days"
    words = words_of(app)
    assert "5 (estimate)" in words
    assert "Sphere 2011" in words
    assert "Open the arithmetic" in app.expander[0].label


def test_weeks_and_camp_change_the_answer(open_page):
    app = open_page("needs", weeks="8")
    app.selectbox(key="needs:camp").select("nduta").run()
    assert_drawn(app)
    assert title_of(app).startswith("Nduta needs")
    assert app.session_state["camp"] == "nduta"
    app.selectbox(key="needs:camp").select("").run()
    assert title_of(app).startswith("The next 8 weeks")


@pytest.mark.parametrize("item", ["child-supplement", "jerrycan", "soap"])
def test_any_need_can_be_opened(open_page, item):
    app = open_page("needs", weeks="1")
    app.selectbox(key="needs:of-camp").select("musenyi").run()
    app.selectbox(key="needs:item").select(item).run()
    assert_drawn(app)
    words = words_of(app)
    assert "Musenyi needs" in words
    assert "= still needed" in words
    expected = {"child-supplement": "× share of children under 5", "jerrycan": "÷ people in a household", "soap": "30"}
    assert expected[item] in words


def test_the_figure_of_an_opened_need_is_people_times_standard(open_page):
    tables = small_tables()
    people = tables["population"].assign(population=1000.0)
    app = open_page("needs", small_operation(population=people, stock=None), weeks="1")
    app.selectbox(key="needs:of-camp").select("north").run()
    assert_drawn(app)
    assert "needs 2,800 kg of cereal in the week of 6 Jul" in words_of(app)
    assert "camp stock is not known" in title_of(app)


def test_items_stand_beside_the_chosen_profile_and_phase(open_page):
    app = open_page("needs", weeks="1")
    assert_drawn(app)
    words = words_of(app)
    assert "as in Sphere, emergency" in words or "differ" in words
    assert "page not checked" in words
    assert "2,075 kcal per person and day" in words
    app.selectbox(key="needs:profile").select("unhcr").run()
    app.selectbox(key="needs:phase").select("post_emergency").run()
    assert_drawn(app)
    assert "UNHCR, after the emergency" in words_of(app)
    assert "Download items with the values of UNHCR" in app.get("download_button")[-1].proto.label


def test_a_broken_profile_is_named_and_not_used(open_page, tmp_path, monkeypatch):
    good = (PROJECT / "data" / "standards" / "unhcr.csv").read_text(encoding="utf-8")
    (tmp_path / "unhcr.csv").write_text(good, encoding="utf-8")
    (tmp_path / "sphere.csv").write_text(good.replace("person_day", "person_week"), encoding="utf-8")
    monkeypatch.setattr(cache, "resources", _with_standards(cache.resources, tmp_path))
    app = open_page("needs", small_operation(), weeks="1")
    assert_drawn(app)
    assert app.selectbox(key="needs:profile").options == ["UNHCR"]
    assert "standards/sphere, row 2" in words_of(app)


def _with_standards(resources, folder):
    def changed():
        real = resources()
        return replace(real, settings=replace(real.settings, standards=folder))

    changed.clear = resources.clear
    return changed


def test_water_by_the_litre_is_told_as_truck_loads(open_page):
    items = small_tables()["items"]
    items.loc[0, ["name", "sector", "unit", "need_quantity"]] = ["Water", "water", "litre", 15.0]
    app = open_page("needs", small_operation(items=items, stock=None), weeks="1")
    assert_drawn(app)
    words = words_of(app)
    assert "loads of a 10 m3 truck" in words
    assert "estimate, the operation sets no water_truck_m3" in words
    assert "as loads of a water truck" in words


@pytest.mark.parametrize("group", GROUPS)
def test_every_group_can_be_opened_and_an_estimated_share_is_marked(open_page, group):
    counts = small_tables()["population"]
    counts[group] = (counts["population"] * 0.1).where(counts["camp_id"] != "east")
    items = small_tables()["items"].assign(group=[group, None, None])
    app = open_page("needs", small_operation(population=counts, items=items), weeks="1")
    app.selectbox(key="needs:of-camp").select("east").run()
    assert_drawn(app)
    words = words_of(app)
    assert "mean of the other camps: estimate" in words
    assert "10 % (estimate)" in words


def test_without_items_the_page_says_what_is_missing(open_page):
    app = open_page("needs", small_operation(items=None, stock=None, arrivals=None, offers=None, deliveries=None))
    assert_drawn(app)
    assert "not known" in title_of(app)
    assert "No items yet" in words_of(app)


def test_a_camp_nobody_counted_has_no_need_and_says_why(open_page):
    population = small_tables()["population"]
    operation = small_operation(population=population[population["camp_id"] != "east"])
    app = open_page("needs", operation)
    assert_drawn(app)
    assert "No count, so need is not known: East Camp." in words_of(app)
    app.selectbox(key="needs:camp").select("east").run()
    assert_drawn(app)
    assert "never counted" in title_of(app)


def test_an_influx_of_the_scenario_is_in_the_needs(open_page):
    influx = '{"name": "More", "influx": [{"camp_id": "north", "date": "2025-07-01", "people": 50000}]}'
    plain = title_of(open_page("needs", small_operation()))
    assert title_of(open_page("needs", scenario=influx)) != plain


def test_hostile_names_are_shown_letter_by_letter(open_page):
    tables = small_tables()
    camps = tables["camps"].assign(name=[HOSTILE, HOSTILE + "2", HOSTILE + "3"])
    items = tables["items"].assign(name=["<script>x</script>", "=cmd()", "$x$ ![y](http://b.example)"], source=HOSTILE)
    app = open_page("needs", small_operation(camps=camps, items=items))
    assert_drawn(app)
    html = "\n".join(block.proto.body for block in app.get("html"))
    assert "<img" not in html
    assert "<script>" not in html
    shown = [element.value for kind in ("title", "subheader", "markdown") for element in app.get(kind)]
    assert not any("](http" in words for words in shown)


def test_months_that_an_empty_shelf_hid_are_marked_with_the_demand_behind_them(open_page):
    app = open_page("needs", small_operation(consumption=reports()))
    assert_drawn(app)
    words = words_of(app)
    assert "An empty shelf hid demand in" in words
    assert "hidden by an empty shelf" in words
    assert "ran empty: at least what was given" in words


def test_what_an_empty_shelf_hid_is_shown_even_where_need_is_not_known(open_page):
    counts = small_tables()["population"].assign(population=float("nan"), children_under_5=float("nan"))
    app = open_page("needs", small_operation(consumption=reports(), population=counts))
    assert not app.exception
    assert "An empty shelf hid demand in" in words_of(app)


def test_hundreds_of_camps_are_a_table_that_draws_what_is_in_sight(open_page):
    app = open_page("needs", many_camps(300))
    assert_drawn(app)
    assert max(len(table.value) for table in app.dataframe) == 300
    assert max(block.proto.body.count("<tr>") for block in app.get("html")) <= MOST_ROWS + 1
