"""A waybill: what one truck hands over to one receiver on one trip, as it is printed, sealed and kept."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from core.domain.plain_faults import plain_fault
from core.errors import DataError

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are read for others."""

_HALF = 5
"""Letters in each half of an id: 50 bits in all, so that ten thousand waybills are told apart."""

Name = Annotated[str, StringConstraints(max_length=2000)]
Key = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
WaybillId = Annotated[str, StringConstraints(pattern=rf"^[{_LETTERS}]{{{_HALF}}}-[{_LETTERS}]{{{_HALF}}}$")]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class WaybillLine(_Value):
    """One item, and one lot of it; a waybill has each of them once.

    Attributes
    ----------
    item, unit
        Words of the item and of what is counted.
    lot_id
        Empty where nothing marks the goods.
    expires
        Day until which all of it may be used; None where that is not known.
    quantity
        Item units.
    weight_kg, volume_m3
        Of the whole line.
    """

    item_id: Name
    item: Name
    unit: Name
    lot_id: Name = ""
    expires: dt.date | None = None
    quantity: float = Field(gt=0)
    weight_kg: float = Field(ge=0)
    volume_m3: float = Field(ge=0)


class Waybill(_Value):
    """What one truck hands over to one receiver on one trip.

    Attributes
    ----------
    id
        Made from what goes, from where to where and by which truck; see ``waybill_id``.
    operation
        Name of the operation.
    plan
        Content key of the plan it belongs to.
    data_version, data_fingerprint
        Number and fingerprint of the data version that plan was made from.
    week
        Sunday of the week of departure.
    vehicle, trip, stop
        One real vehicle, its trip in the week, and the stop of that trip.
    origin_id, origin, place_id, place
        Sender and receiver, as identifier and in words.
    leaves, arrives
        When the truck is planned to leave the sender and to reach the receiver, in local time.
    illustrative
        Whether the data are made up.
    lines
        In the order of item and lot.
    """

    id: WaybillId
    operation: Name
    plan: Key
    data_version: int = Field(ge=1)
    data_fingerprint: Key
    week: dt.date
    vehicle: Name
    trip: int = Field(ge=1)
    stop: int = Field(ge=0)
    origin_id: Name
    origin: Name
    place_id: Name
    place: Name
    leaves: dt.datetime
    arrives: dt.datetime
    illustrative: bool
    lines: tuple[WaybillLine, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        if len({(line.item_id, line.lot_id) for line in self.lines}) < len(self.lines):
            raise ValueError("it names an item and lot twice")
        return self

    @property
    def weight_kg(self) -> float:
        """Weight of all lines."""
        return sum(line.weight_kg for line in self.lines)

    @property
    def volume_m3(self) -> float:
        """Volume of all lines."""
        return sum(line.volume_m3 for line in self.lines)

    def to_text(self) -> str:
        """JSON in plain ASCII, the same for the same waybill."""
        return _canonical(self.model_dump(mode="json"))

    @property
    def digest(self) -> bytes:
        """sha256 of ``to_text``: it changes with any word or figure on the waybill."""
        return hashlib.sha256(self.to_text().encode()).digest()

    @classmethod
    def from_values(cls, values: Any) -> "Waybill":
        """A waybill from plain values, as read from a file.

        Raises
        ------
        DataError
            If it is none; whether it is what its seal is of, is another question.
        """
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"])) or "the whole of it"
            raise DataError(
                f"This waybill cannot be used: {place}: {plain_fault(first)}.",
                "Ask whoever issued it for the file again.",
            ) from error


@dataclass(frozen=True)
class SealedWaybill:
    """A waybill with the seal by which anybody can tell, without a network, that it is genuine.

    Attributes
    ----------
    seal
        What its QR code carries.
    key
        Public key of the installation that sealed it.
    """

    waybill: Waybill
    seal: str
    key: str


def waybill_id(
    operation: str,
    plan: str,
    week: dt.date,
    vehicle: str,
    trip: int,
    origin_id: str,
    place_id: str,
    lines: Iterable[WaybillLine],
) -> str:
    """A short name made from what goes, from where to where and by which trip; the times on the road do not matter.

    Equal content has the same id in every installation, so that a dispatch made again names its waybills alike.
    """
    goods = [(line.item_id, line.lot_id, line.quantity) for line in lines]
    told = _canonical([operation, plan, week.isoformat(), vehicle, trip, origin_id, place_id, sorted(goods)])
    number = int.from_bytes(hashlib.sha256(told.encode()).digest(), "big")
    letters = "".join(_LETTERS[number >> 5 * place & 31] for place in range(2 * _HALF))
    return f"{letters[:_HALF]}-{letters[_HALF:]}"


def _canonical(values: Any) -> str:
    return json.dumps(values, sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
