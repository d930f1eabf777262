"""One address for several servers, as a proxy with a sticky cookie gives it: a browser stays with one that lives."""

import asyncio
import contextlib
import re
import threading
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

COOKIE = "aid-replica"
_CHOSEN = re.compile(rf"\b{COOKIE}=(\d+)".encode())
HEAD_BYTES = 64_000


class StickyProxy:
    """Passes each connection on to the server that the browser's cookie names, or to the next one that answers."""

    def __init__(self, servers: Sequence[str]) -> None:
        self._servers = [urlsplit(server) for server in servers]
        self._turn = 0
        self.address = ""

    async def serve(self, ready: threading.Event) -> None:
        """Take connections until cancelled."""
        server = await asyncio.start_server(self._pass_on, "127.0.0.1", 0, limit=HEAD_BYTES)
        self.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        ready.set()
        async with server:
            await server.serve_forever()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            head = await reader.readuntil(b"\r\n\r\n")
            told = _CHOSEN.search(head)
            number, there = await self._reach(int(told[1]) if told else None)
            if there is not None:
                from_server, to_server = there
                to_server.write(head)
                if told is None or int(told[1]) != number:
                    writer.write(await _with_cookie(from_server, number))
                await asyncio.gather(_copy(reader, to_server), _copy(from_server, writer))
        writer.close()

    async def _reach(self, chosen: int | None) -> tuple[int, tuple[asyncio.StreamReader, asyncio.StreamWriter] | None]:
        if chosen is None:
            chosen, self._turn = self._turn, self._turn + 1
        for step in range(len(self._servers)):
            number = (chosen + step) % len(self._servers)
            where = self._servers[number]
            with contextlib.suppress(OSError):
                return number, await asyncio.open_connection(where.hostname, where.port, limit=HEAD_BYTES)
        return chosen, None


async def _with_cookie(from_server: asyncio.StreamReader, number: int) -> bytes:
    """The head of the first answer with the cookie that keeps the browser at a server."""
    head = await from_server.readuntil(b"\r\n\r\n")
    return head[:-2] + f"Set-Cookie: {COOKIE}={number}; Path=/; SameSite=Lax\r\n\r\n".encode()


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while some := await source.read(HEAD_BYTES):
            target.write(some)
            await target.drain()
    except OSError:
        pass  # one side is gone; the other hears of it below
    finally:
        target.close()


@contextlib.contextmanager
def sticky_proxy(*servers: str) -> Iterator[StickyProxy]:
    """Run the proxy in a thread of its own and end it afterwards."""
    proxy, ready, loop = StickyProxy(servers), threading.Event(), asyncio.new_event_loop()
    running = loop.create_task(proxy.serve(ready))

    def run() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(running)
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.gather(*asyncio.all_tasks(loop), return_exceptions=True))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield proxy
    finally:
        loop.call_soon_threadsafe(running.cancel)
        thread.join(10)
