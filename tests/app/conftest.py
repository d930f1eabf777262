"""Pages run without a browser: the whole app on an operation stored in a folder of the test's own."""

import logging

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.settings import PROJECT
from ui import cache

PAGES = {
    "today": "pages/situation/today.py",
    "overview": "pages/situation/overview.py",
    "map": "pages/situation/map.py",
    "forecast": "pages/situation/forecast.py",
    "needs": "pages/situation/needs.py",
    "past": "pages/situation/past.py",
    "inventory": "pages/situation/inventory.py",
    "plan": "pages/decide/plan.py",
    "dispatch": "pages/decide/dispatch.py",
    "ration": "pages/decide/ration.py",
    "receipts": "pages/decide/receipts.py",
    "cycle": "pages/decide/cycle.py",
    "outcomes": "pages/decide/outcomes.py",
    "data": "pages/data/data.py",
    "backtest": "pages/data/backtest.py",
    "model_card": "pages/data/model_card.py",
    "health": "pages/data/health.py",
    "accounts": "pages/people/accounts.py",
}
TIMEOUT_SECONDS = 60


@pytest.fixture
def fresh_caches(home, monkeypatch):
    """Nothing kept from another test; worker processes that a page starts end with the test."""
    started = []

    class Recorded(cache.PlanWorker):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            started.append(self)

    monkeypatch.setattr(cache, "PlanWorker", Recorded)
    st.cache_resource.clear()
    st.cache_data.clear()
    yield
    built = cache.resources() if home.exists() else None
    for worker in started:
        worker.close()
    st.cache_resource.clear()
    st.cache_data.clear()
    if built is not None:
        built.store.close()


@pytest.fixture
def open_page(fresh_caches, resources, monkeypatch):
    """Run the app on a page: ``open_page("forecast", operation)``; the demonstration where none is given."""
    monkeypatch.chdir(PROJECT)
    logging.getLogger("streamlit").setLevel(logging.ERROR)

    def opened(page, operation=None, **query):
        if operation is not None:
            resources.store.save_version(operation, parent=None, author="test")
        app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=TIMEOUT_SECONDS)
        for name, value in query.items():
            app.query_params[name] = value
        app.switch_page(PAGES[page])
        return app.run()

    return opened


def words_of(app):
    """Everything a page says: titles, headings, text and HTML blocks, in one string with plain spaces."""
    parts = [
        element.value for kind in ("title", "header", "subheader", "markdown", "text") for element in app.get(kind)
    ]
    parts += [b.proto.body for b in app.get("html") if not b.proto.body.startswith("<style>")]
    return _as_read("\n".join(parts))


def title_of(app):
    """The headline as people read it."""
    return _as_read(app.title[0].value)


def assert_drawn(app):
    """The page drew to its end; the frame shows a panel in place of a page that failed."""
    assert not app.exception
    assert "This page could not be made" not in words_of(app)


def _as_read(words):
    return words.replace("\u00a0", " ").replace("\\", "")
