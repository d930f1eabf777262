"""``aid backup``, ``aid restore``, ``aid tidy``: safety copies, putting them back, and what is kept how long."""

from dataclasses import asdict
from pathlib import Path

import click

from entrypoints.commands.output import as_json, show


@click.command()
@click.option("--out", type=click.Path(path_type=Path), help="File to write; it must not be there yet.")
@click.option("--check", type=click.Path(path_type=Path), help="Check every byte of this safety copy instead.")
@click.option("--with-secrets", is_flag=True, help="Take the secrets along, in the clear; guard the file.")
@click.option("--with-models", is_flag=True, help="Take the files of trained models along, not only their hashes.")
@as_json
def backup(out: Path | None, check: Path | None, with_secrets: bool, with_models: bool, as_json: bool) -> None:
    """Write a safety copy of everything stored, while the planner runs; or check one.

    Example: aid backup --out /media/stick/planner.aidcopy
    """
    from core.bootstrap import build_resources
    from core.services.make_safety_copy import check_safety_copy, make_safety_copy
    from core.services.resources import secrets_of
    from entrypoints.commands.acting import acting

    if (out is None) == (check is None):
        raise click.UsageError("Give --out FILE, or --check FILE.")
    if check is not None:
        info = check_safety_copy(check, secrets_of(build_resources()))
        text = (
            f"{check} is whole: made on {info.made} by {info.by}, program {info.program}. "
            f"Signed by {info.signed_by}. "
            f"{_rows(info.rows)}; {info.raw_files} raw files, {info.secrets} secrets, {info.model_files} model files."
        )
        show({"file": str(check), **asdict(info)}, "\n".join([text, *info.notes]), as_json)
        return
    assert out is not None
    made = make_safety_copy(build_resources(), acting(), out, with_secrets, with_models)
    held = "with their files" if with_models else "by name and hash only"
    text = (
        f"Wrote {out}: {_rows(made.rows)}; {made.raw_files} raw files, {made.secrets} secrets; "
        f"{len(made.models)} models {held}."
    )
    show({"file": str(out), **asdict(made)}, "\n".join([text, *made.notes]), as_json)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Exchange what is stored here, after a safety copy of it.")
@click.option("--with-secrets", is_flag=True, help="Put the secrets of the copy back too.")
@click.option("--trust-this", is_flag=True, help="Take a copy that is not signed, or by a key nobody here trusts.")
@click.option("--without-accounts", is_flag=True, help="Let accounts give way to a copy that holds none.")
@as_json
def restore(
    file: Path, replace: bool, with_secrets: bool, trust_this: bool, without_accounts: bool, as_json: bool
) -> None:
    """Put the safety copy FILE back, whole or not at all, into an empty store unless --replace is given.

    Example: aid restore /media/stick/planner.aidcopy
    """
    from core.bootstrap import build_resources
    from core.services.restore_safety_copy import restore_safety_copy
    from entrypoints.commands.acting import acting

    done = restore_safety_copy(
        build_resources(),
        acting(),
        file,
        replace,
        with_secrets,
        trust_this=trust_this,
        without_accounts=without_accounts,
    )
    lines = [f"Put back {_rows(done.rows)}; {done.raw_files} raw files, {done.secrets} secrets."]
    lines.append(f"Signed by {done.signed_by}.")
    if done.is_open:
        lines.append("There is no account: everybody at this machine may do everything. See aid accounts create-first.")
    if done.models:
        lines.append(f"Models put back: {', '.join(done.models)}. Which one serves was not changed: aid promote.")
    if done.models_missing:
        lines.append(f"Not here with the files the copy names: models {', '.join(done.models_missing)}.")
    if done.kept_before:
        lines.append(f"What was here before is kept in {done.kept_before}.")
    show(asdict(done), "\n".join(lines), as_json)


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would go; take nothing away.")
@as_json
def tidy(dry_run: bool, as_json: bool) -> None:
    """Take away what retention.toml says is too old; never a data version, never a decision.

    Example: aid tidy --dry-run
    """
    from core.bootstrap import build_resources
    from core.services.tidy_up import tidy_up
    from entrypoints.commands.acting import acting

    gone = tidy_up(build_resources(), acting(), dry_run)
    went = "would go" if dry_run else "went"
    lines = [
        f"{entry.amount:,} rows of {entry.name} {went}."
        if entry.kind == "rows"
        else f"{entry.kind} {entry.name} ({entry.amount:,} bytes) {went}."
        for entry in gone
    ] or ["Nothing is too old."]
    show({"dry_run": dry_run, "gone": [asdict(entry) for entry in gone]}, "\n".join(lines), as_json)


def _rows(rows: dict[str, int]) -> str:
    told = [f"{count:,} {name.replace('_', ' ')}" for name, count in rows.items() if count]
    return ", ".join(told) if told else "no rows"


COMMANDS = (backup, restore, tidy)
