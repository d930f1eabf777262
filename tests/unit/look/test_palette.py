"""Scales sort figures as they are printed, and every colour can be read."""

import numpy as np
import pytest

from core.look.palette import COVERAGE, DARK, DAYS_OF_COVER, LIGHT, UNKNOWN, change_color
from ui import text


def contrast(one: str, other: str) -> float:
    def luminance(color: str) -> float:
        channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_numbers_can_be_read_on_every_step(theme):
    assert all(contrast(step.fill, step.text) >= 4.5 - 0.05 for step in theme.steps)
    assert contrast(theme.ink, theme.paper) >= 7
    assert contrast(theme.soft, theme.paper) >= 7


def test_a_share_has_the_class_of_the_per_cent_that_is_printed():
    shares = np.linspace(0, 1, 2001)
    printed = [float(text.percent(s).split(text.NBSP)[0]) for s in shares]
    expected = np.searchsorted(COVERAGE.cuts, printed, side="right")
    assert (COVERAGE.classes(shares) == expected).all()


def test_what_is_not_known_has_no_class():
    assert DAYS_OF_COVER.classes([np.nan, 0]).tolist() == [UNKNOWN, 0]


def test_a_loss_is_never_the_colour_of_a_gain():
    losses = {change_color(p, LIGHT) for p in range(-100, -2)}
    gains = {change_color(p, LIGHT) for p in range(3, 101)}
    assert not losses & gains
