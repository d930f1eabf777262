"""A real server that answers as a source does, or as one that is broken."""

import http.server
import json
import threading
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit


class Asked(list):
    """Every request: path, parameters, headers."""


@contextmanager
def source(answer):
    """Address and record of a server; ``answer(parameters, number)`` gives JSON, or status, headers and bytes.

    A body of None is sent byte by byte without an end; so are the headers where the status is ``slow headers``.
    """
    asked, ended = Asked(), threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            parts = urlsplit(self.path)
            parameters = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            asked.append((parts.path, parameters, dict(self.headers)))
            given = answer(parameters, len(asked))
            status, headers, body = given if isinstance(given, tuple) else (200, {}, json.dumps(given).encode())
            if status == "hang":
                ended.wait(20)
                return
            if status == "slow headers":
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                while not ended.wait(0.05):
                    self.wfile.write(b"x")
                return
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            while body is None and not ended.wait(0.05):
                self.wfile.write(b" ")
            self.wfile.write(body or b"")

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/", asked
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
