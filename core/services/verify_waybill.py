"""Verify a waybill without a network: its file, the text of its code, or both, against the keys known here."""

from dataclasses import dataclass
from pathlib import Path

from core.domain.waybill import SealedWaybill
from core.errors import SourceUnavailable
from core.keys import KnownKeys, OwnKey
from core.services.resources import Resources, secrets_of
from core.store import IssuedWaybill
from core.waybill.file import LARGEST_FILE, read_waybill_file
from core.waybill.sheets import amount
from core.waybill.verify import Checked, Keys, Verdict, check_plan, check_scanned, check_seal, check_waybill

__all__ = ["Verdict", "VerifiedWaybill", "verify_waybills"]


@dataclass(frozen=True)
class VerifiedWaybill:
    """What was found of one waybill.

    Attributes
    ----------
    checked
        The verdict, with its words.
    sealed
        The waybill as its file has it; None where only a code was given and it was not issued here.
    notes
        What else a person should know, in words: what it belongs to, whether it was issued here, what differs.
    """

    checked: Checked
    sealed: SealedWaybill | None
    notes: tuple[str, ...]

    @property
    def is_genuine(self) -> bool:
        """Whether it can be believed."""
        return self.checked.is_genuine

    @property
    def journey(self) -> str:
        """From where to where, by which vehicle, when; to be compared with the paper. Empty where nothing is read."""
        if self.sealed is None:
            return ""
        waybill = self.sealed.waybill
        times = f"{waybill.leaves:%Y-%m-%d %H:%M} to {waybill.arrives:%Y-%m-%d %H:%M}"
        return f"{waybill.origin} to {waybill.place}, {waybill.vehicle}, {times}"

    @property
    def lines(self) -> tuple[str, ...]:
        """What it says is handed over; to be compared with the paper."""
        if self.sealed is None:
            return ()
        return tuple(
            f"{line.item}{f', lot {line.lot_id}' if line.lot_id else ''}: {amount(line)}"
            for line in self.sealed.waybill.lines
        )


def verify_waybills(
    resources: Resources, file: Path | None = None, text: str | None = None, plan: str | None = None
) -> list[VerifiedWaybill]:
    """Verify every waybill of a file, or the one a scanned code is of.

    Parameters
    ----------
    file
        The .json or .html written beside the paper. Of a .pdf the .json of the same name beside it is read.
    text
        Text of the scanned code. With a file it must be the seal of one of its waybills.
    plan
        First digits of the key of the plan it should belong to.

    Raises
    ------
    SourceUnavailable, DataError
        If the file or the text cannot be read, or neither is given.
    """
    secrets = secrets_of(resources)
    known = KnownKeys(secrets)
    keys = Keys(OwnKey(secrets).public, known.all(), known.revoked())
    sealed = [] if file is None else read_waybill_file(*_content(file))
    if text is not None:
        found = [_of_text(resources, text, sealed, keys)]
    elif sealed:
        found = [(check_waybill(each, keys), each) for each in sealed]
    else:
        raise SourceUnavailable("Neither a file nor the text of a code was given.", "Give FILE, or --text TEXT.")
    return [_told(resources, check_plan(checked, plan) if plan else checked, each) for checked, each in found]


def _of_text(
    resources: Resources, text: str, sealed: list[SealedWaybill], keys: Keys
) -> tuple[Checked, SealedWaybill | None]:
    checked = check_seal(text, keys)
    if sealed:
        same = [each for each in sealed if each.waybill.id == checked.seal.waybill_id]
        each = (same or sealed)[0]
        own = check_waybill(each, keys)
        return (check_scanned(text, each, keys) if own.is_genuine else own), each
    issued = resources.store.waybills.find(checked.seal.waybill_id)
    if not checked.is_genuine or issued is None:
        return checked, None
    return checked, SealedWaybill(issued.waybill, issued.seal, issued.key)


def _told(resources: Resources, checked: Checked, sealed: SealedWaybill | None) -> VerifiedWaybill:
    seal = checked.seal
    notes = [
        f"It belongs to plan {seal.plan}, made from data version {seal.data_version}, for the week to {seal.week}."
    ]
    issued = resources.store.waybills.find(seal.waybill_id)
    if issued is None:
        notes.append("It was not issued by this installation, or its record is not here.")
    else:
        notes.append(f"It was issued here by {issued.issued_by} on {issued.issued:%Y-%m-%d %H:%M} UTC.")
        notes += [] if sealed is None or checked.is_genuine else _differences(issued, sealed)
    return VerifiedWaybill(checked, sealed, tuple(notes))


def _differences(issued: IssuedWaybill, sealed: SealedWaybill) -> list[str]:
    """What an altered waybill says otherwise than the one that was issued."""
    right = {(line.item_id, line.lot_id): line for line in issued.waybill.lines}
    found = {(line.item_id, line.lot_id): line for line in sealed.waybill.lines}
    return [
        f"{(right.get(key) or found[key]).item}: issued {amount(right[key]) if key in right else 'none'}, "
        f"here {amount(found[key]) if key in found else 'none'}."
        for key in dict.fromkeys([*right, *found])
        if right.get(key) != found.get(key)
    ]


def _content(file: Path) -> tuple[bytes, str]:
    path = file.with_suffix(".json") if file.suffix.lower() == ".pdf" else file
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise SourceUnavailable(f"{path} is too large for waybills.", "Give the file written beside the paper.")
        return path.read_bytes(), str(path)
    except OSError as error:
        raise SourceUnavailable(
            f"{path} cannot be read: {error.strerror}.",
            "A paper or its PDF is checked by the .json beside it, or by the text of its code: --text TEXT.",
        ) from error
