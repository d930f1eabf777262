"""Whether a model may be served or taken out: personal data, terms of its data, retention, model card, bias limit."""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from core.errors import ModelIntegrity
from core.forecasting.card import HEADINGS
from core.privacy import told_of_persons
from core.registry import CARD, METADATA
from core.services.bias_bounds import reasons_needed
from core.services.evaluate_model import stored_evaluation
from core.services.resources import Resources
from core.services.tidy_up import retention_of
from core.services.train_models import EMERGENCY_LICENCES, OWN_DATA
from core.sources.wash_reports import LICENCE as WASH_LICENCE

KNOWN_LICENCES = frozenset({*EMERGENCY_LICENCES.values(), WASH_LICENCE})
"""Terms under which what was learnt from may be used and passed on."""

TEXT_ENDINGS = (".md", ".json", ".toml", ".txt")
Purpose = Literal["promotion", "export"]


@dataclass(frozen=True)
class Check:
    """One question and its answer.

    Attributes
    ----------
    check
        ``files``, ``personal data``, ``licence``, ``retention``, ``model card`` or ``bias``.
    passed
        Whether nothing was found.
    blocks
        Whether no reason helps: what was found has to be mended first.
    found, mend
        What was found, and what to do where it did not pass; in words.
    """

    check: str
    passed: bool
    found: str
    mend: str = ""
    blocks: bool = False


