"""``aid train`` and ``aid models``: make models, list, measure and check them, take one out."""

import datetime as dt
import sys
from pathlib import Path

import click

from entrypoints.commands.acting import acting
from entrypoints.commands.output import as_json, records, show
from entrypoints.commands.stored_operation import stored_operation

by_option = click.option("--by", default="", help="Your name, where nobody is signed in; the record keeps it.")


@click.command()
@click.option("--config", type=click.Path(path_type=Path), help="Hyperparameters as TOML; the shipped ones by default.")
@click.option(
    "--demo", is_flag=True, help="Train baseline, boosting and net on simulated data in minutes; print errors."
)
@click.option("--data", type=click.Path(path_type=Path), help="Folder of operations whose counts are learnt from too.")
@click.option("--operation", help="Stored operation whose own counts are learnt from beside the others.")
@click.option(
    "--version",
    "name",
    help="Name of the new version; that of the configuration by default, the date where it is taken.",
)
@as_json
def train(
    config: Path | None, demo: bool, data: Path | None, operation: str | None, name: str | None, as_json: bool
) -> None:
    """Train the set of models and store it under models/VERSION; it serves only once promoted.

    Example: aid train --demo

    With --operation, normalised examples of that operation's counts are learnt from as an emergency of their own.
    """
    from core.bootstrap import build_resources
    from core.services.own_history import with_own_history
    from core.services.train_models import train_demonstration, train_version

    def tell(message: str) -> None:
        click.echo(message, err=True)

    resources = build_resources()
    if demo:
        made = train_demonstration(resources, config, tell)
        text = f"Scored on the last part of the simulated calendar, which nothing was learnt from.\n{made.text}"
    else:
        examples = None
        if operation:
            _, opened = stored_operation(operation)
            examples = with_own_history(resources, opened, config, data)
        made = train_version(resources, config, data, name, tell, dt.date.today(), acting(), examples=examples)
        text = f"Stored models/{made.version}.\n{made.text}\nNext: aid models propose {made.version}"
    show({"version": made.version, "metrics": records(made.metrics), "run": made.run}, text, as_json)


@click.group(invoke_without_command=True)
@as_json
@click.pass_context
def models(context: click.Context, as_json: bool) -> None:
    """List the stored model versions, the served one marked; measure, propose, check or take out one.

    Example: aid models
    """
    if context.invoked_subcommand is not None:
        return
    from core.bootstrap import build_resources

    registry = build_resources().registry
    served, challenger = registry.served(), registry.challenger()
    versions = registry.versions()
    marks = {challenger: "?", served.version: "*"}
    lines = [f"{marks.get(version, ' ')} {version}" for version in versions]
    lines += [f"? forecasts in the shadow of {served.version}."] if challenger else []
    if served.is_fallback:
        lines += [f"CURRENT names {served.named}, which cannot serve: {served.fault} {served.version} serves."]
    found = {"versions": versions, "current": served.version, "named": served.named, "fault": served.fault}
    show({**found, "challenger": challenger}, "\n".join(lines), as_json)


@models.command()
@as_json
def runs(as_json: bool) -> None:
    """List the trainings that were tracked, the newest first, with hashes, duration and scores.

    Example: aid models runs
    """
    from core.bootstrap import build_resources
    from core.services.training_runs import training_runs

    found = training_runs(build_resources())
    lines = [
        f"{row['started']:%Y-%m-%d %H:%M}  {row['version']}  SQL {row.get('blend_sql', float('nan')):.3f}  80 % holds "
        f"{row.get('blend_coverage_80', float('nan')):.0%}  {row['training_seconds']:.0f} s  data "
        f"{row['data_sha256'][:12]}  choices {row['hyperparameters_sha256'][:12]}  code {row['code_version']}"
        for row in found.to_dict("records")
    ] or ["No training was tracked yet; `aid train` makes one."]
    show({"runs": records(found)}, "\n".join(lines), as_json)


@models.command()
@click.argument("version")
@as_json
def compliance(version: str, as_json: bool) -> None:
    """Check VERSION: files, personal data, terms of its data, retention, model card, bias; the result is kept.

    What has to be mended keeps it from being served or taken out, and the exit code is then 1; what needs a reason does
    so until one is given.

    Example: aid models compliance 2026.12.1
    """
    from core.bootstrap import build_resources
    from core.services.check_compliance import check_compliance
    from core.services.tell_promotion import told_checks

    acting()
    checked = check_compliance(build_resources(), version, dt.date.today())
    found = checked.to_json()
    show({"version": version, **found}, "\n".join(told_checks(found["checks"])), as_json)
    if checked.blocking:
        sys.exit(1)


@models.command()
@click.argument("version")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The zip to write.")
@click.option("--reason", default="", help="Why it is taken out although something needs a reason; it is recorded.")
@by_option
@as_json
def export(version: str, out: Path, reason: str, by: str, as_json: bool) -> None:
    """Take VERSION out as one file, after its compliance check, with the result of the check in it.

    Example: aid models export 2026.12.1 --out model.zip
    """
    from core.bootstrap import build_resources
    from core.services.export_model import export_model
    from core.services.tell_promotion import told_checks

    found = export_model(build_resources(), version, out, reason, dt.date.today(), acting(by)).to_json()
    lines = [f"Wrote {out}.", *told_checks(found["checks"])]
    show({"version": version, "out": str(out), "compliance": found}, "\n".join(lines), as_json)


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


COMMANDS = (train, models)
