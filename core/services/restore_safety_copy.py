"""Put a safety copy back: checked first, whole or not at all, and what was there is copied before it gives way."""

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from core.domain.access import Actor, Right, require
from core.domain.decision import Act, Decision
from core.errors import SourceUnavailable, StoreError
from core.keys import KnownKeys
from core.safety_copy import SafetyCopy, open_safety_copy, restore_models, restore_tables, rows_here
from core.safety_copy.restoring import refuse_unknown
from core.services.make_safety_copy import copies_folder, make_safety_copy, told_signer
from core.services.resources import Resources, secrets_of
from core.store.database import accounts

_DAMAGE = ("malformed", "not a database", "damaged", "is empty; what it held")
"""What a database file that nothing can be read of is told with."""


@dataclass(frozen=True)
class Restored:
    """What was put back.

    Attributes
    ----------
    rows
        Table to rows.
    raw_files, secrets
        How many files were put back.
    models, models_missing
        Model versions put back, and those the copy names that are nowhere here with these files.
    kept_before
        Safety copy, or damaged database file, of what was there before; None where nothing was.
    signed_by
        Who signed the copy, in words.
    is_open
        Whether no account is left, so that everybody at this machine may do everything.
    """

    rows: dict[str, int]
    raw_files: int
    secrets: int
    models: tuple[str, ...]
    models_missing: tuple[str, ...]
    kept_before: Path | None
    signed_by: str
    is_open: bool


def restore_safety_copy(
    resources: Resources,
    actor: Actor,
    file: Path,
    replace: bool = False,
    with_secrets: bool = False,
    *,
    trust_this: bool = False,
    without_accounts: bool = False,
) -> Restored:
    """Put a safety copy back into the store of this installation, SQLite or PostgreSQL, whichever it was made of.

    First all of the copy is checked. Then what only adds (raw files, models) is put in place, then every table in one
    transaction, which is the moment it holds; secrets follow it, one whole file after another.

    Parameters
    ----------
    replace
        Whether a store that holds rows gives way, after a safety copy of it.
    with_secrets
        Whether secrets of the copy are put back too; with ``replace`` also over others of the same name.
    trust_this
        Whether a copy is taken that is not signed, or by a key that nobody here trusts.
    without_accounts
        Whether accounts that are here may give way to a copy that holds none.

    Raises
    ------
    NotAllowed
        If the actor may not.
    SourceUnavailable
        If the copy is not whole, or what is to be put back has no room.
    StoreError
        If the store is not empty and may not be replaced, nobody knows who made the copy, or it would leave everybody
        in; nothing is changed then.
    """
    require(actor, Right.RESTORE)
    settings = resources.settings
    with open_safety_copy(file, settings.home) as copy:
        copy.verify()
        refuse_unknown(copy)
        signed_by = _signer(resources, copy, trust_this)
        is_open = not copy.about.rows.get(accounts.name) and not resources.settings.is_sign_in_required
        if is_open and not without_accounts:
            _refuse_to_open(resources)
        if with_secrets:
            _refuse_other_secrets(resources, copy, replace)
        kept_before = _keep_before(resources, actor, replace, with_secrets)
        raw_files = _put_raw_files(resources, copy)
        models, missing = restore_models(copy.archive, settings.models, dict(copy.about.models))
        rows = restore_tables(resources.store.url, copy, replace)
        # connections opened before know tables that are gone
        resources.store.close()
        seen = {
            "rows": dict(rows),
            "kept_before": kept_before.name if kept_before else None,
            "signed_by": signed_by,
        }
        resources.store.decisions.record(Decision(Act.RESTORE, actor, subject=file.name, seen=seen))
        secrets = _put_secrets(resources, copy) if with_secrets else 0
    return Restored(rows, raw_files, secrets, tuple(models), tuple(missing), kept_before, signed_by, is_open)


