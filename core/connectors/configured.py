"""Sources a person has configured: a private file in the working folder; where it is missing, none is asked."""

import json
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from core.connectors.address import checked_source
from core.connectors.kinds import kind_named
from core.errors import DataError, StoreError
from core.own_files import keep_private, make_private

FILE = "connectors.json"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True)
class Connector:
    """A source that is asked when a person or a flow says so.

    Attributes
    ----------
    address
        The very address that is asked; nothing is followed elsewhere.
    parameters
        What is asked for.
    operation
        Stored operation that the flow ``fetch`` submits its figures to; empty: it is asked by hand only.
    """

    name: str
    kind: str
    address: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    operation: str = ""

    def __post_init__(self) -> None:
        """Refuse a name that is no plain word, an unknown kind or parameter, an address that may not be asked."""
        if not _NAME.fullmatch(self.name):
            raise DataError(
                f"“{self.name[:80]}” is no name for a connector.",
                "Use small letters, digits and hyphens: unhcr-rwanda.",
            )
        kind = kind_named(self.kind)
        checked_source(self.address)
        unreadable = [name for name, value in self.parameters.items() if not value.isprintable()]
        if unreadable:
            raise DataError(
                f"The value of {unreadable[0][:80]} holds signs that are no text.", "Write it in letters and digits."
            )
        unknown = sorted(set(self.parameters) - set(kind.parameters))
        if unknown:
            known = ", ".join(kind.parameters)
            raise DataError(
                f"{kind.title} cannot be asked for {', '.join(unknown)[:200]}.", f"It can be asked for {known}."
            )


class Connectors:
    """The configured sources of one installation.

    Parameters
    ----------
    home
        Its working folder.
    """

    def __init__(self, home: Path) -> None:
        self._file = Path(home) / FILE

    def all(self) -> list[Connector]:
        """Every configured source, by name; none where nothing was configured.

        Raises
        ------
        StoreError
            If the file cannot be read.
        """
        try:
            rows = json.loads(self._file.read_text(encoding="utf-8"))
            return sorted((Connector(**row) for row in rows), key=lambda one: one.name)
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError, DataError) as error:
            raise StoreError(
                f"The file of connectors {self._file} cannot be used: {error}.",
                "Mend it, or delete it and add them anew.",
            ) from error

    def named(self, name: str) -> Connector:
        """The source of this name.

        Raises
        ------
        DataError
            If none is configured under it.
        """
        known = {one.name: one for one in self.all()}
        if name not in known:
            listed = ", ".join(known) or "none"
            raise DataError(f"There is no connector “{name[:80]}”; configured: {listed}.", "See `aid connectors list`.")
        return known[name]

    def add(self, connector: Connector) -> None:
        """Configure one; a name that is taken is refused."""
        known = self.all()
        if connector.name in {one.name for one in known}:
            raise DataError(
                f"There is a connector “{connector.name}” already.", "Remove it first, or take another name."
            )
        self._write([*known, connector])

    def remove(self, name: str) -> Connector:
        """Take one off; what was fetched stays on record."""
        gone = self.named(name)
        self._write([one for one in self.all() if one.name != name])
        return gone

    def _write(self, connectors: list[Connector]) -> None:
        try:
            make_private(self._file.parent)
            handle, draft = tempfile.mkstemp(prefix=".connectors-", dir=self._file.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump([asdict(one) for one in connectors], stream, indent=1, ensure_ascii=False)
            keep_private(Path(draft))
            os.replace(draft, self._file)
        except OSError as error:
            raise StoreError(f"{self._file} cannot be written: {error.strerror}.", "Check free space.") from error
