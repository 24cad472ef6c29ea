"""A printer for tests: a socket that takes bytes, refuses, hangs or closes half way."""

import socket
import struct
import threading
from contextlib import contextmanager


class FakePrinter:
    """Listens on a port of its own; `got` is what each connection brought."""

    def __init__(self, manner="takes"):
        self.manner, self.got = manner, []
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.listener.bind(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.over = threading.Event()
        self.listener.listen()
        self.listener.settimeout(0.05)
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while not self.over.is_set():
            try:
                connection, _ = self.listener.accept()
            except TimeoutError:
                continue
            self.answer(connection)

    def answer(self, connection):
        connection.settimeout(5)
        if self.manner == "hangs":
            self.over.wait(5)
        elif self.manner == "closes":
            self.got.append(connection.recv(64))
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset
        else:
            self.got.append(b"".join(iter(lambda: connection.recv(65536), b"")))
        connection.close()

    def stop(self):
        self.over.set()
        self.thread.join(6)
        self.listener.close()


@contextmanager
def printing(manner="takes"):
    printer = FakePrinter(manner)
    try:
        yield printer
    finally:
        printer.stop()


def unused_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
