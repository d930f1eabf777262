"""Settings of an installation come from the environment; what cannot be used is named."""

from pathlib import Path

import pytest

from core.errors import AidError
from core.settings import read_environment


def test_an_empty_environment_gives_the_defaults_in_one_working_folder():
    settings = read_environment({})
    assert settings.cache_bytes == 500_000_000
    assert (settings.time_limit_seconds, settings.time_limit_in_parts_seconds) == (120, 600)
    assert settings.database_url == f"sqlite:///{settings.home / 'planner.sqlite'}"


def test_every_variable_is_heard():
    told = {"AID_HOME": "/a", "AID_DATABASE_URL": "sqlite://", "AID_MODELS": "/m", "AID_CACHE_MB": "0.5"}
    settings = read_environment({**told, "AID_TIME_LIMIT_SECONDS": "7", "AID_TIME_LIMIT_IN_PARTS_SECONDS": "70"})
    assert (settings.home, settings.models, settings.database_url) == (Path("/a"), Path("/m"), "sqlite://")
    assert (settings.cache_bytes, settings.time_limit_seconds) == (500_000, 7)
    assert settings.time_limit_in_parts_seconds == 70


def test_the_engine_is_as_told_and_local_processes_where_nobody_says():
    assert read_environment({}).parallel.kind == "processes"
    assert read_environment({"AID_PARALLEL": "dask:tcp://host:8786"}).parallel.address == "tcp://host:8786"
    with pytest.raises(AidError, match="AID_PARALLEL"):
        read_environment({"AID_PARALLEL": "many"})


def test_sign_in_is_as_told_and_a_word_misread_leaves_no_door_open():
    assert not read_environment({}).is_sign_in_required
    assert read_environment({"AID_SIGN_IN": "Required"}).is_sign_in_required
    assert read_environment({"AID_UNKNOWN_EMAIL": "viewer"}).is_unknown_email_viewer
    for name in ("AID_SIGN_IN", "AID_UNKNOWN_EMAIL"):
        with pytest.raises(AidError, match=name):
            read_environment({name: "requierd"})


@pytest.mark.parametrize("value", ["much", "-1", "0", "nan", "inf", ""])
@pytest.mark.parametrize(
    "name", ["AID_CACHE_MB", "AID_TIME_LIMIT_SECONDS", "AID_SESSION_HOURS", "AID_SESSION_IDLE_MINUTES"]
)
def test_a_number_that_cannot_be_used_is_named(name, value):
    with pytest.raises(AidError, match=name):
        read_environment({name: value})
