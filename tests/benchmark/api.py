"""The API under load from a second process: requests a second and p95, beside a plain handler of the same function.

``python -m tests.benchmark api``; 60 s each. The plain application has one route that calls the same use case and
gives the same rows; what the API does more is the difference: who asks, rate, ids, figures, pages.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from core.settings import PROJECT
from tests.api_server import DEMONSTRATION, free_port, running_api

SECONDS = 60
CONNECTIONS = 4
LEAST_SHARE = 0.3
"""Of the plain handler's requests a second; under it something of the gate costs too much."""

LOAD = """
import asyncio, json, sys, time, httpx
address, seconds, connections = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
async def main():
    taken, failed, until = [], 0, time.perf_counter() + seconds
    async with httpx.AsyncClient(timeout=60) as client:
        (await client.get(address)).raise_for_status()
        async def ask():
            nonlocal failed
            while time.perf_counter() < until:
                begun = time.perf_counter()
                answer = await client.get(address)
                taken.append(time.perf_counter() - begun)
                failed += answer.status_code != 200
        await asyncio.gather(*(ask() for _ in range(connections)))
    taken.sort()
    print(json.dumps({"requests": len(taken), "failed": failed, "per_second": len(taken) / seconds,
                      "p50_ms": 1000 * taken[len(taken) // 2], "p95_ms": 1000 * taken[int(len(taken) * 0.95)]}))
asyncio.run(main())
"""

PLAIN = """
import sys, uvicorn
from fastapi import FastAPI
from core.bootstrap import build_resources
from core.services.forecast_people import forecast_people
from core.services.open_operation import open_operation
from core.services.plain_values import rows_of
resources = build_resources()
operation = open_operation(resources).operation
app = FastAPI()
@app.get("/forecast")
def forecast(weeks: int = 8, limit: int = 100):
    return rows_of(forecast_people(resources, operation, operation.planning_start, weeks).table.iloc[:limit])
uvicorn.run(app, port=int(sys.argv[1]), log_level="error", access_log=False)
"""


def main() -> bool:
    """Print the table; whether nothing failed and the API keeps its share."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        rows = []
        with running_api(home) as server:
            ways = (
                ("health", "/healthz"),
                ("operation", DEMONSTRATION),
                ("forecast", f"{DEMONSTRATION}/forecast?weeks=8"),
            )
            for name, path in ways:
                rows.append((f"API, {name}", _load(server.address + path)))
        rows.append(("plain handler, forecast", _plain(home)))
    print(f"{'what':28} {'requests/s':>11} {'p50 ms':>8} {'p95 ms':>8} {'failed':>7}")
    for name, found in rows:
        print(
            f"{name:28} {found['per_second']:11,.1f} {found['p50_ms']:8.1f} {found['p95_ms']:8.1f} {found['failed']:7,}"
        )
    share = rows[-2][1]["per_second"] / rows[-1][1]["per_second"]
    print(f"the API keeps {share:.0%} of the plain handler's requests a second (bound {LEAST_SHARE:.0%})")
    return share >= LEAST_SHARE and not any(found["failed"] for _, found in rows)


def _plain(home: Path) -> dict[str, float]:
    import os
    import time

    import httpx

    port = free_port()
    environment = {**os.environ, "AID_HOME": str(home), "PYTHONPATH": str(PROJECT)}
    process = subprocess.Popen([sys.executable, "-c", PLAIN, str(port)], cwd=PROJECT, env=environment)
    try:
        address, until = f"http://127.0.0.1:{port}/forecast?weeks=8", time.monotonic() + 90
        while time.monotonic() < until:
            try:
                httpx.get(address, timeout=30).raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.2)
        return _load(address)
    finally:
        process.terminate()
        process.wait(10)


def _load(address: str) -> dict[str, float]:
    command = [sys.executable, "-c", LOAD, address, str(SECONDS), str(CONNECTIONS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS + 120, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found
