"""Columns of a found table to our tables: by tag, by what was remembered, by word, by value; nothing silently."""

from core.intake.mapping.answers import (
    CARRY_ALONG as CARRY_ALONG,
    LEAVE_ASIDE as LEAVE_ASIDE,
    LEAVE_OUT as LEAVE_OUT,
    ImportAnswers as ImportAnswers,
    NewCamp as NewCamp,
    TableAnswers as TableAnswers,
    read_answers as read_answers,
)
from core.intake.mapping.apply import apply_mapping as apply_mapping
from core.intake.mapping.column_mapping import (
    ColumnProposal as ColumnProposal,
    TableMapping as TableMapping,
)
from core.intake.mapping.fingerprint import header_fingerprint as header_fingerprint
from core.intake.mapping.own_form import explains as explains, own_rows as own_rows, own_table as own_table
from core.intake.mapping.propose import propose_mapping as propose_mapping
from core.intake.mapping.together import (
    Part as Part,
    new_camps_part as new_camps_part,
    put_together as put_together,
)