def _signer(resources: Resources, copy: SafetyCopy, trust_this: bool) -> str:
    """Who signed the copy, in words; refuses one that nobody here knows the maker of, unless it is trusted by hand."""
    secrets, key = secrets_of(resources), copy.signer()
    told = told_signer(key, secrets)
    known = key is not None and KnownKeys(secrets).signer_name(key) is not None
    if not known and not trust_this:
        says = f"It says that {copy.about.by or 'nobody named'} made it on {copy.about.made:%Y-%m-%d %H:%M} UTC."
        raise StoreError(
            f"The safety copy is whole, but signed by {told}. {says} Nothing was changed.",
            "If you know where it comes from, take it with --trust-this"
            + (", or trust its key: aid keys trust NAME KEY." if key else "."),
        )
    return told


def _refuse_to_open(resources: Resources) -> None:
    """Refuse a copy without accounts where there are some: what was closed would stand open without a word."""
    try:
        what = "This installation has accounts" if resources.store.accounts.exist() else ""
    except StoreError:
        what = "Nothing can be read of what is here, which may have had accounts"
    if what:
        raise StoreError(
            f"{what}, and the copy holds none: once it is put back, everybody at this machine may do everything. "
            "Nothing was changed.",
            "If that is meant, say so with --without-accounts; accounts can be made anew after it.",
        )


def _keep_before(resources: Resources, actor: Actor, replace: bool, with_secrets: bool) -> Path | None:
    """Copy what is there before it gives way; a database of which nothing can be read steps aside as a file."""
    url = resources.store.url
    name = f"before-restore-{resources.store.now():%Y%m%dT%H%M%S%f}"
    try:
        held = rows_here(url)
        if not held:
            return None
        if not replace:
            raise StoreError(
                f"The store is not empty: {', '.join(f'{count:,} rows of {n}' for n, count in held.items())}. "
                "Nothing was changed.",
                "Put the copy back into an empty store (another AID_HOME), or exchange everything with --replace, "
                "which makes a safety copy of what is there first.",
            )
        kept = copies_folder(resources) / f"{name}.aidcopy"
        # an administrator who may restore keeps what gives way, whoever else may make copies
        make_safety_copy(resources, actor, kept, with_secrets)
    except StoreError as error:
        damaged = any(words in error.message for words in _DAMAGE)
        if not (damaged and replace and make_url(url).get_backend_name() == "sqlite"):
            raise
        return _set_aside(resources, Path(make_url(url).database or ""), name)
    return kept


def _set_aside(resources: Resources, database: Path, name: str) -> Path:
    resources.store.close()
    folder = copies_folder(resources)
    kept = folder / f"{name}.damaged.sqlite"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for ending in ("-wal", "-shm", ""):
            part = database.with_name(database.name + ending)
            if part.exists():
                os.replace(part, kept.with_name(kept.name + ending))
    except OSError as error:
        raise SourceUnavailable(
            f"The damaged database {database} cannot be set aside: {error.strerror}.", "Move it away yourself."
        ) from error
    return kept


def _put_raw_files(resources: Resources, copy: SafetyCopy) -> int:
    members = copy.members("raw")
    for member in members:
        data = copy.archive.read(member)
        name = member.removeprefix("raw/")
        if resources.store.raw.keep(data) != name:
            raise SourceUnavailable(f"The raw file {name[:12]} of the copy is not what it says.", "Use another copy.")
    return len(members)


def _refuse_other_secrets(resources: Resources, copy: SafetyCopy, replace: bool) -> None:
    secrets = secrets_of(resources)
    here = set(secrets.names())
    told = {member.removeprefix("secrets/"): member for member in copy.members("secrets")}
    other = [name for name in sorted(here & set(told)) if secrets.read(name) != copy.archive.read(told[name])]
    if other and not replace:
        raise StoreError(
            f"This installation has secrets of its own: {', '.join(other)}. Nothing was changed.",
            "Leave out --with-secrets, or exchange them with --replace.",
        )


def _put_secrets(resources: Resources, copy: SafetyCopy) -> int:
    secrets = secrets_of(resources)
    members = copy.members("secrets")
    for member in members:
        secrets.keep(member.removeprefix("secrets/"), copy.archive.read(member), replace=True)
    return len(members)
