"""A seal holds for exactly what the waybill says, and for the key that made it."""

import pytest

from core.domain.waybill import Waybill
from core.errors import DataError, SourceUnavailable
from core.waybill import Seal, seal_waybill
from tests.waybills import PLAN, WEEK, line, own_key, sealed, waybill


def test_a_seal_says_what_it_is_of_and_fits_a_code_of_capitals_and_digits(tmp_path):
    made = sealed(tmp_path, waybill())[0]
    seal = Seal.from_text(f"  {made.seal}\n")
    assert (seal.waybill_id, seal.plan, seal.data_version, seal.week) == (made.waybill.id, PLAN[:12], 1, WEEK)
    assert seal.is_of(made.waybill)
    assert seal.is_by(made.key)
    assert len(made.seal) < 230
    assert set(made.seal) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ:-")


def test_the_same_content_and_key_give_the_same_seal(tmp_path):
    assert sealed(tmp_path)[0] == sealed(tmp_path)[0]


@pytest.mark.parametrize(
    "changed",
    [
        {"lines": [line(quantity=501.0)]},
        {"place": "Other Camp"},
        {"data_version": 2},
        {"arrives": waybill().leaves},
        {"illustrative": True},
    ],
)
def test_a_seal_is_of_nothing_else(tmp_path, changed):
    made = sealed(tmp_path, waybill(lines=[line()]))[0]
    other = waybill(**{"lines": [line()], **changed})
    assert not Seal.from_text(made.seal).is_of(other)


def test_a_seal_with_one_other_letter_is_by_nobody(tmp_path):
    made = sealed(tmp_path, waybill())[0]
    for at in range(0, len(made.seal), 7):
        for letter in "A2":
            if made.seal[at] == letter:
                continue
            try:
                changed = Seal.from_text(made.seal[:at] + letter + made.seal[at + 1 :])
            except SourceUnavailable:
                continue
            assert not changed.is_by(made.key), at


def test_another_installation_makes_another_seal(tmp_path):
    first = seal_waybill(waybill(), own_key(tmp_path / "one"))
    second = seal_waybill(waybill(), own_key(tmp_path / "two"))
    assert first.waybill.id == second.waybill.id
    assert not Seal.from_text(first.seal).is_by(second.key)


@pytest.mark.parametrize("text", ["", "hello", "AIDWB1:x", "AIDWB2:" + "A" * 200, "\x00" * 300, "é" * 230])
def test_what_is_no_seal_is_refused_with_what_to_do(text):
    with pytest.raises(SourceUnavailable, match="no seal of a waybill") as refused:
        Seal.from_text(text)
    assert "Scan the code again" in refused.value.hint


def test_a_date_that_is_none_makes_no_seal(tmp_path):
    made = sealed(tmp_path, waybill())[0]
    with pytest.raises(SourceUnavailable, match="no seal"):
        Seal.from_text(made.seal.replace(f"{WEEK:%Y%m%d}", "20251399"))


def test_the_id_tells_what_goes_and_not_when():
    first = waybill()
    assert first.id == waybill(leaves=first.arrives, stop=3).id
    others = [
        waybill(trip=2), waybill("south"), waybill(vehicle="hub/truck/2"), waybill(plan="ba" * 32),
        waybill(lines=[line()]), waybill(lines=[line(quantity=500.5), line("soap", 40.0, lot_id="", expires=None)]),
    ]  # fmt: skip
    assert len({first.id, *(other.id for other in others)}) == 7


def test_a_waybill_is_read_as_it_was_written_and_what_is_none_is_refused():
    made = waybill()
    values = made.model_dump(mode="json")
    assert Waybill.from_values(values) == made
    assert Waybill.from_values(values).digest == made.digest
    with pytest.raises(DataError, match="an item and lot twice"):
        Waybill.from_values({**values, "lines": values["lines"][:1] * 2})
    with pytest.raises(DataError, match="cannot be used: lines"):
        Waybill.from_values({**values, "lines": []})
    for wrong in (None, [], "x", {**values, "unknown": 1}, {**values, "trip": 0}):
        with pytest.raises(DataError):
            Waybill.from_values(wrong)
