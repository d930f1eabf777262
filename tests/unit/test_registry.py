"""The model registry: whole or not at all, verified, never a path out of its folder."""

import json
from pathlib import Path

import pytest

from core.errors import ModelIntegrity, ModelNotFound, RegistryError
from core.registry import ModelRegistry

SHIPPED = Path(__file__).parents[2] / "models"


def write(folder):
    (folder / "artifacts").mkdir()
    (folder / "artifacts" / "weights.json").write_text("[1, 2]")
    (folder / "big.skops").write_text("kept for reference")


@pytest.fixture
def registry(tmp_path):
    def read(files, metadata):
        return metadata["version"], json.loads(files["artifacts/weights.json"])

    return ModelRegistry(tmp_path / "models", read)


METADATA = {"serving_files": ["artifacts/weights.json"], "metrics": [{"method": "blend", "mae": 1.0}]}


def test_a_saved_version_is_loaded_equal_and_only_once(registry):
    registry.save("1.0", write, METADATA, "# Card")
    registry.promote("1.0")
    assert registry.load() == ("1.0", [1, 2])
    assert registry.load() is registry.load("1.0")
    assert registry.current_version() == "1.0"


def test_versions_are_listed_without_other_files(registry):
    registry.save("2.0", write, METADATA, "")
    registry.save("1.0", write, METADATA, "")
    (registry.folder / "hyperparameters.toml").write_text("")
    assert registry.versions() == ["1.0", "2.0"]


def test_a_save_that_fails_leaves_nothing(registry):
    def broken(folder):
        write(folder)
        raise OSError("disk full")

    with pytest.raises(RegistryError, match=r"could not be stored: disk full. Nothing"):
        registry.save("1.0", broken, METADATA, "")
    assert list(registry.folder.iterdir()) == []


def test_a_stored_version_is_not_overwritten_unless_asked(registry):
    registry.save("1.0", write, METADATA, "one")
    with pytest.raises(RegistryError, match="already stored"):
        registry.save("1.0", write, METADATA, "two")
    before = registry.fingerprint("1.0")
    registry.save("1.0", write, {**METADATA, "seed": 2}, "two", replace=True)
    assert registry.fingerprint("1.0") != before
    assert registry.describe("1.0").card == "two"


def test_a_changed_file_is_refused_and_named(registry):
    registry.save("1.0", write, METADATA, "")
    (registry.folder / "1.0" / "artifacts" / "weights.json").write_text("[1, 3]")
    with pytest.raises(ModelIntegrity, match=r"artifacts/weights.json of model 1.0 differs"):
        registry.load("1.0")
    assert registry.describe("1.0").changed == ("artifacts/weights.json",)


def test_a_missing_file_is_refused(registry):
    registry.save("1.0", write, METADATA, "")
    (registry.folder / "1.0" / "artifacts" / "weights.json").unlink()
    with pytest.raises(ModelIntegrity, match="cannot be read"):
        registry.load("1.0")


def test_a_version_exchanged_while_running_is_read_again(registry):
    registry.save("1.0", write, METADATA, "")
    assert registry.load("1.0")[1] == [1, 2]

    def write_other(folder):
        write(folder)
        (folder / "artifacts" / "weights.json").write_text("[9]")

    registry.save("1.0", write_other, METADATA, "", replace=True)
    assert registry.load("1.0")[1] == [9]


@pytest.mark.parametrize("name", ["../1.0", "/etc", "", "1.0/..", "a" * 65, ".hidden", "1.0\n"])
def test_a_version_is_never_a_path(registry, name):
    registry.save("1.0", write, METADATA, "")
    with pytest.raises(RegistryError):
        registry.save(name, write, METADATA, "")
    with pytest.raises(ModelNotFound):
        registry.promote(name or "..")


def test_metadata_cannot_name_a_file_outside_the_version(registry, tmp_path):
    (tmp_path / "secret").write_text("x")
    registry.save("1.0", write, {**METADATA, "serving_files": ["../../secret"]}, "")
    path = registry.folder / "1.0" / "metadata" / "metadata.json"
    stored = json.loads(path.read_text())
    stored["files"]["../../secret"] = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    path.write_text(json.dumps(stored))
    with pytest.raises(ModelIntegrity, match="is not a file of model"):
        registry.load("1.0")


def test_broken_metadata_are_a_clear_error(registry):
    registry.save("1.0", write, METADATA, "")
    (registry.folder / "1.0" / "metadata" / "metadata.json").write_text("{")
    with pytest.raises(ModelIntegrity, match=r"metadata of model 1\.0"):
        registry.load("1.0")


def test_a_missing_version_names_those_stored(registry):
    registry.save("1.0", write, METADATA, "")
    with pytest.raises(ModelNotFound, match=r"stored: 1\.0"):
        registry.load("9.9")


def test_without_current_the_registry_says_how_to_get_one(registry):
    with pytest.raises(ModelNotFound) as caught:
        registry.load()
    assert "aid train" in caught.value.hint


def test_the_description_holds_card_and_measures(registry):
    registry.save("1.0", write, METADATA, "# Card")
    found = registry.describe("1.0")
    assert found.card == "# Card"
    assert found.metrics["mae"].tolist() == [1.0]
    assert found.metrics_by_horizon.empty
    assert found.changed == ()


def test_the_shipped_model_is_whole_small_and_described():
    shipped = ModelRegistry(SHIPPED, lambda files, metadata: sorted(files))
    found = shipped.describe()
    assert found.changed == ()
    assert shipped.load() == sorted(found.metadata["serving_files"])
    assert sum(p.stat().st_size for p in (SHIPPED / found.version).rglob("*") if p.is_file()) < 6 * 2**20
    assert {"data", "hyperparameters_sha256", "seed", "libraries", "code_version", "training_seconds"} <= set(
        found.metadata
    )
    for heading in ("What it is for", "Inputs and outputs", "Data and dates", "Limits", "Deployment and maintenance"):
        assert f"## {heading}" in found.card
    assert len(found.plots) == 3


def test_serving_files_that_are_no_list_are_a_damaged_model(registry):
    registry.save("1.0", write, METADATA | {"serving_files": 3}, "# Card")
    with pytest.raises(ModelIntegrity, match="serving_files"):
        registry.load("1.0")


@pytest.mark.parametrize("version", ["1.0", "../x", ""])
def test_a_name_that_cannot_be_stored_is_refused_before_training(registry, version):
    registry.save("1.0", write, METADATA, "# Card")
    with pytest.raises(RegistryError):
        registry.free_folder(version)
