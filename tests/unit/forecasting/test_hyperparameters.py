"""Hyperparameters: one validated file."""

from pathlib import Path

import pytest

from core.errors import ForecastError, SourceUnavailable
from core.forecasting.hyperparameters import read_hyperparameters

SHIPPED = Path(__file__).parents[3] / "models" / "hyperparameters.toml"


def test_the_shipped_file_is_valid_and_has_a_stable_hash():
    assert read_hyperparameters(SHIPPED).sha256() == read_hyperparameters(SHIPPED).sha256()


def test_comments_do_not_change_the_hash_but_values_do(tmp_path):
    text = SHIPPED.read_text(encoding="utf-8")
    (tmp_path / "a.toml").write_text("# a note\n" + text, encoding="utf-8")
    (tmp_path / "b.toml").write_text(text.replace("camps = 1400", "camps = 1401"), encoding="utf-8")
    shipped = read_hyperparameters(SHIPPED).sha256()
    assert read_hyperparameters(tmp_path / "a.toml").sha256() == shipped
    assert read_hyperparameters(tmp_path / "b.toml").sha256() != shipped


def test_every_fault_is_named_at_once(tmp_path):
    text = SHIPPED.read_text(encoding="utf-8").replace("depth = 5", "depth = 0\nheight = 3")
    (tmp_path / "h.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ForecastError) as caught:
        read_hyperparameters(tmp_path / "h.toml")
    assert "boosting.depth" in caught.value.message
    assert "boosting.height" in caught.value.message


@pytest.mark.parametrize("content", [b"not toml at all = = =", b"\xff\xfe\x00"])
def test_a_file_that_is_not_toml_is_refused(tmp_path, content):
    (tmp_path / "h.toml").write_bytes(content)
    with pytest.raises(SourceUnavailable):
        read_hyperparameters(tmp_path / "h.toml")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(SourceUnavailable):
        read_hyperparameters(tmp_path / "none.toml")
