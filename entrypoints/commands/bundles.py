"""``aid bundle``, ``aid merge``, ``aid keys``: a whole operation from laptop to laptop."""

import sys
from pathlib import Path

import click

from entrypoints.commands.output import as_json, records, show

SHOWN = 20


@click.command()
@click.argument("operation", required=False)
@click.option("--out", type=click.Path(path_type=Path), help="File to write; it must not be there yet.")
@click.option(
    "--level", type=click.Choice(["public", "internal", "confidential"]), default="confidential", show_default=True,
    help="How far the file may go.",
)  # fmt: skip
@click.option("--every-version", is_flag=True, help="Take the tables of every data version, not only of the newest.")
@click.option("--key", is_flag=True, help="Print the public key of this installation, for others to trust.")
@as_json
def bundle(operation: str | None, out: Path | None, level: str, every_version: bool, key: bool, as_json: bool) -> None:
    """Write OPERATION (a stored name or a folder) to one signed file that another laptop merges.

    Example: aid bundle Kigoma --out kigoma.aidbundle
    """
    from core.bootstrap import build_resources
    from core.services.make_bundle import make_bundle, public_key
    from core.services.resources import secrets_of
    from entrypoints.commands.acting import acting, refuse_strangers

    resources = build_resources()
    if key:
        refuse_strangers()
        own = public_key(secrets_of(resources))
        show({"key": own}, own, as_json)
        return
    if operation is None or out is None:
        raise click.UsageError("OPERATION and --out FILE are needed, or --key.")
    made = make_bundle(
        resources, acting(), operation, out, secrets_of(resources), level, every_version
    )  # fmt: skip
    text = (
        f"Wrote “{made.name}” to {out}: version {made.newest.number} and the record of {len(made.history)} versions, "
        f"{len(made.contents)} with their tables; {len(made.scenarios)} scenarios, {len(made.plans)} accepted plans, "
        f"{len(made.overrides)} own figures. Level: {made.level}. It is signed, not encrypted."
    )
    values = {
        "file": str(out),
        "operation": made.name,
        "level": made.level,
        "version": made.newest.id,
        "fingerprint": made.newest.fingerprint,
        "versions": len(made.history),
        "versions_with_tables": len(made.contents),
        "scenarios": len(made.scenarios),
        "plans": len(made.plans),
        "overrides": len(made.overrides),
    }
    show(values, text, as_json)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--into", required=True, help="Name of the stored operation, or a folder of tables.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
@click.option("--prefer", type=click.Choice(["ours", "theirs"]), help="Which side stands where both changed a row.")
@click.option("--trust-this", is_flag=True, help="Take this bundle although its signer is not known.")
@click.option("--report", type=click.Path(path_type=Path), help="Write the conflicts to this .csv or .json file.")
@as_json
def merge(
    file: Path,
    into: str,
    dry_run: bool,
    prefer: str | None,
    trust_this: bool,
    report: Path | None,
    as_json: bool,
) -> None:
    """Merge a bundle into an operation; exit 1, with nothing changed, where conflicts wait for a decision.

    Example: aid merge kigoma.aidbundle --into Kigoma --dry-run --report conflicts.csv
    """
    from core.bootstrap import build_resources
    from core.services.merge_bundle import merge_bundle
    from core.services.resources import secrets_of
    from entrypoints.commands.acting import acting
    from entrypoints.commands.output import write_file

    resources = build_resources()
    merged = merge_bundle(
        resources, acting(), file, into, secrets_of(resources), prefer, dry_run, trust_this  # type: ignore[arg-type]
    )  # fmt: skip
    if report:
        write_file(merged.report("json" if report.suffix == ".json" else "csv"), report)
    lines = [f"Signed by {merged.signer}."]
    lines += [
        f"  {c.table}, {c.key}, {c.column}: ours “{c.ours}”, theirs “{c.theirs}”"
        + (f", before “{c.ancestor}”" if c.ancestor else "")
        + (f"; {c.kept} stands" if c.kept else "")
        for c in merged.conflicts[:SHOWN]
    ]
    if len(merged.conflicts) > SHOWN:
        lines.append(f"  ... and {len(merged.conflicts) - SHOWN} more; --report FILE writes all of them.")
    lines += merged.sentences
    if dry_run:
        lines.append("This was a trial: nothing was changed.")
    elif merged.is_open():
        lines.append("What to do: decide with --prefer ours or --prefer theirs, or mend one side and merge again.")
    values = {
        "done": merged.done,
        "signer": merged.signer,
        "taken": merged.taken,
        "conflicts": records(merged.table()),
        "sentences": list(merged.sentences),
    }
    show(values, "\n".join(lines), as_json)
    if merged.is_open():
        sys.exit(1)


@click.group(invoke_without_command=True)
@as_json
@click.pass_context
def keys(context: click.Context, as_json: bool) -> None:
    """List whose bundles and waybills are believed here; trust, forget or revoke a key.

    Example: aid keys trust Kasulu ed25519:...
    """
    if context.invoked_subcommand is not None:
        return
    from core.bootstrap import build_resources
    from core.services.merge_bundle import revoked_keys, trusted_keys
    from core.services.resources import secrets_of
    from entrypoints.commands.acting import refuse_strangers

    refuse_strangers()
    secrets = secrets_of(build_resources())
    known, revoked = trusted_keys(secrets), revoked_keys(secrets)
    lines = [f"{name}: {key}" for name, key in known.items()] or ["No key of another installation is trusted."]
    lines += [f"revoked{f', {name}' if name else ''}: {key}" for key, name in revoked.items()]
    show({"keys": known, "revoked": revoked}, "\n".join(lines), as_json)


@keys.command()
@click.argument("name")
@click.argument("key")
@as_json
def trust(name: str, key: str, as_json: bool) -> None:
    """Believe bundles signed with KEY, which is that of NAME.

    Example: aid keys trust Kasulu ed25519:...
    """
    from core.bootstrap import build_resources
    from core.services.merge_bundle import trust_key
    from core.services.resources import secrets_of
    from entrypoints.commands.acting import acting

    trust_key(acting(), secrets_of(build_resources()), name, key)
    show({"name": name, "key": key}, f"Bundles signed by {name} are believed from now on.", as_json)


@keys.command()
@click.argument("name")
@as_json
def forget(name: str, as_json: bool) -> None:
    """Believe bundles of NAME no longer.

    Example: aid keys forget Kasulu
    """
    from core.bootstrap import build_resources
    from core.services.merge_bundle import forget_key
    from core.services.resources import secrets_of
    from entrypoints.commands.acting import acting

    forget_key(acting(), secrets_of(build_resources()), name)
    show({"name": name}, f"Bundles signed by {name} are no longer believed.", as_json)


@keys.command()
@click.argument("named")
@as_json
def revoke(named: str, as_json: bool) -> None:
    """Believe a key never again, whatever it signed before; NAMED is the name it is trusted under, or the key itself.

    Example: aid keys revoke Kasulu
    """
    from core.bootstrap import build_resources
    from core.services.merge_bundle import revoke_key
    from core.services.resources import secrets_of
    from entrypoints.commands.acting import acting

    revoke_key(acting(), secrets_of(build_resources()), named)
    show({"revoked": named}, f"Nothing signed by {named} is believed any more.", as_json)


COMMANDS = (bundle, merge, keys)
