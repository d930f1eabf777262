"""The seal of a waybill: one line of text, short enough for a QR code, that only its issuer could have made.

    AIDWB1:7K3Q9-XFM2B:PLAN:VERSION:WEEK:DIGEST:KEY:SIGNATURE

PLAN is the beginning of the plan's content key, VERSION the number of the data version, WEEK its Sunday, DIGEST the
sha256 of everything the waybill says, KEY names the installation's key, SIGNATURE (Ed25519) is of all before it. Bytes
are written in base 32, for a QR code holds capitals and digits in the least room.
"""

import base64
import binascii
import datetime as dt
import re
from dataclasses import dataclass

from core.domain.waybill import SealedWaybill, Waybill
from core.errors import SourceUnavailable
from core.keys import OwnKey, is_signed_by, short_key

_ABOUT = b"Refugee Aid Planner waybill, version 1\n"
"""Signed before the text, so that a signature made for another purpose is none of a waybill."""

PLAN_DIGITS = 12
"""Digits of a plan's key in a seal."""

_TEXT = re.compile(
    r"AIDWB1:(?P<id>[0-9A-Z]{5}-[0-9A-Z]{5}):(?P<plan>[0-9A-F]{12}):(?P<version>[0-9]{1,9}):(?P<week>[0-9]{8})"
    r":(?P<digest>[A-Z2-7]{52}):(?P<key>[0-9A-F]{12}):(?P<signature>[A-Z2-7]{103})"
)


@dataclass(frozen=True)
class Seal:
    """What a seal says; whether it is genuine is another question.

    Attributes
    ----------
    waybill_id
        Id of the waybill it was made for.
    plan
        First digits of the content key of its plan.
    data_version, week
        Number of the data version, and the Sunday of the week of departure.
    digest
        sha256 of what the waybill says.
    key
        Short name of the key, as ``short_key``.
    """

    waybill_id: str
    plan: str
    data_version: int
    week: dt.date
    digest: bytes
    key: str
    _signed: bytes
    _signature: bytes

    @classmethod
    def from_text(cls, text: str) -> "Seal":
        """Read what was scanned; blanks around it do not matter.

        Raises
        ------
        SourceUnavailable
            If it is no seal of a waybill.
        """
        told = text.strip()
        found = _TEXT.fullmatch(told)
        try:
            if found is None:
                raise ValueError(told)
            return cls(
                found["id"],
                found["plan"].lower(),
                int(found["version"]),
                dt.datetime.strptime(found["week"], "%Y%m%d").date(),
                _bytes(found["digest"]),
                found["key"].lower(),
                told[: found.start("signature")].encode(),
                _bytes(found["signature"]),
            )
        except (ValueError, binascii.Error) as error:
            raise SourceUnavailable(
                f"“{told[:40]}” is no seal of a waybill; AIDWB1: and its seven parts were expected, all of them.",
                "Scan the code again, the whole of it and on an even surface.",
            ) from error

    def is_of(self, waybill: Waybill) -> bool:
        """Whether this is the seal of exactly what a waybill says."""
        return self.waybill_id == waybill.id and self.digest == waybill.digest

    def is_by(self, key: str) -> bool:
        """Whether a public key made this seal."""
        return self.key == short_key(key) and is_signed_by(key, _ABOUT, self._signed, self._signature)


def seal_waybill(waybill: Waybill, key: OwnKey) -> SealedWaybill:
    """Seal a waybill; equal for equal content and key."""
    public = key.public
    parts = (
        "AIDWB1",
        waybill.id,
        waybill.plan[:PLAN_DIGITS].upper(),
        str(waybill.data_version),
        f"{waybill.week:%Y%m%d}",
        _letters(waybill.digest),
        short_key(public).upper(),
    )
    signed = ":".join(parts) + ":"
    return SealedWaybill(waybill, signed + _letters(key.sign(_ABOUT, signed.encode())), public)


def _letters(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=")


def _bytes(letters: str) -> bytes:
    return base64.b32decode(letters + "=" * (-len(letters) % 8))
