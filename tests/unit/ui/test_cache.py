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
