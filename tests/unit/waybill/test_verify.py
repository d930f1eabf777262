"""A waybill is verified by its seal and the keys known here, and every way of being false has its own words."""

import pytest

from core.domain.waybill import SealedWaybill
from core.errors import SourceUnavailable
from core.keys import short_key
from core.waybill import seal_waybill
from core.waybill.file import read_waybill_file, waybill_file
from core.waybill.verify import Keys, Verdict, check_plan, check_scanned, check_seal, check_waybill
from tests.waybills import PLAN, line, own_key, waybill


@pytest.fixture
def ours(tmp_path):
    return own_key(tmp_path / "ours")


@pytest.fixture
def theirs(tmp_path):
    return own_key(tmp_path / "theirs")


@pytest.fixture
def keys(ours):
    return Keys(ours.public, {}, {})


def test_our_own_waybill_is_genuine_from_its_file_and_from_its_code_alone(ours, keys):
    sealed = seal_waybill(waybill(), ours)
    for found in (check_waybill(sealed, keys), check_seal(sealed.seal, keys), check_scanned(sealed.seal, sealed, keys)):
        assert found.is_genuine
        assert found.words == f"Waybill {sealed.waybill.id} is genuine: sealed by this installation."
        assert found.seal.plan == PLAN[:12]


def test_a_changed_quantity_is_named(ours, keys):
    sealed = seal_waybill(waybill(), ours)
    altered = SealedWaybill(
        sealed.waybill.model_copy(update={"lines": (line(quantity=600.0),)}), sealed.seal, sealed.key
    )
    found = check_waybill(altered, keys)
    assert found.verdict == Verdict.ALTERED
    assert "was changed after it was sealed" in found.words


def test_the_seal_of_another_waybill_is_named(ours, keys):
    one, other = seal_waybill(waybill(), ours), seal_waybill(waybill("south"), ours)
    found = check_waybill(SealedWaybill(one.waybill, other.seal, one.key), keys)
    assert found.verdict == Verdict.OTHER_WAYBILL
    assert other.waybill.id in found.words
    assert check_scanned(other.seal, one, keys).verdict == Verdict.OTHER_WAYBILL


def test_a_code_of_another_plan_is_named(ours, keys):
    one, other = seal_waybill(waybill(), ours), seal_waybill(waybill(plan="9" * 64), ours)
    found = check_scanned(other.seal, one, keys)
    assert found.verdict == Verdict.OTHER_PLAN
    assert "another plan" in found.words
    assert check_plan(check_waybill(one, keys), "9" * 12).verdict == Verdict.OTHER_PLAN
    assert check_plan(check_waybill(one, keys), PLAN).is_genuine
    assert check_plan(check_waybill(one, keys), PLAN[:8].upper()).is_genuine
    with pytest.raises(SourceUnavailable, match="names no plan"):
        check_plan(check_waybill(one, keys), "ab")


def test_keys_are_unknown_untrusted_trusted_or_revoked(ours, theirs, keys):
    sealed = seal_waybill(waybill(), theirs)
    assert check_seal(sealed.seal, keys).verdict == Verdict.UNKNOWN_KEY
    assert short_key(theirs.public) in check_seal(sealed.seal, keys).words
    assert check_waybill(sealed, keys).verdict == Verdict.UNTRUSTED_KEY
    trusting = Keys(ours.public, {"Kasulu": theirs.public}, {})
    assert check_seal(sealed.seal, trusting).words.endswith("is genuine: sealed by Kasulu.")
    assert check_waybill(sealed, trusting).is_genuine
    for revoked in (Keys(ours.public, {}, {theirs.public: "Kasulu"}), Keys(theirs.public, {}, {theirs.public: ""})):
        assert check_waybill(sealed, revoked).verdict == Verdict.REVOKED_KEY
        assert check_seal(sealed.seal, revoked).verdict == Verdict.REVOKED_KEY


def test_a_seal_that_names_our_key_and_is_not_by_it_is_a_forgery(ours, theirs, keys):
    ours_short, theirs_short = (short_key(key.public).upper() for key in (ours, theirs))
    text = seal_waybill(waybill(), theirs).seal.replace(theirs_short, ours_short)
    found = check_seal(text, keys)
    assert found.verdict == Verdict.FORGED
    assert "was not made by this installation" in found.words
    # whoever brings another key beside it gains nothing
    assert check_waybill(SealedWaybill(waybill(), text, theirs.public), keys).verdict == Verdict.FORGED


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[1]", b'{"format":"aid-waybills-1","waybills":[]}', b'{"format":"aid-waybills-1","waybills":[{}]}',
     b"<html></html>", b"\xff\xfe", b"[" * 100_000, b"<script id=waybills>{}</script>"],
)  # fmt: skip
def test_a_file_that_holds_no_waybills_is_refused(data):
    with pytest.raises(SourceUnavailable, match=r"x\.json holds no waybills"):
        read_waybill_file(data, "x.json")


def test_a_file_holds_what_was_written_into_it(ours):
    sealed = [seal_waybill(waybill(), ours), seal_waybill(waybill("south"), ours)]
    assert read_waybill_file(waybill_file(sealed), "x.json") == sealed
    assert waybill_file(sealed).isascii()
