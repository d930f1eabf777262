"""Make a plan on record anew from the data, scenario and model it was made from, and compare it file by file."""

import hashlib
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.results import ResultCache
from core.services.plan_distribution import plan_distribution
from core.services.plans_on_record import files_of_plan
from core.services.resources import Resources
from core.services.what_was_seen import library_versions
from core.store import Proposal

SUMMARY = "summary.json"
NOT_COMPARED = ("seconds", "versions", "pro_rata", "scenario")
"""Keys of the summary that say how, when and under which name a plan was made, not what it is."""

RESULT_BYTES = 2_000_000_000
"""Room for what is computed on the way; thrown away afterwards."""


@dataclass(frozen=True)
class Replayed:
    """A plan made anew.

    Attributes
    ----------
    proposal
        The plan on record.
    differing
        Names of files that are not the same, byte for byte (of the summary, figure for figure); empty where all are.
    digest_then, digest_now
        sha256 over all files compared, on record and made anew.
    changed
        What differs in what made it: program, solver, libraries, model files; in words, empty where nothing does.
    """

    proposal: Proposal
    differing: tuple[str, ...]
    digest_then: str
    digest_now: str
    changed: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether the same numbers came out."""
        return not self.differing


def replay_plan(
    resources: Resources,
    number: int,
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> Replayed:
    """Solve a plan on record again, with nothing taken from what is cached, and compare.

    Raises
    ------
    StoreError
        If there is no such plan, or its data or files are not what was stored.
    ModelNotFound, ModelIntegrity
        If the model it was made with is not there, or not what it was.
    InvalidScenario
        If it promises to keep near a plan that is no longer kept.
    Infeasible, SolveCancelled, SolverFailed
        As ``plan_distribution``.
    """
    store = resources.store
    proposal = store.proposals.get(number)
    files = store.proposals.files(number)
    operation = store.load_version(proposal.data_version)
    with tempfile.TemporaryDirectory() as aside:
        empty = ResultCache(Path(aside), RESULT_BYTES)
        promised = proposal.scenario.promised
        kept = resources.results.get(promised) if promised and _is_key(promised) else None
        if promised and kept is not None:
            empty.put(promised, kept)
        made = plan_distribution(
            replace(resources, results=empty),
            operation,
            proposal.scenario,
            version=proposal.model_version,
            cancelled=cancelled,
            progress=progress,
        )
        anew = files_of_plan(made.plan)
    then, now = ({name: _compared(name, data) for name, data in side.items()} for side in (files, anew))
    differing = tuple(name for name in sorted(then.keys() | now.keys()) if then.get(name) != now.get(name))
    return Replayed(proposal, differing, _digest(then), _digest(now), _changes(resources, proposal))


def _compared(name: str, data: bytes) -> bytes:
    if name != SUMMARY:
        return data
    values = {key: value for key, value in json.loads(data).items() if key not in NOT_COMPARED}
    return json.dumps(values, sort_keys=True).encode()


def _digest(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\n" + hashlib.sha256(files[name]).digest())
    return digest.hexdigest()


def _changes(resources: Resources, proposal: Proposal) -> tuple[str, ...]:
    told = []
    if proposal.code_version != resources.code_version:
        told.append(f"the program was {proposal.code_version}, it is {resources.code_version}")
    model = resources.registry.fingerprint(proposal.model_version)
    if proposal.model_fingerprint != model:
        told.append(f"the files of model {proposal.model_version} were {proposal.model_fingerprint[:12]}")
    seen = _seen(resources, proposal)
    now = library_versions()
    told += [
        f"{name} was {then}, it is {now.get(name, 'not there')}"
        for name, then in seen.get("libraries", {}).items()
        if now.get(name) != then
    ]
    limits = {
        "a solve": ("time_limit_seconds", resources.settings.time_limit_seconds),
        "a solve in parts": ("time_limit_in_parts_seconds", resources.settings.time_limit_in_parts_seconds),
    }
    told += [
        f"{what} had {seen[key]} s, it has {limit} s"
        for what, (key, limit) in limits.items()
        if key in seen and seen[key] != limit
    ]
    return tuple(told)


def _seen(resources: Resources, proposal: Proposal) -> dict[str, Any]:
    for entry in resources.store.decisions.entries(proposal.operation):
        if entry.subject == f"plan {proposal.id}" and entry.act == "proposed a plan":
            return entry.seen
    return {}


def _is_key(promised: str) -> bool:
    return len(promised) == 64 and set(promised) <= set("0123456789abcdef")
