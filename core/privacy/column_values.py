"""The different values of a column with how often each occurs, so that every row is looked at once."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.privacy.header_words import words_of

SAMPLE = 2_000
"""Different values that are looked at one by one; patterns that are sure are sought in all."""

NUMBER = r"^[+-]?(\d+|\d{1,3}([ ,.\x{00a0}\x{202f}]\d{3})+)([.,]\d+)?%?$"


@dataclass(frozen=True, eq=False)
class ColumnValues:
    """One column of a found table.

    Attributes
    ----------
    name
        As found.
    words
        Words of its header, as ``header_words.words_of`` gives them; blank where the file has no header.
    tag
        Its HXL tag, in lower case.
    values
        Different values, trimmed, none blank.
    counts
        How often each occurs, shape (n_values,).
    """

    name: str
    words: str
    tag: str
    values: pa.Array
    counts: np.ndarray

    @property
    def filled(self) -> int:
        """Cells that are not blank."""
        return int(self.counts.sum())

    @property
    def distinct_share(self) -> float:
        """Different values per filled cell."""
        return len(self.values) / max(1, self.filled)

    def matches(self, pattern: str) -> np.ndarray:
        """Which values a pattern is found in, shape (n_values,)."""
        return pc.match_substring_regex(self.values, pattern).to_numpy(zero_copy_only=False)

    def cells(self, which: np.ndarray) -> int:
        """Cells that hold one of some values."""
        return int(self.counts[which].sum())

    def share(self, pattern: str) -> float:
        """Share of filled cells that a pattern is found in."""
        return self.cells(self.matches(pattern)) / max(1, self.filled)

    @cached_property
    def sample(self) -> tuple[str, ...]:
        """At most ``SAMPLE`` values, evenly over the column, always the same ones."""
        at = np.unique(np.linspace(0, len(self.values) - 1, min(SAMPLE, len(self.values))).astype(int))
        return tuple(self.values.take(pa.array(at)).to_pylist())

    @cached_property
    def number_share(self) -> float:
        """Share of the values of the sample that are plain numbers."""
        sample = pa.array(self.sample, pa.large_string())
        return float(np.mean(pc.match_substring_regex(sample, NUMBER).to_numpy(zero_copy_only=False)))

    @cached_property
    def is_text(self) -> bool:
        """Whether most values have a letter in them."""
        letters = sum(any(sign.isalpha() for sign in value) for value in self.sample)
        return letters > 0.5 * len(self.sample)

    def numbers(self, decimal: str) -> np.ndarray:
        """Values as numbers, NaN where one is none, shape (n_values,)."""
        text = pc.replace_substring(self.values, ",", ".") if decimal == "," else self.values
        return pd.to_numeric(pd.Series(text.to_pandas()), errors="coerce").to_numpy(dtype=float)


def column_values(name: str, cells: pd.Series, *, has_header: bool, tag: str = "") -> ColumnValues:
    """The different values of a column of text cells."""
    text = pa.array(cells.astype("str"), from_pandas=True)
    counted = pc.value_counts(pc.utf8_trim_whitespace(text))
    values, counts = counted.field("values"), counted.field("counts").to_numpy()
    kept = pc.and_(pc.is_valid(values), pc.not_equal(pc.fill_null(values, ""), ""))
    return ColumnValues(
        name=name,
        # capitals may part words (dateOfBirth) or not (ProGres): both readings count
        words=" ".join(dict.fromkeys((words_of(name), words_of(name.lower())))) if has_header else "",
        tag=tag.lower(),
        values=values.filter(kept),
        counts=counts[kept.to_numpy(zero_copy_only=False)],
    )