@dataclass(frozen=True)
class Compliance:
    """The result of a check of one version.

    Attributes
    ----------
    version, made, purpose
        Which version, when, and for what.
    checks
        Every question, in order.
    """

    version: str
    made: dt.date
    purpose: Purpose
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether every question was answered well."""
        return all(check.passed for check in self.checks)

    @property
    def blocking(self) -> tuple[Check, ...]:
        """What has to be mended before the model may be served or taken out."""
        return tuple(check for check in self.checks if check.blocks and not check.passed)

    @property
    def needs_reason(self) -> tuple[Check, ...]:
        """What needs a written reason."""
        return tuple(check for check in self.checks if not check.blocks and not check.passed)

    def to_json(self) -> dict[str, Any]:
        """Plain values, as they are stored."""
        return {
            "made": self.made.isoformat(),
            "purpose": self.purpose,
            "passed": self.passed,
            "checks": [asdict(check) for check in self.checks],
        }


def check_compliance(resources: Resources, version: str, today: dt.date, purpose: Purpose = "promotion") -> Compliance:
    """Check a stored version, and keep the result beside it.

    Raises
    ------
    ModelNotFound
        If there is no such version.
    ModelIntegrity
        If its metadata cannot be read.
    """
    described = resources.registry.describe(version)
    found = Compliance(
        version,
        today,
        purpose,
        (
            _files(described.changed),
            _personal_data(resources, version, described.metadata),
            _licence(described.metadata, purpose),
            _retention(resources, version, described.metadata, today),
            _card(described.card),
            _bias(resources, version),
        ),
    )
    resources.registry.keep_compliance(version, found.to_json())
    return found


def _files(changed: tuple[str, ...]) -> Check:
    if not changed:
        return Check("files", True, "every file agrees with its recorded hash", blocks=True)
    named = ", ".join(changed[:3]) + (f" and {len(changed) - 3} more" if len(changed) > 3 else "")
    return Check("files", False, f"changed since it was stored: {named}", "restore the folder, or train again", True)


def _personal_data(resources: Resources, version: str, metadata: Mapping[str, Any]) -> Check:
    held = []
    for name in (METADATA, *metadata["files"]):
        try:
            content = _content(resources, version, name)
            persons = told_of_persons([line for text in _texts(name, content) for line in text.splitlines()])
        except ModelIntegrity:
            continue  # "files" names it
        held += [f"{name}: {kind}" for kind in persons]
    if held:
        mend = "train again from data without it, or take it out of the card"
        return Check("personal data", False, "; ".join(held[:5]), mend, blocks=True)
    read = f"none in {len(metadata['files']) + 1} files"
    return Check("personal data", True, read, blocks=True)


def _content(resources: Resources, version: str, name: str) -> bytes:
    if name == METADATA:
        metadata = resources.registry.describe(version).metadata
        # numbers of the evaluation are no text, and make up most of it
        return json.dumps({key: value for key, value in metadata.items() if key != "evaluation"}).encode()
    return resources.registry.read_file(name, version)


def _texts(name: str, content: bytes) -> Iterator[str]:
    """What can be read in a file: its text, the text of files packed in it, the words of its arrays."""
    if name.endswith(TEXT_ENDINGS) or name == METADATA:
        text = content.decode("utf-8", "replace")
        yield text if name == CARD else "\n".join(_words(text))
    elif name.endswith(".npz"):
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            for array in (arrays[key] for key in arrays.files):
                if array.dtype.kind in "US":
                    yield "\n".join(np.unique(array.astype(str)))
    elif zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                if member.endswith(TEXT_ENDINGS):
                    yield "\n".join(_words(archive.read(member).decode("utf-8", "replace")))


def _words(text: str) -> list[str]:
    """Every text in a JSON document but hashes; the document itself where it is none."""
    try:
        values = [json.loads(text)]
    except ValueError:
        return [text]
    found: list[str] = []
    while values:
        value = values.pop()
        if isinstance(value, dict):
            found += map(str, value)
            values += value.values()
        elif isinstance(value, list):
            values += value
        elif isinstance(value, str) and not (len(value) == 64 and set(value) <= set("0123456789abcdef")):
            found.append(value)
    return found


def _licence(metadata: Mapping[str, Any], purpose: Purpose) -> Check:
    real = metadata.get("real")
    if not isinstance(real, list) or not metadata.get("data"):
        return Check("licence", False, "what it was trained on was not recorded", "train again with `aid train`")
    learnt = [row for row in real if isinstance(row, dict)]
    terms = {str(row.get("licence", "")).strip() for row in learnt}
    unknown = sorted(
        str(row.get("emergency", "?"))
        for row in learnt
        if str(row.get("licence", "")).strip() not in KNOWN_LICENCES | {OWN_DATA}
    )
    if unknown:
        found = f"no known terms for {', '.join(unknown[:5])}"
        return Check("licence", False, found, "say under which terms these counts may be used, or leave them out")
    if OWN_DATA in terms and purpose == "export":
        mend = "ask whoever owns the counts, and say so in the reason"
        return Check("licence", False, "it has learnt from counts of your own operations", mend)
    return Check("licence", True, f"{len(learnt)} real sources with known terms" if learnt else "simulated data only")


def _retention(resources: Resources, version: str, metadata: Mapping[str, Any], today: dt.date) -> Check:
    most = retention_of(resources).model_days
    days = [str(entry.get("day", "")) for entry in resources.registry.promotions() if entry.get("version") == version]
    told = str(metadata.get("trained") or (days[-1] if days else ""))
    day = pd.to_datetime(told, format="%Y-%m-%d", errors="coerce")
    if pd.isna(day):
        return Check("retention", False, "the day it was trained was not recorded", "train again with `aid train`")
    age = (today - day.date()).days
    since = "trained" if metadata.get("trained") else "first served"
    if age > most:
        found = f"{since} {age} days ago, at most {most} are kept"
        return Check("retention", False, found, "train again, and delete what is too old")
    return Check("retention", True, f"{since} on {day.date()}, kept for {most} days")


def _card(card: str) -> Check:
    parts = {part.split("\n", 1)[0].strip(): part.partition("\n")[2].strip() for part in f"\n{card}".split("\n## ")[1:]}
    missing = [heading for heading in HEADINGS if not parts.get(heading)]
    if missing:
        found = f"no “{'”, “'.join(missing)}”"
        return Check("model card", False, found, "complete README.md of the version and store it anew")
    return Check("model card", True, f"all {len(HEADINGS)} parts are filled")


def _bias(resources: Resources, version: str) -> Check:
    try:
        against = reasons_needed(stored_evaluation(resources, version))
    except ModelIntegrity as error:
        against = (error.message,)
    if against:
        found = "; ".join(against[:3]) + (f"; and {len(against) - 3} more" if len(against) > 3 else "")
        return Check("bias", False, found, f"give a reason, or measure again: `aid models evaluate {version}`")
    return Check("bias", True, "every judged kind of camp is within the bounds")
