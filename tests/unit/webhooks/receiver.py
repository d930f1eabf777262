"""A real server that receives messages: it answers as it is told, hangs, drips, redirects."""

import http.server
import threading
import time
from contextlib import contextmanager


class Receiver:
    """What came, and how it is answered: statuses in order, the last one again and again; or a word."""

    def __init__(self, answers):
        self.answers = list(answers)
        self.came = []

    def next_answer(self):
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def receiving(*answers):
    """Address and record of a server; ``hang`` never answers, ``drip`` sends a byte now and then."""
    record, ended = Receiver(answers), threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            record.came.append((dict(self.headers), body))
            answer = record.next_answer()
            if answer == "hang":
                ended.wait(30)
            elif answer == "drip":
                for sign in b"HTTP/1.1 200 OK":
                    if ended.wait(0.2):
                        return
                    self.wfile.write(bytes([sign]))
                    self.wfile.flush()
                ended.wait(30)
            else:
                self.send_response(answer)
                if answer == 302:
                    self.send_header("Location", f"http://127.0.0.1:{server.server_port}/elsewhere")
                self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/aid", record
    finally:
        ended.set()
        server.shutdown()
        server.server_close()


def until(is_so, seconds=20):
    """Wait for something; whether it came to be."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.05)
    return False
