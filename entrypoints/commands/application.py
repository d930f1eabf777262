"""``aid app``: the pages, in a browser."""

import os
import subprocess
import sys

import click


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help="Port on this machine.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser window.")
def app(port: int, no_browser: bool) -> None:
    """Open the planner in a browser, on this machine only.

    Example: aid app --port 8501
    """
    from core.settings import PROJECT

    command = [sys.executable, "-m", "streamlit", "run", str(PROJECT / "app.py"), "--server.port", str(port)]
    if no_browser or not os.environ.get("DISPLAY"):
        command += ["--server.headless", "true"]
    click.echo(f"Refugee Aid Planner: http://localhost:{port}", err=True)
    try:
        sys.exit(subprocess.run(command, cwd=PROJECT, check=False).returncode)
    except KeyboardInterrupt:
        sys.exit(0)


COMMANDS = (app,)
