"""``aid app``: the pages, in a browser."""

import contextlib
import os
import subprocess
import sys
import threading
import time
import urllib.request
import webbrowser

import click

START_SECONDS = 60


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help="Port on this machine.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser window.")
def app(port: int, no_browser: bool) -> None:
    """Open the planner in a browser, on this machine only.

    Example: aid app --port 8501
    """
    from core.settings import PROJECT

    address = f"http://127.0.0.1:{port}"
    click.echo(f"Refugee Aid Planner: {address}   (end it with Ctrl+C)", err=True)
    command = [sys.executable, "-m", "entrypoints.pages_server", "--server.port", str(port)]
    server = subprocess.Popen(command, cwd=PROJECT)
    if not no_browser and (os.environ.get("DISPLAY") or sys.platform in ("darwin", "win32")):
        threading.Thread(target=_open_when_ready, args=(address, server), daemon=True).start()
    try:
        sys.exit(server.wait())
    except KeyboardInterrupt:
        server.terminate()
        sys.exit(server.wait())


def _open_when_ready(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
            webbrowser.open(address)
            return
        time.sleep(0.2)


COMMANDS = (app,)
