"""A real Prometheus for tests: it reads the running product with the project's own rules, only faster."""

import contextlib
import json
import shutil
import socket
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.settings import PROJECT

START_SECONDS = 60


def is_installed() -> bool:
    """Whether this machine has one."""
    return shutil.which("prometheus") is not None


needs_prometheus = pytest.mark.skipif(
    not is_installed(), reason="SKIPPED LOUDLY: no Prometheus here and it could not be installed."
)


@dataclass
class Prometheus:
    """A running Prometheus."""

    address: str

    def ask(self, expression: str) -> dict[tuple[tuple[str, str], ...], float]:
        """Values of an expression by their labels."""
        found = self._get(f"query?query={urllib.parse.quote(expression)}")["result"]
        return {tuple(sorted(one["metric"].items())): float(one["value"][1]) for one in found}

    def firing(self) -> set[str]:
        """Names of the alerts that call now."""
        return {one["labels"]["alertname"] for one in self._get("alerts")["alerts"] if one["state"] == "firing"}

    def wait(self, holds: Callable[[], bool], seconds: float, what: str) -> None:
        """Wait until something holds."""
        until = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < until, f"After {seconds} s not yet: {what}; alerts: {self._get('alerts')}"
            time.sleep(0.5)

    def _get(self, path: str) -> dict:
        with urllib.request.urlopen(f"{self.address}/api/v1/{path}", timeout=10) as answer:
            return json.load(answer)["data"]


@contextlib.contextmanager
def running_prometheus(folder: Path, target: str, token: str = "") -> Iterator[Prometheus]:
    """Start one that reads ``target`` (host and port) every second by the rules of ``deploy``, and end it afterwards.

    Its rules are those committed but for the time they wait before they call.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rules = (PROJECT / "deploy" / "prometheus" / "alerts.yml").read_text(encoding="utf-8")
    assert "for: 300s" in rules
    (folder / "alerts.yml").write_text(rules.replace("for: 300s", "for: 1s"), encoding="utf-8")
    config = {
        "global": {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"},
        "rule_files": ["alerts.yml"],
        "scrape_configs": [
            {
                "job_name": "aid-app",
                "scrape_interval": "2s",
                "scrape_timeout": "2s",
                "static_configs": [{"targets": [target]}],
                **({"authorization": {"credentials": token}} if token else {}),
            }
        ],
    }
    # JSON is YAML too
    (folder / "prometheus.yml").write_text(json.dumps(config), encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    with (folder / "prometheus.log").open("w") as log:
        process = subprocess.Popen(
            [
                "prometheus",
                f"--config.file={folder / 'prometheus.yml'}",
                f"--storage.tsdb.path={folder / 'data'}",
                f"--web.listen-address={address}",
            ],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        until = time.monotonic() + START_SECONDS
        while True:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://{address}/-/ready", timeout=2):
                break
            assert process.poll() is None, (folder / "prometheus.log").read_text()[-3000:]
            assert time.monotonic() < until, (folder / "prometheus.log").read_text()[-3000:]
            time.sleep(0.2)
        yield Prometheus(f"http://{address}")
    finally:
        process.terminate()
        process.wait(20)
