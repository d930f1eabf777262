"""Where figures came from: every answer kept by its hash, with address, time and status."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.connectors.answers import Answers
from core.connectors.configured import Connector
from core.connectors.kinds import kind_named
from core.errors import StoreError
from core.own_files import keep_private, make_private
from core.store.raw_files import RawFiles


@dataclass(frozen=True)
class ProvenanceRecord:
    """What is on record of one fetch.

    Attributes
    ----------
    file
        Where it stands.
    told
        Connector, kind, pages (address, came, status, tries, bytes, sha256, kept), rows, sha256 of the table, fault.
    """

    file: Path
    told: Mapping[str, Any]


class Provenance:
    """Records of fetches, and the answers themselves, in a private folder of the working folder.

    Parameters
    ----------
    home
        The working folder.
    """

    FOLDER = "fetched"

    def __init__(self, home: Path) -> None:
        self._folder = Path(home) / self.FOLDER
        self.answers = RawFiles(self._folder)

    def record(self, connector: Connector, answers: Answers, table_sha256: str | None) -> ProvenanceRecord:
        """Put one fetch on record, with whatever came before a fault.

        Answers that may name people are not kept as they came, their hash is: the source still has them.

        Raises
        ------
        StoreError
            If it cannot be written.
        """
        is_kept = not kind_named(connector.kind).may_name_people
        pages = [
            {
                "address": page.address,
                "came": page.came.isoformat(timespec="milliseconds"),
                "status": page.status,
                "tries": page.tries,
                "bytes": len(page.body),
                "sha256": page.sha256,
                "kept": bool(is_kept and page.body and self.answers.keep(page.body)),
            }
            for page in answers.pages
        ]
        told = {
            "connector": connector.name,
            "kind": connector.kind,
            "pages": pages,
            "rows": len(answers.rows),
            "table_sha256": table_sha256,
            "fault": None if answers.fault is None else answers.fault.message,
        }
        when = answers.pages[-1].came.strftime("%Y%m%dT%H%M%S%f")
        file = self._folder / f"{when}-{connector.name}.json"
        try:
            make_private(self._folder)
            file.write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
            keep_private(file)
        except OSError as error:
            raise StoreError(f"{file} cannot be written: {error.strerror}.", "Check free space.") from error
        return ProvenanceRecord(file, told)

    def newest(self, name: str) -> ProvenanceRecord | None:
        """The last fetch of a connector; None where there was none."""
        files = sorted(file for file in self._folder.glob(f"*-{name}.json") if file.stem.partition("-")[2] == name)
        return ProvenanceRecord(files[-1], json.loads(files[-1].read_text(encoding="utf-8"))) if files else None
