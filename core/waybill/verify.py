"""Whether a waybill is what its issuer sealed, told without a network: by its seal and the keys known here."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.domain.waybill import SealedWaybill
from core.errors import SourceUnavailable
from core.keys import key_text, short_key
from core.waybill.seal import Seal


class Verdict(StrEnum):
    """What was found; the value is a word for machines."""

    GENUINE = "genuine"
    ALTERED = "altered"
    FORGED = "forged"
    UNKNOWN_KEY = "unknown_key"
    UNTRUSTED_KEY = "untrusted_key"
    REVOKED_KEY = "revoked_key"
    OTHER_WAYBILL = "other_waybill"
    OTHER_PLAN = "other_plan"


@dataclass(frozen=True)
class Keys:
    """Public keys as this installation sees them.

    Attributes
    ----------
    own
        Its own.
    trusted
        Name to key of other installations.
    revoked
        Keys nobody may believe any more, with the name they had.
    """

    own: str
    trusted: Mapping[str, str]
    revoked: Mapping[str, str]

    def named(self, short: str) -> str | None:
        """The key of a short name, among those known here."""
        known = (self.own, *self.trusted.values(), *self.revoked)
        return next((key for key in known if short_key(key) == short), None)

    def owner(self, key: str) -> str:
        """Whose key it is, in words."""
        if key == self.own:
            return "this installation"
        names = [name for name, known in self.trusted.items() if known == key]
        return names[0] if names else self.revoked.get(key) or f"the key {short_key(key)}"


@dataclass(frozen=True)
class Checked:
    """The verdict on one seal, with the reason in words.

    Attributes
    ----------
    words
        What was found.
    hint
        What to do; empty where it is genuine.
    """

    verdict: Verdict
    words: str
    hint: str
    seal: Seal

    @property
    def is_genuine(self) -> bool:
        """Whether it can be believed."""
        return self.verdict == Verdict.GENUINE


def check_seal(text: str, keys: Keys, given_key: str | None = None) -> Checked:
    """Check the text of a scanned code.

    Parameters
    ----------
    given_key
        Public key that came beside it; believed only if it is known here.

    Raises
    ------
    SourceUnavailable
        If the text is no seal, or the key no key.
    """
    seal = Seal.from_text(text)
    key = key_text(given_key) if given_key else keys.named(seal.key)
    if key is None:
        words = f"Waybill {seal.waybill_id} is sealed by a key that is not known here ({seal.key})."
        return Checked(Verdict.UNKNOWN_KEY, words, _ASK_FOR_KEY, seal)
    if not seal.is_by(key):
        words = f"The seal of waybill {seal.waybill_id} was not made by {keys.owner(key)}, whose key it names."
        return Checked(
            Verdict.FORGED, words, "Do not load or unload by it; tell whoever is said to have issued it.", seal
        )
    if key in keys.revoked:
        words = f"Waybill {seal.waybill_id} is sealed by a key that was revoked: {keys.owner(key)}."
        return Checked(Verdict.REVOKED_KEY, words, "Do not load or unload by it; ask for a new waybill.", seal)
    if key != keys.own and key not in keys.trusted.values():
        words = f"Waybill {seal.waybill_id} is whole, but sealed by a key nobody here trusts: {key}."
        return Checked(Verdict.UNTRUSTED_KEY, words, _ASK_FOR_KEY, seal)
    words = f"Waybill {seal.waybill_id} is genuine: sealed by {keys.owner(key)}."
    return Checked(Verdict.GENUINE, words, "", seal)


def check_waybill(sealed: SealedWaybill, keys: Keys) -> Checked:
    """Check a waybill of a file against its own seal; raises as ``check_seal``."""
    found = check_seal(sealed.seal, keys, sealed.key)
    if found.verdict == Verdict.FORGED or found.seal.is_of(sealed.waybill):
        return found
    if found.seal.waybill_id != sealed.waybill.id:
        words = f"Waybill {sealed.waybill.id} carries the seal of another one, {found.seal.waybill_id}."
        return Checked(Verdict.OTHER_WAYBILL, words, _ASK_AGAIN, found.seal)
    words = f"Waybill {sealed.waybill.id} was changed after it was sealed: what it says is not what its seal is of."
    return Checked(Verdict.ALTERED, words, _ASK_AGAIN, found.seal)


def check_scanned(text: str, sealed: SealedWaybill, keys: Keys) -> Checked:
    """Check a scanned code against the waybill it should be the seal of; raises as ``check_seal``."""
    scanned = Seal.from_text(text)
    if scanned.plan != Seal.from_text(sealed.seal).plan:
        words = (
            f"The code is of waybill {scanned.waybill_id} of plan {scanned.plan}, and the file is of waybill "
            f"{sealed.waybill.id} of plan {sealed.waybill.plan[: len(scanned.plan)]}: another plan."
        )
        return Checked(Verdict.OTHER_PLAN, words, _ASK_AGAIN, scanned)
    if not scanned.is_of(sealed.waybill):
        words = f"The code is of waybill {scanned.waybill_id}, and is no seal of what waybill {sealed.waybill.id} says."
        return Checked(Verdict.OTHER_WAYBILL, words, _ASK_AGAIN, scanned)
    return check_seal(text, keys, sealed.key)


def check_plan(found: Checked, plan: str) -> Checked:
    """The same verdict, unless the seal is of another plan than expected.

    Parameters
    ----------
    plan
        First digits of the content key of the plan it should belong to; at least eight.

    Raises
    ------
    SourceUnavailable
        If too few digits are given to tell plans apart.
    """
    told = plan.strip().lower()
    if len(told) < LEAST_DIGITS or set(told) - set("0123456789abcdef"):
        raise SourceUnavailable(
            f"“{plan[:40]}” names no plan; at least {LEAST_DIGITS} digits of its key were expected.",
            "They stand on every waybill, after the word Plan.",
        )
    if not found.is_genuine or found.seal.plan.startswith(told[: len(found.seal.plan)]):
        return found
    words = f"Waybill {found.seal.waybill_id} is genuine, but of plan {found.seal.plan}, not of plan {told[:12]}."
    return Checked(Verdict.OTHER_PLAN, words, "Ask for the waybill of that plan.", found.seal)


LEAST_DIGITS = 8
_ASK_AGAIN = "Do not load or unload by it; ask whoever issued it for the waybill again."
_ASK_FOR_KEY = (
    "Ask the other installation for its key by another way (aid bundle --key). If it is theirs: "
    "aid keys trust NAME KEY."
)
