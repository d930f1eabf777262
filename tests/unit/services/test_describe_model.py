"""A stored model for people to read, and whether it is untouched."""

import shutil
from dataclasses import replace

from core.registry import ModelRegistry
from core.services.describe_model import describe_model, stored_versions
from core.settings import PROJECT


def test_the_served_model_is_untouched_and_stands_beside_the_last_count(resources):
    versions, served = stored_versions(resources)
    assert served in versions
    model = describe_model(resources, served)
    assert model.is_served
    assert model.changed == ()
    assert model.metrics["method"].tolist()[:2] == ["blend", "last_count"]
    assert all(picture.startswith(b"\x89PNG") for picture in model.plots.values())
    assert model.card.startswith("# Model")


def test_changed_files_are_named_and_neither_shown_nor_read(resources, tmp_path):
    shutil.copytree(PROJECT / "models", tmp_path / "models")
    registry = ModelRegistry(tmp_path / "models", lambda files, metadata: None)
    served = registry.current_version()
    folder = tmp_path / "models" / served
    (folder / "README.md").write_text("# Other")
    (folder / "artifacts" / "evaluation" / "example_fans.png").write_bytes(b"other")
    (folder / "artifacts" / "evaluation" / "slipped_in.png").write_bytes(b"other")
    model = describe_model(replace(resources, registry=registry), served)
    assert set(model.changed) == {"README.md", "artifacts/evaluation/example_fans.png"}
    assert model.card == ""
    assert len(model.plots) == 2


def test_without_a_model_nothing_is_served(resources, tmp_path):
    registry = ModelRegistry(tmp_path, lambda files, metadata: None)
    assert stored_versions(replace(resources, registry=registry)) == ([], None)
