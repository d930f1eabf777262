"""Codes for the cookie of a sign-in: random, good once, stale after a minute."""

from core.services.people.cookie_codes import GOOD_FOR_SECONDS, CookieCodes, CookieErrand

ERRAND = CookieErrand("aid_session_8501", "the token", 60)


class Seconds:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def test_a_code_is_good_once():
    codes = CookieCodes()
    code = codes.give(ERRAND)
    assert codes.is_waiting(code)
    assert codes.take(code) == ERRAND
    assert not codes.is_waiting(code)
    assert codes.take(code) is None


def test_a_code_is_stale_after_a_minute_and_is_dropped():
    clock = Seconds()
    codes = CookieCodes(clock)
    early = codes.give(ERRAND)
    clock.now += GOOD_FOR_SECONDS - 1
    assert codes.is_waiting(early)
    late = codes.give(ERRAND)
    clock.now += 1
    assert codes.take(early) is None
    assert len(codes._waiting) == 1
    assert codes.take(late) == ERRAND


def test_codes_differ_and_those_of_another_server_are_unknown():
    codes = CookieCodes()
    assert codes.give(ERRAND) != codes.give(ERRAND)
    assert CookieCodes().take(codes.give(ERRAND)) is None


def test_an_errand_is_printed_without_its_token():
    assert "the token" not in repr(ERRAND)
