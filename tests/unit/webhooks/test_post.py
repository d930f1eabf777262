"""One try: only an answer from 200 to 299 is a delivery, and nothing holds a try up beyond its time."""

import time

import pytest

from core.errors import DataError
from core.webhooks import checked_address, post, signature
from tests.unit.webhooks.receiver import receiving


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (200, ""),
        (204, ""),
        (500, "answered 500"),
        (410, "answered 410"),
        (302, "answered 302: redirects are not followed"),
    ],
)
def test_an_answer_is_taken_for_what_it_is(answer, fault):
    with receiving(answer) as (url, record):
        outcome = post(url, {}, b"{}")
    assert (outcome.status, outcome.fault) == (answer, fault)
    assert len(record.came) == 1, "a redirect is not followed"


@pytest.mark.parametrize("answer", ["hang", "drip"])
def test_a_target_that_never_answers_is_cut_off(answer):
    with receiving(answer) as (url, _):
        begun = time.monotonic()
        outcome = post(url, {}, b"{}", whole_seconds=0.8)
        assert time.monotonic() - begun < 3
    assert outcome.status is None
    assert outcome.fault == "no answer: it did not end in time"


def test_a_target_that_is_not_there_is_told():
    with receiving(200) as (url, _):
        pass
    outcome = post(url, {}, b"{}")
    assert outcome.status is None
    assert "refused" in outcome.fault


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://example.org/x", "file:///etc/passwd", "example.org", "http://", "https://user:secret@example.org/"),
        *("http://169.254.169.254/x", "http://0/", "https://[::]/", "https://[ff02::1]/", "http://0xa9fea9fe/"),
        *("http://example.org/a b", "http://example.org:99999/", "javascript:alert(1)", "http://x/\r\nHost: y"),
    ],
)
def test_what_is_no_address_of_http_is_refused(url):
    with pytest.raises(DataError):
        checked_address(url)


def test_an_address_is_kept_as_it_is_written():
    assert checked_address(" https://example.org:8443/aid?x=1 ") == "https://example.org:8443/aid?x=1"


def test_time_and_body_are_both_signed():
    signed = signature(b"secret", 1_700_000_000, b"{}")
    others = [signature(b"secret", 1_700_000_001, b"{}"), signature(b"secret", 1_700_000_000, b"{ }")]
    assert signed.startswith("v1=")
    assert len(signed) == 3 + 64
    assert signed not in [*others, signature(b"other", 1_700_000_000, b"{}")]


def test_a_name_that_leads_to_an_address_that_is_nobodys_gets_no_message(monkeypatch):
    monkeypatch.setattr("core.domain.special_addresses.is_special", lambda host: host == "127.0.0.1")
    with receiving(200) as (url, record):
        outcome = post(url, {}, b"{}")
    assert "not sent" in outcome.fault
    assert record.came == []
