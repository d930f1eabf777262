"""What a file holds cannot change how a message about it reads."""

import pytest

from core.domain.finding import Finding
from core.domain.legible import legible
from core.domain.validation import quote


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x7f", "\x85", "\u202e", "\u2066", "\u2028", "\ud800"])
def test_a_sign_that_nobody_sees_is_shown_in_every_message(sign):
    text = f"North{sign}Camp"
    found = Finding("error", text, 3, text, "date", f"“{text}” is no date.", f"Mend {text}.")
    for told in (found.message, found.suggestion, found.place(), quote(text), legible(text)):
        assert sign not in told
        told.encode("utf-8")
    assert found.column == text, "the place in the file is named as the file names it"


def test_names_in_any_script_are_shown_as_they_are():
    for name in ("مخيم الزعتري", "نیم\u200cفاصله", "北部", "Camp’s «Nord»", "é", "a\u200fb"):
        assert legible(name) == name
