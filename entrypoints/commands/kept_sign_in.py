"""The token of a sign-in on the command line: kept in the person's own configuration folder, readable to them alone."""

import contextlib
import hashlib
import json
import os
import uuid
from pathlib import Path

import click

from core.errors import SourceUnavailable

FOLDER = "refugee-aid-planner"


def keep_token(database_url: str, name: str, token: str) -> None:
    """Keep the token of a person for a store; the newest sign-in is the one that acts unless AID_USER names another.

    Raises
    ------
    SourceUnavailable
        If it cannot be written.
    """
    tokens = {known: kept for known, kept in _read(database_url).items() if known != name}
    _write(database_url, {**tokens, name: token})


def kept_token(database_url: str, name: str = "") -> str:
    """Token of a person for a store, of who signed in last where no name is given; empty where there is none."""
    tokens = _read(database_url)
    if name:
        return tokens.get(name, "")
    return list(tokens.values())[-1] if tokens else ""


def drop_token(database_url: str, token: str) -> None:
    """Forget a token."""
    tokens = _read(database_url)
    left = {name: kept for name, kept in tokens.items() if kept != token}
    if left != tokens:
        _write(database_url, left)


def token_file(database_url: str) -> Path:
    """Where tokens of a store are kept; its address may hold a password and is not in the name."""
    digest = hashlib.sha256(database_url.encode("utf-8", "surrogateescape")).hexdigest()[:24]
    return Path(click.get_app_dir(FOLDER)) / f"sign-in-{digest}.json"


def _read(database_url: str) -> dict[str, str]:
    try:
        values = json.loads(token_file(database_url).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return {str(name): str(token) for name, token in values.items()} if isinstance(values, dict) else {}


def _write(database_url: str, tokens: dict[str, str]) -> None:
    path = token_file(database_url)
    draft = path.with_name(f".{uuid.uuid4().hex}.draft")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # made unreadable to others from its first byte on, not afterwards
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(tokens, file)
        os.replace(draft, path)
    except OSError as error:
        raise SourceUnavailable(
            f"The sign-in cannot be kept in {path}: {error.strerror}.", "Make that folder writable, or use AID_TOKEN."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
