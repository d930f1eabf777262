"""Trainings that meet little memory, a full disk, a second training: named, and nothing half written."""

import multiprocessing
import os
import subprocess
import sys

import pytest

from core.errors import RegistryError, TrackingFailed
from core.forecasting.storage import read_model
from core.registry import SAVING, ModelRegistry
from core.services.training_runs import run_of
from core.settings import PROJECT
from core.tracking import track_run, tracked_runs

LIMITED = """
import resource, sys
resource.setrlimit(getattr(resource, sys.argv[1]), (int(sys.argv[2]),) * 2)
from entrypoints.cli import main
main(["train", "--version", "limited", *sys.argv[3:]])
"""

FULL = """
import resource, sys
from pathlib import Path
from core.registry import ModelRegistry
def write(folder):
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000,) * 2)
    (folder / "large.npz").write_bytes(bytes(100_000))
try:
    ModelRegistry(Path(sys.argv[1]), lambda files, metadata: None).save("1.0", write, {}, "# Card")
except Exception as error:
    print(type(error).__name__, error.message, error.hint)
"""


def run(code, *arguments, home):
    """A process of its own, for limits cannot be lifted again."""
    environment = {**os.environ, "AID_HOME": str(home / "home"), "AID_MODELS": str(home / "models")}
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.fixture
def hyperparameters(tmp_path):
    (tmp_path / "models").mkdir()
    shipped = (PROJECT / "models" / "hyperparameters.toml").read_text(encoding="utf-8")
    (tmp_path / "models" / "hyperparameters.toml").write_text(shipped)
    return tmp_path


def test_too_little_memory_is_named_before_anything_is_trained(hyperparameters):
    done = run(LIMITED, "RLIMIT_AS", 3_000_000_000, home=hyperparameters)
    assert done.returncode == 1, done.stderr
    assert "Training needs 4.0 GB of memory; this process may use 3.0 GB. Nothing was trained." in done.stderr
    assert [path.name for path in (hyperparameters / "models").iterdir()] == ["hyperparameters.toml"]


def test_a_disk_that_fills_up_while_a_model_is_written_leaves_nothing(tmp_path):
    done = run(FULL, tmp_path / "models", home=tmp_path)
    assert "RegistryError Version 1.0 could not be stored: File too large. Nothing of it was kept." in done.stdout
    assert list((tmp_path / "models").iterdir()) == []


def test_a_model_that_another_process_stored_meanwhile_is_kept(tmp_path):
    registry = ModelRegistry(tmp_path / "models", read_model)

    def write(folder):
        registry.save("1.0", lambda inner: (inner / "a").write_text("the other"), {}, "# Other")
        (folder / "a").write_text("this one")

    with pytest.raises(RegistryError, match="stored by another training meanwhile"):
        registry.save("1.0", write, {}, "# Card")
    assert (tmp_path / "models" / "1.0" / "a").read_text() == "the other"
    assert [path.name for path in registry.folder.iterdir()] == ["1.0"]


def hold(folder, claimed, ended):
    with ModelRegistry(folder, read_model).claim("1.0"):
        claimed.set()
        ended.wait(60)


def test_a_second_training_of_one_version_is_refused_until_the_first_ends_however_it_ends(tmp_path):
    context = multiprocessing.get_context("spawn")
    claimed, ended = context.Event(), context.Event()
    other = context.Process(target=hold, args=(tmp_path, claimed, ended))
    other.start()
    registry = ModelRegistry(tmp_path, read_model)
    try:
        assert claimed.wait(60)
        with pytest.raises(RegistryError, match=r"Another process is training version 1\.0"), registry.claim("1.0"):
            pytest.fail("two trainings at once")
        other.kill()
        other.join(60)
        with registry.claim("1.0"):
            pass
    finally:
        other.kill()
        other.join(60)


def test_what_a_killed_training_left_is_taken_away_after_a_day(tmp_path):
    registry = ModelRegistry(tmp_path / "models", read_model)
    left = registry.folder / f"{SAVING}left"
    left.mkdir(parents=True)
    registry.save("1.0", lambda folder: None, {}, "")
    assert left.exists()  # it may be one that is being written
    os.utime(left, (0, 0))
    registry.save("2.0", lambda folder: None, {}, "")
    assert not left.exists()


def test_a_folder_that_cannot_be_written_is_named_before_training(tmp_path):
    (tmp_path / "models").write_text("a file where the folder should be")
    with (
        pytest.raises(RegistryError, match="cannot be written"),
        ModelRegistry(tmp_path / "models", read_model).claim("1.0"),
    ):
        pytest.fail("nothing can be stored there")


def test_a_tracking_server_that_does_not_answer_costs_seconds_and_no_model(resources):
    run = run_of(resources, resources.registry.current_version())
    with pytest.raises(TrackingFailed, match="cannot be used") as failed:
        track_run(resources.settings.home, "http://127.0.0.1:9", run)
    assert "AID_MLFLOW_URL" in failed.value.hint


@pytest.mark.nightly
@pytest.mark.filterwarnings("default")
def test_a_run_holds_hashes_choices_scores_and_version_and_leaves_telemetry_off(resources):
    version = resources.registry.current_version()
    run = run_of(resources, version)
    home = resources.settings.home
    assert tracked_runs(home, None).empty
    track_run(home, None, run)
    kept = tracked_runs(home, None).iloc[0]
    described = resources.registry.describe(version)
    assert (kept["version"], kept["code_version"]) == (version, resources.code_version)
    assert kept["hyperparameters_sha256"] == described.metadata["hyperparameters_sha256"]
    assert len(kept["data_sha256"]) == 64
    assert kept["blend_sql"] == pytest.approx(described.metrics.set_index("method").loc["blend", "sql"])
    assert kept["training_seconds"] == described.metadata["training_seconds"]
    assert os.environ["MLFLOW_DISABLE_TELEMETRY"] == os.environ["DO_NOT_TRACK"] == "true"
    assert list((home / "mlflow" / "artifacts").rglob("metadata.json"))
