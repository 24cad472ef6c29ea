"""One keep-alive HTTP/1.1 connection on asyncio streams: as little work as can be, for one machine runs both ends."""

import asyncio
from urllib.parse import urlsplit


class Connection:
    """Asks one thing at a time; opens again where the server closed."""

    def __init__(self, base_url, headers):
        address = urlsplit(base_url)
        if address.hostname not in ("127.0.0.1", "localhost", "::1"):
            raise SystemExit("The load generator talks to this machine only.")
        self.host, self.port = address.hostname, address.port or 80
        fixed = {"Host": f"{self.host}:{self.port}", "Connection": "keep-alive", **headers}
        self.head = "".join(f"{name}: {value}\r\n" for name, value in fixed.items())
        self.reader = self.writer = None

    async def ask(self, method, path, body=b"", headers=""):
        """(status, headers by lower-case name, body)."""
        if self.writer is None or self.writer.is_closing():
            self.reader, self.writer = await asyncio.open_connection(self.host, self.port, limit=2**20)
        size = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
        self.writer.write(f"{method} {path} HTTP/1.1\r\n{self.head}{headers}{size}\r\n".encode() + body)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        received = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
        status = int(head[0].split(" ", 2)[1])
        return status, received, await self._body(status, received)

    async def _body(self, status, received):
        if status in (204, 304):
            return b""
        if received.get("transfer-encoding") != "chunked":
            return await self.reader.readexactly(int(received.get("content-length", 0)))
        pieces = []
        while size := int(await self.reader.readline(), 16):
            pieces.append(await self.reader.readexactly(size))
            await self.reader.readexactly(2)
        await self.reader.readexactly(2)
        return b"".join(pieces)

    def close(self):
        if self.writer is not None:
            self.writer.close()
