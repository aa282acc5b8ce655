"""A request on its way in: what came of it so far, and whether all of it is there."""

from __future__ import annotations

import re
import socket
import time
from typing import Any

#: Bytes that the first line and the headers of a request may have together.
MOST_HEAD = 1 << 16

# Bytes of a line that says how long a piece is; and of the sizes of pieces beside the body itself.
_MOST_SIZE_LINE = 1 << 10

_LENGTH = re.compile(rb"\ncontent-length[ \t]*:[ \t]*([0-9]{1,18})[ \t\r]*(?:\n|$)")
_PIECES = re.compile(rb"\ntransfer-encoding[ \t]*:")
_END = b"\r\n\r\n"

_READ = 1 << 16


class Arrival:
    """A connection that is read without waiting until a request is whole; a thread gets it only then.

    It stands for the socket: who reads from it gets what came first, then the rest, in the time that is left.

    Args:
        line: the socket.
        most: bytes that a body may have; of one that is larger no more is gathered.

    """

    def __init__(self, line: socket.socket, most: int) -> None:
        self.line = line
        self.most = most
        self.began = time.monotonic()
        self.ends = float("inf")
        self.held = bytearray()
        #: Whether a thread has to read on, although the request will be refused.
        self.lacking = False
        self._head = -1
        self._piece = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.line, name)

    def begin(self, seconds: float, left: bytes = b"") -> None:
        """Wait for a new request, of which some may have come with the one before."""
        self.began = time.monotonic()
        self.ends = self.began + seconds if seconds else float("inf")
        self.held[:0] = left
        self._head, self._piece = -1, 0
        self.line.setblocking(False)

    def gather(self) -> bool | None:
        """Read what is there; return whether the request is whole, or None where the other side has ended."""
        try:
            piece = self.line.recv(_READ)
        except BlockingIOError:
            return self.whole()
        if not piece:
            return None
        self.held += piece
        return self.whole()

    def whole(self) -> bool:
        """Return whether all of the request is here, or enough to refuse it."""
        arrived, self.lacking = self._arrived()
        return arrived or self.lacking

    def _arrived(self) -> tuple[bool, bool]:
        """Return whether all is here, and whether it does not matter any more."""
        if self._head < 0:
            self._head = self.held.find(_END)
            if self._head < 0:
                return False, len(self.held) > MOST_HEAD
            self._head += len(_END)
            self._piece = self._head
        head = bytes(self.held[: self._head]).lower()
        if _PIECES.search(head):
            return self._pieces_arrived()
        length = _LENGTH.search(head)
        size = int(length[1]) if length else 0
        return len(self.held) >= self._head + size, size > self.most

    def _pieces_arrived(self) -> tuple[bool, bool]:
        while True:
            end = self.held.find(b"\r\n", self._piece)
            if end < 0:
                return False, len(self.held) - self._piece > _MOST_SIZE_LINE
            try:
                size = int(bytes(self.held[self._piece : end]).split(b";")[0], 16)
            except ValueError:
                return False, True
            if size <= 0:
                return self.held.find(_END, end) >= 0, size < 0
            after = end + 2 + size + 2
            if after - self._head > self.most:
                return False, True
            if after > len(self.held):
                return False, False
            self._piece = after

    # ----- As a socket, for the thread that answers ----- #

    def setblocking(self, flag: bool) -> None:
        """Let a thread wait, but never longer than a request may take."""
        if flag and self.ends != float("inf"):
            self.line.settimeout(max(self.ends - self.began, 1.0))
        else:
            self.line.setblocking(flag)

    def recv(self, size: int) -> bytes:
        """Return what came already, then what comes in the time that is left."""
        if self.held:
            piece = bytes(self.held)
            self.held.clear()
            return piece
        if self.ends != float("inf"):
            rest = self.ends - time.monotonic()
            if rest <= 0:
                raise TimeoutError
            self.line.settimeout(rest)
        return self.line.recv(size)
