"""The worker answers what is a request, and lives on after what is none."""

import json
import subprocess
import sys

from core.settings import PROJECT

REQUEST = json.dumps({"id": "b", "version": 1, "scenario": {}}) + "\n"


def test_lines_that_are_no_request_do_not_end_the_worker(tmp_path):
    broken = ["not json", "[1]", "3", "", '{"x": 1}', '{"cancel": []}', '{"id": "a"}', '{"id": "a", "version": 1}']
    broken += [
        '{"id": "a", "version": 1, "fairness": "efficiency"}',
        '{"id": "a", "version": 1, "backtest": {}}',
        '{"id": "a", "version": 1, "backtest": {"model": 1, "weeks": 8}}',
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "entrypoints.worker"],
        cwd=PROJECT,
        env={"AID_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    assert process.stderr
    try:
        process.stdin.write("\n".join(broken) + "\n" + REQUEST)
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        process.stdin.close()
        said = process.stderr.read()
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
        process.stdout.close()
        process.stderr.close()
    assert (answer["id"], answer["state"], answer["kind"]) == ("b", "failed", "StoreError")
    assert "Traceback" not in said
