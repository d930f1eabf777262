"""Waybills as a file: JSON beside the printed paper, or the same JSON inside a page of HTML; written and read."""

import json
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

from core.domain.waybill import SealedWaybill, Waybill
from core.errors import SourceUnavailable

FORMAT = "aid-waybills-1"
DATA = "waybills"
"""Id of the element of a page that holds them."""

LARGEST_FILE = 50_000_000
"""Bytes; a week of ten thousand waybills has fewer."""

_HINT = "Give the .json or .html file that was written beside the printed waybills."


def waybill_file(waybills: Iterable[SealedWaybill]) -> bytes:
    """JSON in plain ASCII, the same for the same waybills."""
    told = [
        {"waybill": sealed.waybill.model_dump(mode="json"), "seal": sealed.seal, "key": sealed.key}
        for sealed in waybills
    ]
    return json.dumps({"format": FORMAT, "waybills": told}, sort_keys=True, ensure_ascii=True, indent=1).encode()


def read_waybill_file(data: bytes, name: str) -> list[SealedWaybill]:
    """The waybills of ``waybill_file`` or of a page that holds it; none of them is believed yet.

    Raises
    ------
    SourceUnavailable
        If it is no such file.
    DataError
        If one of them is no waybill.
    """
    if len(data) > LARGEST_FILE:
        raise SourceUnavailable(f"{name} has {len(data) / 1e6:,.0f} MB; that is no file of waybills.", _HINT)
    try:
        text = data.decode("utf-8-sig")
        values = json.loads(_data_of_page(text) if text.lstrip().startswith("<") else text)
        if not isinstance(values, dict) or values.get("format") != FORMAT or not values.get("waybills"):
            raise ValueError(name)
        told = [(each["waybill"], str(each["seal"]), str(each["key"])) for each in values["waybills"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SourceUnavailable(f"{name} holds no waybills.", _HINT) from error
    return [SealedWaybill(Waybill.from_values(waybill), seal, key) for waybill, seal, key in told]


class _Data(HTMLParser):
    """Collects the text of the element with the waybills."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        """Begin where the element begins."""
        self._inside = tag == "script" and dict(attrs).get("id") == DATA

    def handle_endtag(self, tag: str) -> None:
        """End where it ends."""
        self._inside = False

    def handle_data(self, data: str) -> None:
        """Keep what stands in it."""
        if self._inside:
            self.text += data


def _data_of_page(text: str) -> str:
    parser = _Data()
    parser.feed(text)
    return parser.text
