"""``aid train``, ``aid models`` and ``aid promote``: make models, list them, choose the one that is served."""

import datetime as dt
from pathlib import Path

import click

from entrypoints.commands.acting import acting
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
        made = train_version(resources, config, data, name, tell, dt.date.today(), acting())
        text = f"Stored models/{made.version}.\n{made.text}\nNext: aid promote {made.version}"
    show({"version": made.version, "metrics": records(made.metrics)}, text, as_json)


@click.group(invoke_without_command=True)
@as_json
@click.pass_context
def models(context: click.Context, as_json: bool) -> None:
    """List the stored model versions, the served one marked; measure or promote one.

    Example: aid models
    """
    if context.invoked_subcommand is not None:
        return
    from core.bootstrap import build_resources

    registry = build_resources().registry
    current = registry.current_version()
    versions = registry.versions()
    lines = [f"{'*' if version == current else ' '} {version}" for version in versions]
    show({"versions": versions, "current": current}, "\n".join(lines), as_json)


@models.command()
@click.argument("version")
@click.option(
    "--data", type=click.Path(path_type=Path), help="Folder of real counts; the examples of VERSION by default."
)
@as_json
def evaluate(version: str, data: Path | None, as_json: bool) -> None:
    """Measure VERSION on real emergencies it did not learn from: bias, features, what each method adds.

    Its recipe is fitted anew without each third of the emergencies, which takes minutes; the result is kept beside the
    version, with the hash of the data, and shown on the page of the model card.

    Example: aid models evaluate 2026.12.0 --data counts
    """
    from core.bootstrap import build_resources
    from core.services.bias_bounds import reasons_needed
    from core.services.evaluate_model import evaluate_version

    resources = build_resources()
    found = evaluate_version(
        resources, version, data, lambda line: click.echo(line, err=True), dt.date.today(), acting()
    )
    against = reasons_needed(found)
    lines = [
        f"{row['by']} {row['group']}".strip()
        + f": bias {row['bias_share']:+.1%}, 80 % interval holds {row['coverage_80']:.0%}, {row['n']:,} forecasts of "
        + f"{row['camps']} camps"
        for row in found.bias.to_dict("records")
    ]
    lines += [
        f"without {row['method']}: loss {row['loss_without'] - 1:+.1%}" for row in found.ablation.to_dict("records")
    ]
    lines += [f"Needs a reason to be promoted: {words}." for words in against] or ["Nothing speaks against promotion."]
    show({"version": version, **found.to_json(), "speaks_against": list(against)}, "\n".join(lines), as_json)


reason_option = click.option(
    "--reason", default="", help="Why it should serve although a group of camps is beyond the bounds; it is recorded."
)


def _promote(version: str, reason: str, as_json: bool) -> None:
    from core.bootstrap import build_resources
    from core.services.promote_model import promote_model

    done = promote_model(build_resources(), version, reason, dt.date.today(), acting())
    lines = [f"{version} is served now.", *(f"Recorded with your reason: {words}." for words in done.needed)]
    show({"current": version, "needed": list(done.needed), "reason": done.reason}, "\n".join(lines), as_json)


@click.command()
@click.argument("version")
@reason_option
@as_json
def promote(version: str, reason: str, as_json: bool) -> None:
    """Serve VERSION from now on, after its files are verified and its bias table is within bounds.

    Example: aid promote 2026.12.0
    """
    _promote(version, reason, as_json)


@models.command("promote")
@click.argument("version")
@reason_option
@as_json
def models_promote(version: str, reason: str, as_json: bool) -> None:
    """Serve VERSION from now on; the same as `aid promote`.

    Example: aid models promote 2026.12.0
    """
    _promote(version, reason, as_json)


COMMANDS = (train, models, promote)
