"""``aid train``, ``aid models`` and ``aid promote``: make models, list them, choose the one that is served."""

import datetime as dt
from pathlib import Path

import click

from entrypoints.commands.output import as_json, records, show


@click.command()
@click.option("--config", type=click.Path(path_type=Path), help="Hyperparameters as TOML; the shipped ones by default.")
@click.option(
    "--demo", is_flag=True, help="Train baseline, boosting and net on simulated data in minutes; print errors."
)
@click.option("--data", type=click.Path(path_type=Path), help="Folder of operations whose counts are learnt from too.")
@click.option(
    "--version",
    "name",
    help="Name of the new version; that of the configuration by default, the date where it is taken.",
)
@as_json
def train(config: Path | None, demo: bool, data: Path | None, name: str | None, as_json: bool) -> None:
    """Train the set of models and store it under models/VERSION; it serves only once promoted.

    Example: aid train --demo
    """
    from core.bootstrap import build_resources
    from core.services.train_models import train_demonstration, train_version

    def tell(message: str) -> None:
        click.echo(message, err=True)

    resources = build_resources()
    if demo:
        made = train_demonstration(resources, config, tell)
        text = f"Scored on the last part of the simulated calendar, which nothing was learnt from.\n{made.text}"
    else:
        made = train_version(resources, config, data, name, tell, dt.date.today())
        text = f"Stored models/{made.version}.\n{made.text}\nNext: aid promote {made.version}"
    show({"version": made.version, "metrics": records(made.metrics)}, text, as_json)


@click.command()
@as_json
def models(as_json: bool) -> None:
    """List the stored model versions, the served one marked.

    Example: aid models
    """
    from core.bootstrap import build_resources

    registry = build_resources().registry
    current = registry.current_version()
    versions = registry.versions()
    lines = [f"{'*' if version == current else ' '} {version}" for version in versions]
    show({"versions": versions, "current": current}, "\n".join(lines), as_json)


@click.command()
@click.argument("version")
@as_json
def promote(version: str, as_json: bool) -> None:
    """Serve VERSION from now on, after its files are verified.

    Example: aid promote 2026.12.0
    """
    from core.bootstrap import build_resources

    build_resources().registry.promote(version)
    show({"current": version}, f"{version} is served now.", as_json)


COMMANDS = (train, models, promote)
