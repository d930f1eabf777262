"""Settings of serving: the file that is shipped is whole, and what cannot be used is named before anything listens."""

import pytest

from core.errors import AidError
from entrypoints.api.settings import DEFAULT, ServingSettings, read_serving_settings


def test_the_file_that_is_shipped_holds_every_key_with_its_default():
    import tomllib

    told = tomllib.loads(DEFAULT.read_text(encoding="utf-8"))
    assert read_serving_settings() == ServingSettings()
    assert {part: set(keys) for part, keys in told.items()} == {
        part: set(values) for part, values in ServingSettings().model_dump().items()
    }


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[server]\nprot = 1", "server.prot"),
        ("[server]\nport = 0", "server.port"),
        ("[server]\nport = true", "server.port"),
        ("[limits]\npage_rows = 10\nmost_page_rows = 5", "page_rows"),
        ('[authentication]\nmode = "none"', "authentication.mode"),
        ("[rate]\nrequests_per_second = inf", "rate.requests_per_second"),
        ("[server", "read"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path, text, named):
    file = tmp_path / "serving.toml"
    file.write_text(text)
    with pytest.raises(AidError, match=named):
        read_serving_settings(file)


def test_a_port_of_the_command_goes_before_that_of_the_file():
    assert read_serving_settings(port=9123).server.port == 9123
    with pytest.raises(AidError, match="port"):
        read_serving_settings(port=70_000)
