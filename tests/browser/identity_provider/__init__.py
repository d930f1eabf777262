"""A real OpenID provider on this machine, and the planner told of it as the documentation says."""

import contextlib
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.serving import PROJECT, free_port

FOLDER = Path(__file__).parent
EXAMPLE = PROJECT / ".streamlit" / "secrets.example.toml"


@dataclass(frozen=True)
class Provider:
    """A running provider that knows one planner.

    Attributes
    ----------
    address
        Where it is; another site than the planner's.
    planner_port
        Port on which it expects the planner.
    settings
        The example of the documentation, filled in.
    """

    address: str
    planner_port: int
    settings: str


@contextlib.contextmanager
def running_provider() -> Iterator[Provider]:
    """Start the provider on a free port and end it afterwards; skips where it is not installed."""
    node = shutil.which("node")
    if node is None or not (FOLDER / "node_modules" / "oidc-provider").is_dir():
        pytest.skip("SKIPPED LOUDLY: no Node.js or no OpenID provider here; nobody signed in through a provider.")
    port, planner_port = free_port(), free_port()
    client, secret = "planner", secrets.token_urlsafe(24)
    come_back = f"http://127.0.0.1:{planner_port}/oauth2callback"
    command = [node, "provider.js", str(port), come_back, client, secret]
    with subprocess.Popen(command, cwd=FOLDER, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            address = process.stdout.readline().strip()
            assert address, "The provider did not start."
            yield Provider(address, planner_port, _filled_in(come_back, client, secret, address))
        finally:
            process.terminate()


def _filled_in(come_back: str, client: str, secret: str, provider: str) -> str:
    """The example with every value that an administrator is told to change."""
    changed = {
        "https://planner.example.org/oauth2callback": come_back,
        "LONG RANDOM TEXT": secrets.token_urlsafe(32),
        "ID THE PROVIDER GAVE": client,
        "SECRET THE PROVIDER GAVE": secret,
        "https://provider.example.org": provider,
    }
    text = EXAMPLE.read_text(encoding="utf-8")
    for told, value in changed.items():
        assert text.count(told) == 1, told
        text = text.replace(told, value)
    return text
