"""The reader: a process for one large upload, so that reading it does not hold up the pages.

Standard input: a line of JSON ``{"question": text, "files": [[name, bytes], ...]}``, then the files one behind the
other. They come through the pipe and are never written to disk, for nobody has yet said what is done with personal
data in them. Standard output: frames of a kind (one letter), a length (eight bytes) and so many bytes: ``P`` how far
it is, ``D`` the preview, ``F`` why there is none. Nothing is logged: the message of a fault may hold a cell.
"""

import json
import os
import struct
import sys
from typing import BinaryIO

from core.bootstrap import build_resources
from core.errors import AidError
from core.services.packed_preview import packed
from core.services.read_upload import UploadQuestion, read_upload

STANDS_BACK = 10
"""Added to the niceness of the process."""


def main() -> None:
    """Read one upload and end."""
    if hasattr(os, "nice"):
        os.nice(STANDS_BACK)  # where both want the processor, the pages come first
    incoming, out = sys.stdin.buffer, sys.stdout.buffer
    # a library that prints must not break the frames
    sys.stdout = sys.stderr
    header = json.loads(incoming.readline())
    files = {str(name): incoming.read(int(size)) for name, size in header["files"]}

    def tell(share: float, message: str) -> None:
        _send(out, b"P", json.dumps({"share": share, "message": message}).encode())

    try:
        question = UploadQuestion.from_text(header["question"])
        answer = packed(read_upload(build_resources(), question, files, tell=tell))
    except AidError as error:
        _send(out, b"F", json.dumps({"message": error.message, "hint": error.hint}).encode())
    except Exception as error:
        told = {"message": f"The program failed: {type(error).__name__}.", "hint": "Bring the files in one by one."}
        _send(out, b"F", json.dumps(told).encode())
    else:
        tell(0.97, "Handing it over")
        _send(out, b"D", answer)


def _send(out: BinaryIO, kind: bytes, payload: bytes) -> None:
    out.write(kind + struct.pack(">Q", len(payload)))
    out.write(payload)
    out.flush()


if __name__ == "__main__":
    main()
