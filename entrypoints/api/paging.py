"""Lists in pages: what is on this one, how many there are in all, and where the next one is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import pandas as pd
from fastapi import Depends, Query, Request
from pydantic import BaseModel, Field

from core.errors import InvalidScenario
from core.services.plain_values import rows_of
from entrypoints.api.context import context_of


class Page(BaseModel):
    """One page of a list."""

    items: list[dict[str, Any]]
    total: int = Field(description="Rows on all pages")
    offset: int
    limit: int
    next: str | None = Field(None, description="Address of the next page; null on the last one")


@dataclass(frozen=True)
class Wanted:
    """Which rows are asked for; makes pages of what is found."""

    request: Request
    offset: int
    limit: int

    def of_table(self, table: pd.DataFrame) -> Page:
        """A page of a table's rows."""
        return self.of_part(rows_of(table.iloc[self.offset : self.offset + self.limit]), len(table))

    def of_list(self, rows: Sequence[dict[str, Any]]) -> Page:
        """A page of rows that are all there."""
        return self.of_part(list(rows[self.offset : self.offset + self.limit]), len(rows))

    def of_part(self, items: list[dict[str, Any]], total: int) -> Page:
        """A page of rows that are on it."""
        after = self.offset + self.limit
        following = (
            str(self.request.url.include_query_params(offset=after, limit=self.limit)) if after < total else None
        )
        return Page(items=items, total=total, offset=self.offset, limit=self.limit, next=following)


def wanted_of(
    request: Request,
    offset: Annotated[int, Query(ge=0, le=10**9, description="Rows to skip", examples=[0])] = 0,
    limit: Annotated[int | None, Query(ge=1, le=100_000, description="Rows on the page", examples=[20])] = None,
) -> Wanted:
    """What the parameters ask for, within the settings.

    Raises
    ------
    InvalidScenario
        If more rows are asked for than the settings allow.
    """
    limits = context_of(request).settings.limits
    if limit is not None and limit > limits.most_page_rows:
        raise InvalidScenario(
            f"{limit:,} rows of a page were asked for; at most {limits.most_page_rows:,} are given.",
            "Ask for fewer, and for the next page.",
        )
    return Wanted(request, offset, limit or limits.page_rows)


Rows = Annotated[Wanted, Depends(wanted_of)]
