"""The receiver of the documentation, run as people run it: it takes what is genuine, once, and nothing else."""

import json
import os
import socket
import subprocess
import sys
import time

import pytest

from core.settings import PROJECT
from core.webhooks import post, signed_headers
from tests.unit.webhooks.receiver import until

SECRET = b"0123456789abcdef"
BODY = json.dumps(
    {"operation": "Op", "actions": [{"what": "Move 12 t flour", "by": "2025-07-06", "effect": "saves 10"}]}
).encode()


@pytest.fixture
def receiver():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, str(PROJECT / "docs" / "how-to" / "receive_webhooks.py"), str(port)],
        env={**os.environ, "AID_WEBHOOK_SECRET": SECRET.decode()},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    url = f"http://127.0.0.1:{port}/"
    assert until(lambda: post(url, {}, b"").status == 401)
    yield url, process
    process.terminate()
    process.wait()
    process.stdout.close()


def test_it_prints_what_is_genuine_once_and_refuses_what_is_not(receiver):
    url, process = receiver
    now = int(time.time())
    assert post(url, signed_headers(SECRET, now, BODY, 7), BODY).status == 204
    assert post(url, signed_headers(SECRET, now, BODY, 7), BODY).status == 204
    assert process.stdout.readline().strip() == "Op: Move 12 t flour by 2025-07-06. saves 10"
    for headers in (
        signed_headers(b"another", now, BODY, 8),
        signed_headers(SECRET, now - 3600, BODY, 8),
        signed_headers(SECRET, now, BODY + b" ", 8),
        {},
    ):
        assert post(url, headers, BODY).status == 401
    other = BODY.replace(b"12 t", b"13 t")
    assert post(url, signed_headers(SECRET, now, other, 9), other).status == 204
    assert process.stdout.readline().startswith("Op: Move 13 t"), "the second delivery 7 was not printed"
