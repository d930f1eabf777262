"""What pages keep is asked again as soon as anything it was made of is another."""

from types import SimpleNamespace

import pytest

from tests.builders import small_operation
from ui import cache

ASKED = {
    "forecast": "forecast_people",
    "methods": "forecast_each_method",
    "totals": "total_people",
    "errors": "backtest_errors",
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
