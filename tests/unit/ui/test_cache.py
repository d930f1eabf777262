"""What pages keep is asked again as soon as anything it was made of is another."""

from types import SimpleNamespace

import pytest

from core.domain.scenario import Scenario
from core.domain.sensitivity import Sensitivity
from tests.builders import small_operation
from ui import cache

ASKED = {
    "forecast": "forecast_people",
    "methods": "forecast_each_method",
    "totals": "total_people",
    "situation": "load_situation",
}
"""What a page asks for, and the use case that answers."""


@pytest.mark.parametrize("asked", ASKED)
def test_a_model_made_anew_under_its_old_name_is_asked_again(asked, monkeypatch):
    fingerprint = ["first"]
    registry = SimpleNamespace(current_version=lambda: "1.0", fingerprint=lambda version: fingerprint[0])
    monkeypatch.setattr(cache, "resources", lambda: SimpleNamespace(registry=registry))
    monkeypatch.setattr(cache, ASKED[asked], lambda *given: object())
    opened = SimpleNamespace(version=SimpleNamespace(id=-1), operation=small_operation())
    getattr(cache, f"_{asked}").clear()
    before = getattr(cache, asked)(opened, 8)
    assert getattr(cache, asked)(opened, 8) is before
    fingerprint[0] = "second"
    assert getattr(cache, asked)(opened, 8) is not before
    getattr(cache, f"_{asked}").clear()


def test_a_brief_is_made_anew_for_another_name_model_or_pro_rata(monkeypatch):
    served, pro_rata = ["first"], [None]
    registry = SimpleNamespace(current_version=lambda: "1.0", fingerprint=lambda version: served[0])
    store = SimpleNamespace(now=lambda: "2026-11-01T12:00:00+00:00")
    monkeypatch.setattr(cache, "resources", lambda: SimpleNamespace(registry=registry, store=store))
    monkeypatch.setattr(cache, "solved_pro_rata", lambda *given: pro_rata[0])
    made = []
    monkeypatch.setattr(cache, "brief_for_screen", lambda *given: made.append(given) or str(len(made)).encode())
    opened = SimpleNamespace(version=SimpleNamespace(id=-1, number=1), operation=small_operation())

    def page(name="Baseline", language="en"):
        audited = SimpleNamespace(key="same", plan=SimpleNamespace(scenario=Scenario(name=name)))
        return cache.brief_page(opened, audited, language, Sensitivity.INTERNAL)

    cache._brief_page.clear()
    assert [page(), page()] == [b"1", b"1"]
    assert [page(name="Flood"), page(language="fr")] == [b"2", b"3"]
    served[0] = "second"
    assert page() == b"4"
    pro_rata[0] = object()
    assert page() == b"5"
    cache._brief_page.clear()


def test_drafts_of_equal_plans_of_two_operations_are_two_papers(monkeypatch):
    monkeypatch.setattr(cache, "draft_papers", lambda chosen, dispatch: f"papers of {chosen.version.id}")
    checked = SimpleNamespace(key="dispatch", dispatch=None)
    cache._draft_papers.clear()
    papers = [
        cache.papers_of_draft(SimpleNamespace(key="plan", version=SimpleNamespace(id=number)), checked)
        for number in (1, 2)
    ]
    assert papers == ["papers of 1", "papers of 2"]
    cache._draft_papers.clear()


def test_a_version_published_while_another_is_opened_is_not_kept_under_its_number(resources, monkeypatch):
    first = resources.store.save_version(small_operation(), parent=None, author="Amina")
    stock = small_operation().stock
    stock = stock.assign(quantity=stock["quantity"] + 1)
    opened = cache.open_version

    def published_meanwhile(asked, version):
        resources.store.save_version(small_operation().replaced(stock=stock), parent=first.id, author="Ben")
        return opened(asked, version)

    monkeypatch.setattr(cache, "resources", lambda: resources)
    monkeypatch.setattr(cache, "open_version", published_meanwhile)
    cache._operation.clear()
    try:
        shown = cache.operation(first.operation)
        assert shown.version.id == first.id
        assert shown.operation.fingerprint == first.fingerprint
        monkeypatch.setattr(cache, "open_version", opened)
        assert cache.operation(first.operation).operation.stock["quantity"].equals(stock["quantity"])
    finally:
        cache._operation.clear()
