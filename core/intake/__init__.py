"""Found files to tables: reading, checking, comparing, writing. Nothing read from a file is ever executed."""

from core.intake.checks import check_folder as check_folder, check_tables as check_tables
from core.intake.checks.count_questions import ask_about_counts as ask_about_counts
from core.intake.csv_for_people import table_csv as table_csv
from core.intake.diff import Change as Change, describe_change as describe_change
from core.intake.merging import (
    is_row_of_file as is_row_of_file,
    merge_upload as merge_upload,
    stored_row as stored_row,
)
from core.intake.reading import (
    Reading as Reading,
    read_folder as read_folder,
    read_folder_with_findings as read_folder_with_findings,
    read_table as read_table,
)
from core.intake.writing import write_folder as write_folder
