"""A safety copy of everything this installation must not lose, made while it runs; and a look whether one is whole."""

from dataclasses import dataclass
from pathlib import Path

from core.archive import refuse_existing
from core.domain.access import Actor, Right, require
from core.domain.decision import Act, Decision
from core.keys import KnownKeys
from core.safety_copy import SafetyCopy, open_safety_copy, write_safety_copy
from core.safety_copy.restoring import refuse_unknown
from core.safety_copy.tidying import COPIES
from core.safety_copy.writing import Written
from core.secrets_folder import SecretsFolder
from core.services.resources import Resources, secrets_of


@dataclass(frozen=True)
class CopyInfo:
    """What a safety copy says of itself, after all of it was checked.

    Attributes
    ----------
    program, made, by
        Which version made it, when, and who.
    rows
        Table to rows.
    raw_files, secrets, model_files
        How many files.
    models
        Version to hash of every model named in it.
    notes
        What was not copied, in words.
    signed_by
        Who signed it, in words.
    """

    program: str
    made: str
    by: str
    rows: dict[str, int]
    raw_files: int
    secrets: int
    model_files: int
    models: dict[str, str]
    notes: tuple[str, ...]
    signed_by: str


def make_safety_copy(
    resources: Resources, actor: Actor, out: Path, with_secrets: bool = False, with_models: bool = False
) -> Written:
    """Write every table as it stands at one instant, with the raw files; nobody who works meanwhile waits.

    Parameters
    ----------
    out
        File to write; it appears whole or not at all, readable by its owner only.
    with_secrets
        Whether the secrets go along: keys and passwords of this installation, in the clear.
    with_models
        Whether the files of trained models go along; else their names and hashes.

    Raises
    ------
    NotAllowed
        If the actor may not.
    StoreError, SourceUnavailable
        If the store cannot be read, or the file is there already or cannot be written.
    """
    require(actor, Right.BACK_UP)
    # a copy of a store that was never opened is a copy of an empty one, not an error
    resources.store.operations()
    refuse_existing(out)
    # before the copy is made: it then holds the entry itself, and no copy leaves without one
    subject = f"{out.name}, {'with' if with_secrets else 'without'} secrets"
    resources.store.decisions.record(
        Decision(Act.BACK_UP, actor, subject=subject, seen={"code_version": resources.code_version})
    )
    return write_safety_copy(
        out,
        resources.store,
        resources.settings.models,
        resources.code_version,
        actor.name,
        resources.store.now(),
        secrets_of(resources),
        with_secrets,
        with_models,
    )


def check_safety_copy(file: Path, secrets: SecretsFolder) -> CopyInfo:
    """Check every byte of a safety copy, and whether this program could put it back.

    Parameters
    ----------
    secrets
        Of this installation: they hold its key and those it trusts, by which the signer is named.

    Raises
    ------
    SourceUnavailable, StoreError
        If it could not; names what is wrong.
    """
    with open_safety_copy(file) as copy:
        copy.verify()
        refuse_unknown(copy)
        return _info_of(copy, secrets)


def told_signer(key: str | None, secrets: SecretsFolder) -> str:
    """Who signed a safety copy, in words: this installation, a name, a key that nobody here trusts, nobody."""
    if key is None:
        return "nobody"
    return KnownKeys(secrets).signer_name(key) or f"a key nobody here trusts, {key}"


def _info_of(copy: SafetyCopy, secrets: SecretsFolder) -> CopyInfo:
    about = copy.about
    return CopyInfo(
        about.program,
        about.made.isoformat(),
        about.by,
        dict(about.rows),
        len(copy.members("raw")),
        len(copy.members("secrets")),
        len(copy.members("models")),
        dict(about.models),
        tuple(about.notes),
        told_signer(copy.signer(), secrets),
    )


def copies_folder(resources: Resources) -> Path:
    """Where copies made by the planner itself lie; ``tidy_up`` keeps the newest."""
    return resources.settings.home / COPIES
