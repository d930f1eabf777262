"""What is wrong with a value that was checked by its declaration, in words for whoever gave it."""

from collections.abc import Mapping
from typing import Any

_NUMBER, _WHOLE, _TRUTH = "must be a number", "must be a whole number", "must be true or false"
_DAY, _TIME = "must be a day as YYYY-MM-DD", "must be a time as YYYY-MM-DDTHH:MM:SS with its zone"
_LIST, _KEYS = "must be a list", "must be a set of keys and values"

_WORDS: Mapping[str, str] = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be {ge} or more",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be {le} or less",
    "finite_number": "must be a finite number",
    "multiple_of": "must be a multiple of {multiple_of}",
    "too_short": "must have {min_length} or more entries",
    "too_long": "must have {max_length} or fewer entries",
    "string_too_short": "must have {min_length} or more characters",
    "string_too_long": "must have {max_length} or fewer characters",
    "string_type": "must be text",
    "string_pattern_mismatch": "is not written as expected",
    "string_unicode": "must be text without half characters",
    "literal_error": "must be one of {expected}",
    "enum": "must be one of {expected}",
    "json_invalid": "is not valid JSON: {error}",
    **dict.fromkeys(("float_type", "float_parsing", "decimal_parsing"), _NUMBER),
    **dict.fromkeys(("int_type", "int_parsing", "int_parsing_size", "int_from_float"), _WHOLE),
    **dict.fromkeys(("bool_type", "bool_parsing"), _TRUTH),
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"), _DAY),
    **dict.fromkeys(("datetime_type", "datetime_parsing", "datetime_from_date_parsing", "timezone_aware"), _TIME),
    **dict.fromkeys(("list_type", "tuple_type", "set_type", "frozen_set_type"), _LIST),
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type", "dataclass_type", "mapping_type"), _KEYS),
}
"""By the kind of fault that pydantic names; what it knows of the bounds stands in braces."""


def plain_fault(fault: Mapping[str, Any]) -> str:
    """The words for one fault of ``ValidationError.errors()``, without the place it is at.

    Examples
    --------
    >>> plain_fault({"type": "greater_than_equal", "msg": "Input should be ...", "ctx": {"ge": 0}})
    'must be 0 or more'
    >>> plain_fault({"type": "less_than_equal", "msg": "Input should be ...", "ctx": {"le": 1e12}})
    'must be 1,000,000,000,000 or less'
    """
    about = {
        name: f"{bound:,.15g}" if isinstance(bound, int | float) else bound
        for name, bound in fault.get("ctx", {}).items()
    }
    if fault["type"] in ("value_error", "assertion_error"):
        return str(about.get("error", fault["msg"]))
    words = _WORDS.get(str(fault["type"]))
    return str(fault["msg"]) if words is None else words.format_map(about)
