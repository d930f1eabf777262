"""What a kind of source is: where it is asked, how it pages, and what its rows are called here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind of source.

    Attributes
    ----------
    name, title
        As commands and people call it.
    address
        Where it is asked unless another address is given; empty where every user has their own.
    rows
        Key of an answer under which the list of rows stands.
    fixed
        Parameters of every request.
    parameters
        Parameters a person may set.
    page
        Parameters of a request, by the number of the page from 0 and the rows that came so far.
    is_last
        Whether an answer is the last one, by the answer and the number of its page.
    total
        Key of an answer that tells how many rows there are in all; empty where none does.
    key_header, key_form
        Header the key is sent in, and how it is written there; an empty header: it takes no key.
    is_key_needed
        Whether it answers nobody without a key.
    tidy
        One row as the importer of files knows it.
    may_name_people
        Whether its answers may hold names; they are then not kept as they came.
    documentation
        Where its makers describe it.
    """

    name: str
    title: str
    address: str
    rows: str
    page: Callable[[int, int], Mapping[str, str]]
    is_last: Callable[[Mapping[str, Any], int], bool]
    tidy: Callable[[Row, int], Row]
    documentation: str
    fixed: Mapping[str, str] = field(default_factory=dict)
    parameters: tuple[str, ...] = ()
    total: str = ""
    key_header: str = ""
    key_form: str = "{key}"
    is_key_needed: bool = False
    may_name_people: bool = False
