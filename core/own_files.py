"""Folders and files of the planner that other users of the machine may not read."""

import contextlib
from pathlib import Path

FOLDER_MODE, FILE_MODE = 0o700, 0o600


def make_private(folder: Path) -> None:
    """Make a folder that its owner alone may enter; one that is there already stays as its owner set it up.

    Raises
    ------
    OSError
        If it cannot be made.
    """
    if folder.is_dir():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)


def keep_private(*files: Path) -> None:
    """Let the owner alone read files that were just made; those that are not there are passed over.

    Raises
    ------
    OSError
        If they are not the owner's.
    """
    for file in files:
        with contextlib.suppress(FileNotFoundError):
            file.chmod(FILE_MODE)
