"""Whether what the record says was published or approved went through the steps it had to, by two people."""

from collections.abc import Iterable

from core.domain.decision import Act
from core.domain.same_name import name_key
from core.store import Entry

_DECIDED = (Act.APPROVE, Act.REJECT, Act.WITHDRAW)


def faults_of_steps(entries: Iterable[Entry]) -> list[str]:
    """Steps that the record lacks or that one person took alone where people sign in, in words.

    Whoever writes into the database past the program can make a submission look approved; the program then publishes
    it in good faith, and the record lacks the approval.

    Parameters
    ----------
    entries
        Of a chain that holds, the oldest first.
    """
    faults: list[str] = []
    begun: dict[str, Entry] = {}
    decided: dict[str, Entry] = {}
    for entry in entries:
        if entry.act in (Act.SUBMIT, Act.PROPOSE_PLAN):
            begun[entry.subject] = entry
        elif entry.act in _DECIDED:
            decided[entry.subject] = entry
        if entry.act in (Act.APPROVE, Act.APPROVE_PLAN):
            faults += _faults_of_approval(entry, begun.get(entry.subject))
        elif entry.act == Act.PUBLISH and ", submission " in entry.subject:
            submission = f"submission {entry.subject.rpartition(', submission ')[2]}"
            faults += _faults_of_publishing(entry, submission, decided.get(submission))
    return faults


def _faults_of_approval(entry: Entry, begun: Entry | None) -> list[str]:
    if begun is None:
        return [f"entry {entry.number}: {entry.subject} was approved, and no entry says who brought it."]
    if entry.signed_in and name_key(entry.name) == name_key(begun.name):
        return [f"entry {entry.number}: {entry.subject} was approved by {entry.name}, who brought it."]
    return []


def _faults_of_publishing(entry: Entry, submission: str, decided: Entry | None) -> list[str]:
    if decided is None or decided.act != Act.APPROVE:
        return [f"entry {entry.number}: {submission} was published, and no entry says that anybody approved it."]
    if decided.seen.get("fingerprint") != entry.seen.get("fingerprint"):
        return [
            f"entry {entry.number}: {submission} was published with other tables than entry {decided.number} approved."
        ]
    return []
