"""Hash of the program's own source: what tells whether two machines run the same program."""

import hashlib
from functools import cache
from pathlib import Path


@cache
def source_hash() -> str:
    """sha256 over every file of ``core``, as 64 hexadecimal digits."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()
