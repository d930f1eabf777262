"""``aid factors``: what goes with shortage, or that it is not known."""

import json

from click.testing import CliRunner

from core.settings import PROJECT
from entrypoints.cli import main


def test_it_says_that_loss_is_not_known_from_few_receipts(home):
    result = CliRunner().invoke(main, ["factors", str(PROJECT / "data" / "demo"), "--about", "loss", "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert (told["about"], told["is_known"], told["cases"], told["factors"]) == ("loss", False, 24, [])


def test_an_outcome_that_is_none_is_refused(home):
    assert CliRunner().invoke(main, ["factors", str(PROJECT / "data" / "demo"), "--about", "weather"]).exit_code == 2
