"""The one-page brief: the figures of the pages, one page whatever comes, honest where something is missing."""

from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

from core.bootstrap import build_resources
from core.domain.sensitivity import Sensitivity
from core.locale import LANGUAGES, without_marks
from core.report.brief_html import brief_html
from core.report.brief_pdf import brief_pdf
from core.report.sentences import Sentences
from core.services.load_situation import load_situation
from core.services.make_brief import gather, make_brief
from core.services.plan_figures import plan_figures
from core.services.read_today import read_today
from core.settings import read_environment
from tests.briefs import TODAY, WEEKS, audited_plan, brief_of, many_camps, odd_operations, pages_of, text_of
from tests.builders import small_operation, small_tables
from tests.hostile_text import hostile_texts

LARGEST_HTML = 300_000


@pytest.fixture(scope="module")
def odd():
    return odd_operations()


def plain(text):
    return without_marks(text).replace("\u00a0", " ")


def test_figures_are_those_of_today_and_of_the_plan(resources):
    operation = small_operation()
    audited = audited_plan(resources, operation)
    brief = make_brief(gather(resources, operation, audited), LANGUAGES["en"], Sensitivity.INTERNAL, TODAY)
    today = read_today(operation, operation, load_situation(resources, operation, WEEKS), audited.plan)
    figures = plan_figures(operation, audited)
    assert (brief.answer, brief.lead) == (today.told.answer, today.told.lead)
    assert (brief.met.value, brief.met.low, brief.met.high) == (today.met.share, today.met.low, today.met.high)
    assert brief.people.value == today.situation.in_all.people
    assert brief.short.value == today.short.people
    assert brief.cost_usd == figures.cost_usd
    by_camp = brief.camps.set_index("camp_id")["coverage"]
    assert by_camp.to_dict() == today.coverage.set_index("camp_id")["coverage"].to_dict()
    assert by_camp.is_monotonic_increasing
    assert brief.camps["camp_id"].iloc[0] == figures.worst_camp
    assert brief.people.value == pytest.approx(brief.ahead["q50"].iloc[0])


def test_the_page_says_what_it_was_made_from(resources):
    brief = brief_of(resources, small_operation())
    words = plain(" ".join(Sentences(brief).sources()))
    for version in (brief.versions.data[:8], brief.versions.model, brief.versions.plan[:8], brief.versions.program):
        assert version in words
    text = text_of(brief_pdf(brief))
    assert brief.versions.plan[:8] in text
    assert "Decision asked" in text
    assert "made on 1 Jul 2025" in plain(text)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Resources for many questions about the same operations, so that a plan is solved once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AID_HOME", str(tmp_path_factory.mktemp("home")))
        built = build_resources(read_environment())
    yield built
    built.store.close()


@pytest.mark.parametrize("kind", list(odd_operations()))
def test_it_is_one_page_and_one_small_file_whatever_comes(kept, odd, kind):
    for code, language in LANGUAGES.items():
        brief = brief_of(kept, odd[kind], code)
        pdf, page = brief_pdf(brief), brief_html(brief)
        assert pages_of(pdf) == 1
        assert len(page) < LARGEST_HTML
        assert len(pdf) < LARGEST_HTML
        text = page.decode()
        assert f'lang="{code}" dir="{language.direction}"' in text
        assert text.count("<bdi") == text.count("</bdi>")
        assert " nan" not in text.lower()


def test_two_thousand_camps_are_told_as_the_worst_ones_and_how_many_more(resources):
    brief = brief_of(resources, many_camps(2000), fairness="efficiency")
    words = Sentences(brief)
    assert len(brief.camps) == 2000
    assert plain(words.more_camps(10)).startswith("and 1,990 more camps, each with at least")
    assert pages_of(brief_pdf(brief)) == 1
    assert len(brief_html(brief)) < LARGEST_HTML


