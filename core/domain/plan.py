"""What a planner answers with: shipments and coverage, and how the answer was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd

from core.domain.scenario import Scenario

Status = Literal["optimal", "best_found"]

CANCELLED = "Cancelled"
"""Why a solve ended that a person stopped when there was a plan already."""


@dataclass(frozen=True)
class SolveReport:
    """How an answer was found.

    Attributes
    ----------
    status
        ``optimal`` only where the gap is closed; otherwise ``best_found``.
    termination
        The solver's own word for why it stopped.
    gap
        Share by which a better plan could still be better, at most; 0 when proved optimal.
    seconds
        Wall time by stage: build, transfer, solve, read.
    rows, columns, nonzeros
        Size of the problem.
    """

    status: Status
    termination: str
    gap: float
    seconds: Mapping[str, float]
    rows: int
    columns: int
    nonzeros: int

    def is_optimal(self) -> bool:
        """Whether no better plan exists, within the solver's tolerance."""
        return self.status == "optimal"

    def was_cancelled(self) -> bool:
        """Whether a person stopped the search at this plan."""
        return self.termination == CANCELLED


@dataclass(frozen=True, eq=False)
class Basis:
    """Where the solver's simplex method stood, so that a changed question starts there.

    Attributes
    ----------
    codes
        What each column and row stands for, as a number, ascending, shape (n,).
    statuses
        Basic, or at which bound, shape (n,).
    """

    codes: np.ndarray
    statuses: np.ndarray


@dataclass(frozen=True, eq=False)
class Plan:
    """A proposed distribution.

    Attributes
    ----------
    tables
        ``shipments``, ``trips``, ``stock``, ``purchases``, ``losses``, ``coverage`` as ``PLAN_TABLES`` declares them.
    needs
        Need by camp, item and week that was planned for (``NeedsInput`` columns first).
    scenario
        The question.
    report
        How the answer was found.
    summary
        The figures of ``summary.json``.
    bases
        Where the solver stood at the end of each stage; empty where nobody asked or trips are whole.
    """

    tables: Mapping[str, pd.DataFrame]
    needs: pd.DataFrame
    scenario: Scenario
    report: SolveReport
    summary: Mapping[str, Any] = field(default_factory=dict)
    bases: tuple[Basis, ...] = ()

    @property
    def coverage(self) -> pd.DataFrame:
        """Need, delivered, unmet and coverage per camp, item and week."""
        return self.tables["coverage"].copy(deep=False)

    @property
    def shipments(self) -> pd.DataFrame:
        """Item units by route and week of departure."""
        return self.tables["shipments"].copy(deep=False)
