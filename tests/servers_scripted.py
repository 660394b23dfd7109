"""An SMTP server on loopback that answers what a test tells it to, however wrong that is."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from servers_mail import HOST, STARTUP

CUT, STALL = "cut", "stall"
"""In place of an answer: the connection ends, or nothing comes until the test is over."""

_GREETING = "(greeting)"
_USUAL = {
    _GREETING: "220 scripted.example.org ESMTP", "HELO": "250 hello", "MAIL": "250 2.1.0 Ok", "RCPT": "250 2.1.5 Ok",
    "DATA": "354 go on", ".": "250 2.0.0 Ok: queued as 4711", "RSET": "250 Ok", "QUIT": "221 Bye",
    "EHLO": "250-scripted.example.org\r\n250-SIZE 99999999\r\n250 PIPELINING",
}  # fmt: skip


@dataclass
class Scripted:
    """An SMTP server that answers as it is told: `script` has for a command the answers to it, one after the other.

    The last one stays; a command that is not in there gets the usual answer. It keeps what it was given:
    `commands` as they came, `taken` the messages to which it said yes, `stored` all that came whole.
    """

    script: Mapping[str, list[str]]
    port: int = 0
    commands: list[str] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)
    stored: list[bytes] = field(default_factory=list)
    connections: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def answer(self, command: str) -> str:
        left = self.script.get(command) or [_USUAL.get(command, "500 unknown command")]
        return left.pop(0) if len(left) > 1 else left[0]


_STAGES = {"MAIL": 1, "RCPT": 2, "RSET": 0}
"""How far an envelope is after a command that was granted."""


class _Dialogue(socketserver.StreamRequestHandler):
    server: _Threaded

    def handle(self) -> None:
        told = self.server.told
        told.connections += 1
        with suppress(OSError):
            going, stage = self._say(told.answer(_GREETING)), 0
            while going and (line := self.rfile.readline()):
                told.commands.append(line.decode("ascii", "replace").rstrip())
                command = line.split(b" ")[0].strip().upper().decode("ascii", "replace")
                needed = {"RCPT": 1, "DATA": 0 if command in told.script else 2}.get(command, 0)
                answer = told.answer(command) if stage >= needed else "503 5.5.1 not yet"
                if command in _STAGES:
                    stage = _STAGES[command] if answer.startswith("25") else min(stage, 1)
                going = self._say(answer) and command != "QUIT"
                if going and command == "DATA" and answer.startswith("354"):
                    going = self._message(told)

    def _message(self, told: Scripted) -> bool:
        if (within := told.script.get("message")) and within[0] == CUT:
            self.rfile.read(1000)
            # Closed with something unread, a connection is reset: the other side can't write on.
            return False
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        if not line:
            return False
        told.stored.append(b"".join(lines))
        answer = told.answer(".")
        if answer.startswith("250"):
            told.taken.append(told.stored[-1])
        return self._say(answer)

    def _say(self, answer: str) -> bool:
        if answer == STALL:
            self.server.told.over.wait(STARTUP)
        if answer in (CUT, STALL):
            return False
        self.wfile.write(f"{answer}\r\n".encode())
        return not answer.startswith("421")


class _Threaded(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    told: Scripted


@contextmanager
def scripted(script: Mapping[str, list[str]] | None = None) -> Iterator[Scripted]:
    """Run a server that answers as `script` says."""
    with _Threaded((HOST, 0), _Dialogue) as server:
        server.told = Scripted({name: list(answers) for name, answers in (script or {}).items()})
        server.told.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server.told
        finally:
            server.told.over.set()
            server.shutdown()
            thread.join()
