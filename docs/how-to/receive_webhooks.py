"""A receiver of the planner's messages: it checks who sent them, then prints what is to be done.

    AID_WEBHOOK_SECRET=... python receive_webhooks.py [PORT]

It needs nothing but Python. Answer quickly with 200 to 299; anything else is tried again.
"""

import hashlib
import hmac
import http.server
import json
import os
import sys
import time
from collections.abc import Mapping

OLDEST_SECONDS = 300
"""A message that was signed longer ago is somebody sending an old one again."""

LARGEST_BYTES = 1_000_000

seen: set[str] = set()
"""Numbers of deliveries that came already: a message whose answer was lost is sent again. Keep them in a database."""


def is_genuine(secret: bytes, headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """Whether a message was signed with the secret, and not long ago."""
    timestamp = headers.get("X-Aid-Timestamp", "")
    if not timestamp.isdecimal() or abs(now - int(timestamp)) > OLDEST_SECONDS:
        return False
    expected = "v1=" + hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, headers.get("X-Aid-Signature", ""))


class Receiver(http.server.BaseHTTPRequestHandler):
    """Answers 204 to what is genuine, 401 to all else."""

    def do_POST(self) -> None:
        """Take one message."""
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(min(length, LARGEST_BYTES))
        secret = os.environ["AID_WEBHOOK_SECRET"].encode()
        if not is_genuine(secret, self.headers, body, time.time()):
            self.send_error(401)
            return
        self.send_response(204)
        self.end_headers()
        delivery = self.headers.get("X-Aid-Delivery", "0")
        if delivery != "0" and delivery in seen:
            return
        seen.add(delivery)
        message = json.loads(body)
        for action in message.get("actions", []):
            print(f"{message['operation']}: {action['what']} by {action['by']}. {action['effect']}", flush=True)  # noqa: T201


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8600
    http.server.ThreadingHTTPServer(("127.0.0.1", port), Receiver).serve_forever()
