"""The kind of a body: what an address reads, and the refusal of any other."""

from typing import cast

from fastapi import HTTPException, Request
from fastapi.params import Body
from fastapi.routing import APIRoute

BODY_BYTES = "aid_body_bytes"
"""Key of a request under which the gate tells how long its body is."""
JSON = "application/json"


def refuse_other_kinds(request: Request) -> None:
    """Refuse a body of another kind than the address reads, before anybody looks for values in it.

    Raises
    ------
    HTTPException
        415, naming both.
    """
    route = request.scope.get("route")
    field = route.body_field if isinstance(route, APIRoute) else None
    if field is None or not request.scope.get(BODY_BYTES):
        return
    read = cast(Body, field.field_info).media_type
    came = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if came == read or (read == JSON and came.startswith("application/") and came.endswith("+json")):
        return
    raise HTTPException(415, f"A body of {read} was expected, one of {came[:80] or 'no kind'} came.")
