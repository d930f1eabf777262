"""What one given file may still cost, however many files are packed inside it."""

from dataclasses import dataclass

from core.intake.limits import LARGEST_UNPACKED, MOST_MARKS, MOST_SHEET_CELLS


@dataclass
class Allowance:
    """Shared by all members and sheets of one file; taking from it makes it smaller.

    Attributes
    ----------
    unpacked
        Bytes that may still be unpacked.
    marks
        Marks (``<``) of workbooks that may still be read.
    cells
        Cells of workbooks that may still be read.
    """

    unpacked: int = LARGEST_UNPACKED
    marks: int = MOST_MARKS
    cells: int = MOST_SHEET_CELLS

    def take_unpacked(self, size: int) -> bool:
        """Whether that many bytes are still allowed; they are then taken off."""
        if size > self.unpacked:
            return False
        self.unpacked -= size
        return True
