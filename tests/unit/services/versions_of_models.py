"""Tiny ready-made versions: the shipped champion under other names, trained a week ago as far as they say."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np

from core.settings import PROJECT

SHIPPED = (PROJECT / "models" / "CURRENT").read_text(encoding="utf-8").strip()
FIRST, SECOND = "1.0", "2.0"


def two_versions(folder: Path) -> Path:
    """``1.0`` served, and ``2.0`` stored beside it; the second differs in its metadata alone."""
    for name in (FIRST, SECOND):
        shutil.copytree(PROJECT / "models" / SHIPPED, folder / name)
        change_metadata(folder / name, version=name, trained="2026-11-20")
    (folder / "CURRENT").write_text(f"{FIRST}\n")
    (folder / "promotions.jsonl").write_text(json.dumps({"version": FIRST, "day": "2026-11-20"}) + "\n")
    return folder


def change_metadata(folder: Path, **values) -> None:
    path = folder / "metadata" / "metadata.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


def spoil(version: Path) -> None:
    """One byte of a served file changes."""
    path = version / "artifacts" / "blend.json"
    path.write_bytes(path.read_bytes().replace(b"0", b"1", 1))


def make_absurd(version: Path) -> None:
    """A model whose files agree with their hashes and whose forecasts are a hundred times too high."""
    path = version / "artifacts" / "blend.json"
    blend = json.loads(path.read_text())
    blend["factors"] = np.full(len(blend["factors"]), 1e6).tolist()
    path.write_text(json.dumps(blend))
    stored = json.loads((version / "metadata" / "metadata.json").read_text())
    stored["files"]["artifacts/blend.json"] = hashlib.sha256(path.read_bytes()).hexdigest()
    change_metadata(version, files=stored["files"])
