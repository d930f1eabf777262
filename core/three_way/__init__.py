"""Three-way merge of tables: what one side changed since a common version is taken, what both changed is told."""

from core.three_way.by_key import Conflict as Conflict, Prefer as Prefer, RowClash as RowClash
from core.three_way.merge_tables import MergedTables as MergedTables, merge_tables as merge_tables
