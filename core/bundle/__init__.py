"""A whole operation as one signed file that another laptop opens, and how two of them become one again."""

from core.bundle.content import (
    KIND as KIND,
    LEVELS as LEVELS,
    BundledOperation as BundledOperation,
    read_bundle as read_bundle,
    write_bundle as write_bundle,
)
from core.bundle.history import (
    Entry as Entry,
    common_ancestors as common_ancestors,
    history_of as history_of,
    identity as identity,
    merged_source as merged_source,
    source_of as source_of,
)
from core.bundle.merge_records import MergedRecords as MergedRecords, merge_records as merge_records
