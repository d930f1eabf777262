"""A process that answers batches from its standard input until the input ends.

python -m core.parallel.local_child
"""

import os
import queue
import signal
import sys
import threading

from core.parallel.local_processes import read_frame, write_frame
from core.parallel.packed import answer


def main() -> None:
    """Answer one batch after the other; what they print goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    asked: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def listen() -> None:
        while message := read_frame(sys.stdin.buffer):
            asked.put(message)
        # who asked is gone: nobody waits for what is being worked on
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    while True:
        write_frame(answers, answer(asked.get()))


if __name__ == "__main__":
    main()
