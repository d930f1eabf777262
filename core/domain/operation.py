"""One relief operation at one data version: validated, immutable, with a fingerprint of its content."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np
import pandas as pd

from core.domain.finding import Finding, errors_of
from core.domain.schemas import OPERATION_TABLES, Camps, Depots, Population
from core.domain.settings import Settings, read_settings
from core.domain.validation import typed_tables
from core.domain.weeks import as_day
from core.errors import InvalidTable


@dataclass(frozen=True, eq=False)
class Operation:
    """The tables of one relief operation.

    Tables are read as attributes (``operation.camps``); each access gives a frame of its own, so that a change to it
    changes nothing here. Every declared column is present; a column the file did not have is blank. Use
    ``build`` to make one from cells as read, ``replaced`` to make a changed one.
    """

    tables: Mapping[str, pd.DataFrame]
    settings: Settings
    findings: tuple[Finding, ...] = ()

    @classmethod
    def build(
        cls, raw: Mapping[str, pd.DataFrame], checked: Mapping[str, pd.DataFrame] = MappingProxyType({})
    ) -> "Operation":
        """Validate tables and make an operation of them; ``checked`` as ``typed_tables`` takes them.

        Raises
        ------
        InvalidTable
            If any table holds an error; ``findings`` lists every one.
        """
        tables, findings = typed_tables(raw, checked)
        settings, about_settings = read_settings(tables["settings"])
        findings += about_settings
        errors = errors_of(findings)
        if errors:
            shown = f"{errors[0].place()}: {errors[0].message}"
            more = f" And {len(errors) - 1} more." if len(errors) > 1 else ""
            raise InvalidTable(f"The data hold {len(errors)} errors. {shown}{more}", findings, errors[0].suggestion)
        tables = {name: table if name in checked else table.reset_index(drop=True) for name, table in tables.items()}
        return cls(MappingProxyType(tables), settings, tuple(findings))

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name in OPERATION_TABLES:
            return self.tables[name].copy(deep=False)
        raise AttributeError(name)

    def replaced(self, **tables: pd.DataFrame) -> "Operation":
        """The same operation with some tables exchanged; what is exchanged is validated, and every reference."""
        kept = {name: table for name, table in self.tables.items() if name not in tables}
        return Operation.build(tables, kept)

    def has(self, table: str) -> bool:
        """Whether a table has any row."""
        return not self.tables[table].empty

    def filled(self, table: str) -> pd.DataFrame:
        """A table as it is written: without optional columns that are blank in every row."""
        whole = self.tables[table]
        required = set(OPERATION_TABLES[table].required_names())
        return whole[[c for c in whole.columns if c in required or whole[c].notna().any()]]

    @cached_property
    def fingerprint(self) -> str:
        """sha256 of the content of every table that has rows, as 64 hexadecimal digits."""
        return self.fingerprint_of(*OPERATION_TABLES)

    def fingerprint_of(self, *names: str) -> str:
        """sha256 of the content of some tables."""
        digest = hashlib.sha256()
        for name in names:
            table = self.tables[name]
            if table.empty:
                continue
            filled = table.dropna(axis="columns", how="all")
            digest.update(name.encode())
            digest.update("\x1f".join(map(str, filled.columns)).encode())
            digest.update(np.ascontiguousarray(pd.util.hash_pandas_object(filled, index=False).to_numpy()).tobytes())
        return digest.hexdigest()

    @cached_property
    def planning_start(self) -> pd.Timestamp:
        """As-of of the forecast and date of the stock count."""
        if self.settings.planning_start is not None:
            return as_day(self.settings.planning_start)
        counted = self.tables["population"].dropna(subset=[Population.population])
        if counted.empty:
            raise InvalidTable(
                "No count of people is known, so there is no day to plan from.",
                hint="Add a count with its date to population, or set planning_start in settings.",
            )
        return counted[Population.date].max()

    @cached_property
    def place_names(self) -> dict[str, str]:
        """Identifier of every camp and depot to the name people use."""
        camps, depots = self.tables["camps"], self.tables["depots"]
        return dict(zip(camps[Camps.camp_id], camps[Camps.name], strict=True)) | dict(
            zip(depots[Depots.depot_id], depots[Depots.name], strict=True)
        )
