"""The file of limits: every limit named, commented and bounded; a slip is told, not guessed."""

import re

import pytest

from core.errors import AidError
from core.metrics.limits import read_limits
from core.settings import PROJECT

SHIPPED = PROJECT / "deploy" / "monitoring.toml"


def changed(tmp_path, old, new):
    text = SHIPPED.read_text()
    assert old in text
    (tmp_path / "monitoring.toml").write_text(text.replace(old, new, 1))
    return tmp_path / "monitoring.toml"


def test_the_shipped_limits_are_read():
    limits = read_limits(SHIPPED)
    assert limits.promised_share == 0.8
    assert limits.hold_minutes == 5


def test_every_limit_stands_under_a_comment():
    blocks = re.split(r"\n\n", SHIPPED.read_text())
    assert [block for block in blocks if "=" in block and not block.startswith("#")] == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("hold_minutes = 5", "hold_minute = 5", "hold_minute"),
        ("promised_share = 0.80", "", "promised_share"),
        ("promised_share = 0.80", "promised_share = 80", "from 0 to 1"),
        ("hold_minutes = 5", 'hold_minutes = "5"', "hold_minutes"),
        ("hold_minutes = 5", "hold_minutes = true", "hold_minutes"),
        ("hold_minutes = 5", "hold_minutes = -1", "hold_minutes"),
        ("hold_minutes = 5", "hold_minutes = nan", "hold_minutes"),
        ("hold_minutes = 5", "hold_minutes = ", "cannot be read"),
    ],
)
def test_a_slip_is_named(tmp_path, old, new, said):
    with pytest.raises(AidError) as raised:
        read_limits(changed(tmp_path, old, new))
    assert said in raised.value.message
    assert raised.value.hint


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(AidError, match=r"none\.toml"):
        read_limits(tmp_path / "none.toml")
