"""Answers that are kept by content say so; who has one already is told that it still holds."""

from fastapi import Request
from starlette.responses import Response

from entrypoints.api.problems import AsciiJson


def tagged(request: Request, key: str, content: object) -> Response:
    """An answer with its content key as ETag; 304 and nothing else where the caller has it."""
    headers = {"ETag": f'"{key}"', "Cache-Control": "private, no-cache"}
    told = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    if headers["ETag"] in told:
        return Response(status_code=304, headers=headers)
    return AsciiJson(content, headers=headers)