class _Read(HTMLParser):
    """The tags and attributes of a page, as a browser takes them."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.words = set(), set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.words.append(data)


def test_nothing_of_outside_runs_or_is_fetched(resources, odd):
    text = brief_html(brief_of(resources, odd["hostile"])).decode()
    read = _Read()
    read.feed(text)
    own = {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "div",
        "span",
        "h1",
        "h2",
        "p",
        "b",
        "i",
        "bdi",
        "ul",
        "li",
    }
    own |= {"table", "thead", "tbody", "tr", "th", "td", "footer", "svg", "path", "polyline", "circle", "text"}
    assert read.tags <= own
    assert not {name for name in read.attributes if name.startswith("on")} | ({"src", "href"} & read.attributes)
    assert "default-src 'none'" in text
    assert hostile_texts(6, seed=3)[0] in "".join(read.words)


def test_without_a_stock_count_shelves_are_said_to_be_unknown(resources, odd):
    words = Sentences(brief_of(resources, odd["no stock"]))
    assert words.no_risks() == "What is on the camps' shelves is not known: there is no stock count."
    assert plain(words.stamp()).startswith("Not complete: stock of")


def test_where_nobody_needs_anything_nothing_is_to_be_decided_by_fairness(resources, odd):
    brief = brief_of(resources, odd["no need"])
    assert brief.answer == "No camp needs anything in the next 4 weeks"
    words = Sentences(brief)
    assert words.fairness()[1] == "No camp needs anything, so nothing is to be shared."
    assert words.key_figures()[1].value == "?"


def test_a_plan_from_needs_alone_says_that_there_is_no_forecast(resources):
    operation = small_operation()
    audited = audited_plan(resources, operation)
    counted = operation.replaced(
        population=operation.population.groupby("camp_id").head(1).assign(date=pd.Timestamp("2026-01-04")),
        settings=_with_start(operation),
    )
    brief = make_brief(gather(resources, counted, audited), LANGUAGES["en"], Sensitivity.INTERNAL, TODAY)
    words = Sentences(brief)
    assert brief.people is None
    assert words.key_figures()[0].value == "?"
    assert words.people_finding() == "There is no forecast: nobody was counted on or before the planning day."
    assert "no forecast, because nobody was counted" in words.stamp()
    assert pages_of(brief_pdf(brief)) == 1


def _with_start(operation):
    settings = operation.tables["settings"]
    row = pd.DataFrame({"key": ["planning_start"], "value": ["2025-06-29"]}).astype(settings.dtypes)
    return pd.concat([settings[settings["key"] != "planning_start"], row], ignore_index=True)


def test_data_that_changed_after_the_plan_is_named(resources):
    operation = small_operation()
    audited = audited_plan(resources, operation)
    camps = operation.camps.assign(name=["North", "South", "East"])
    changed = operation.replaced(camps=camps)
    brief = make_brief(gather(resources, changed, audited), LANGUAGES["en"], Sensitivity.INTERNAL, TODAY)
    assert "the data changed after the plan was made" in Sentences(brief).stamp()


def test_a_public_page_tells_no_stock_roads_or_money_and_blurs_places(resources):
    operation = small_operation()
    public = brief_of(resources, operation, level=Sensitivity.PUBLIC)
    assert public.withheld
    assert public.cost_usd is None
    assert public.short is None
    assert public.risks.empty
    assert public.routes.empty
    assert public.depots.empty
    assert public.steps == ()
    text = plain(brief_html(public).decode())
    assert "USD" not in text
    assert "Hub" not in text
    true = operation.camps.set_index("camp_id")[["latitude", "longitude"]]
    moved = public.camps.set_index("camp_id")[["latitude", "longitude"]]
    assert (np.abs((moved - true.loc[moved.index]).to_numpy()) > 1e-4).any(axis=1).all()


def test_camps_of_a_few_people_are_not_counted_in_public(resources):
    tables = small_tables()
    counts = tables["population"].assign(children_under_5=np.nan)
    counts.loc[counts["camp_id"] == "east", "population"] = 4
    brief = brief_of(resources, small_operation(population=counts), level=Sensitivity.PUBLIC)
    east = brief.camps.set_index("camp_id").loc["east"]
    assert np.isnan(east["last_count"])
    assert Sentences(brief).people_of(east) == "under 10"
    whole = brief_of(resources, small_operation(population=counts), level=Sensitivity.STRICTLY_CONFIDENTIAL)
    assert whole.camps.set_index("camp_id").loc["east", "last_count"] == 4
