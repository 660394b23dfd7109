"""SMTP (RFC 5321): a mail server of one's own, or the relay of a provider.

A connection stays open for as many messages as the server lets it. Where the server offers pipelining
(RFC 2920), the envelope goes in one piece, so a message takes two round trips instead of four.
What an answer means depends on when it comes: until the final dot has left, a message without a good answer
was certainly not accepted; from then on, no answer means that nobody can tell.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from digest.deliver.address import wire_address
from digest.deliver.wire.dial import GONE, Server, answer_text, dial, on_this_machine
from digest.errors import ProviderError
from digest.model import Receipt, Traits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.deliver.setup import Setup
    from digest.model import Message

_CONNECTIONS = 4
"""At once, unless digest.toml asks for another number: RFC 5321 sets none, servers take tens from one client."""

_PORTS = {"starttls": 587, "tls": 465, "none": 25}
"""RFC 6409 and RFC 8314; 25 is where a server on the same machine listens."""

_NO_ACCESS = frozenset({530, 534, 535, 538})
"""RFC 4954, 6: the server wants us to log in, or to do so in another way."""

_TOO_LARGE = 552
"""RFC 1870, 6.1: to MAIL it speaks of this message's size, not of its sender."""

_LAST = 10
"""Times the timeout that the answer to a whole message may take: RFC 5321, 4.5.3.2.6 asks for ten minutes."""

_ADDRESS = re.compile(r"[ -;=?-~]+")
"""What may stand between < and > in an envelope without ending it: ASCII that prints."""

_DOT = re.compile(rb"\n(?=\.)")
"""A line that begins with a full stop. So written it is found four times as fast as by `in`."""

_OUTCOMES: dict[int, Literal["accepted", "refused", "deferred"]] = {
    2: "accepted",
    4: "deferred",
    5: "refused",
}


@dataclass(frozen=True, slots=True)
class Options:
    """[deliver.smtp] of digest.toml.

    `security` is "starttls", "tls" from the first byte, or "none", which is for a server on this machine only.
    With `user` it logs in with DIGEST_SMTP_PASSWORD. `bounce` is where undeliverable mail returns to (default:
    the newsletter's from_email), `ca` a PEM file of authorities in place of the system's, `timeout` seconds.
    """

    host: str
    port: int = 0
    security: str = "starttls"
    user: str = ""
    bounce: str = ""
    ca: str = ""
    timeout: float = 60.0


@dataclass(frozen=True, slots=True)
class SmtpProvider:
    """Sends over connections to one server, each with a login of its own; `bounce` is the envelope's sender."""

    server: Server
    bounce: str = ""
    name: str = "smtp"
    traits: Traits = field(default_factory=lambda: Traits(connections=_CONNECTIONS))

    def check(self, sample: Message) -> None:
        """Raise nothing: SMTP takes whatever a message is; how large it may be is the server's answer."""

    def connect(self) -> SmtpConnection:
        """Return what one thread sends through; it is opened for the first message."""
        return SmtpConnection(self.server, self.bounce)


class SmtpConnection:
    """One connection, opened when it is needed and again when it broke."""

    def __init__(self, server: Server, bounce: str) -> None:
        self._server, self._sender = server, bounce
        self._smtp: smtplib.SMTP | None = None
        self._begun = False  # an envelope was given that came to nothing

    def send(self, messages: Sequence[Message], key: str) -> list[Receipt]:
        """Send them one after the other. Raises ProviderError where the server takes nothing from us."""
        del key  # SMTP has no keys
        return [self._sent(message, message.raw) for message in messages]

    def close(self) -> None:
        """Say goodbye where the other side still listens."""
        if self._smtp:
            with suppress(*GONE):
                self._smtp.quit()
        self._drop()

    def _drop(self) -> None:
        if self._smtp:
            self._smtp.close()
        self._smtp, self._begun = None, False

    def _sent(self, message: Message, raw: bytes) -> Receipt:
        """Return what became of a message; one for which an old connection was closed goes over a new one."""
        if not _ADDRESS.fullmatch(message.to):
            return Receipt(message.key, "refused", "no address that could stand in an envelope")
        was_open = self._smtp is not None
        ready = self._offered(message, len(raw))
        if was_open and self._smtp is None and isinstance(ready, Receipt) and ready.state == "deferred":
            ready = self._offered(message, len(raw))
        return ready if isinstance(ready, Receipt) else self._finished(ready, message.key, raw)

    def _offered(self, message: Message, size: int) -> smtplib.SMTP | Receipt:
        """Give the envelope; return the connection that waits for the message, or why it can't follow."""
        try:
            smtp = self._smtp = self._smtp or dial(self._server)
            answers = self._envelope(smtp, message, size)
        except GONE as error:
            self._drop()
            return Receipt(message.key, "deferred", f"before the message: {_why(error)}")
        good = (250, 250, 354)  # RFC 5321, 4.3.2, where 251 and 252 are as good for a recipient
        bad = next((n for n, (code, _) in enumerate(answers) if code // 10 != good[n] // 10), None)
        if bad is None:
            return smtp
        self._leave_fit(smtp, [code for code, _ in answers])
        return self._turned_away(message.key, bad, *answers[bad])

    def _envelope(self, smtp: smtplib.SMTP, message: Message, size: int) -> list[tuple[int, bytes]]:
        """Return the answers to MAIL, RCPT and DATA, as far as they were asked."""
        if self._begun:
            smtp.rset()
        self._begun = True
        self._sender = self._sender or message.parts.from_email
        room = f" SIZE={size}" if smtp.has_extn("size") else ""  # RFC 1870
        commands = (f"MAIL FROM:<{self._sender}>{room}\r\n", f"RCPT TO:<{message.to}>\r\n", "DATA\r\n")
        if smtp.has_extn("pipelining"):
            smtp.send("".join(commands))
            return [smtp.getreply() for _ in commands]
        answers: list[tuple[int, bytes]] = []
        for command in commands:
            smtp.send(command)
            answers.append(smtp.getreply())
            if answers[-1][0] >= 400:
                break
        return answers

    def _leave_fit(self, smtp: smtplib.SMTP, codes: list[int]) -> None:
        """Leave the connection fit for the next message, or end it."""
        try:
            if codes[-1] == 354 and 421 not in codes:
                # RFC 2920, 3.1: a server may ask for a message that has no recipient left; it gets an empty one.
                smtp.send(b".\r\n")
                codes = [*codes[:-1], smtp.getreply()[0]]
        except GONE:
            codes = [421]
        if not all(200 <= code < 600 and code != 421 for code in codes):
            self._drop()

    def _turned_away(self, key: str, stage: int, code: int, answer: bytes) -> Receipt:
        said = f"{code} {answer_text(answer)}"
        if code in _NO_ACCESS:
            mend = "set user in [deliver.smtp], and DIGEST_SMTP_PASSWORD"
            raise ProviderError(f"smtp: the server wants a login: {said}", mend=mend)
        if stage == 0 and 500 <= code < 600 and code != _TOO_LARGE:
            mend = "set from_email, or bounce in [deliver.smtp], to an address that it takes"
            raise ProviderError(f"smtp: the server takes no mail from {self._sender}: {said}", mend=mend)
        return Receipt(key, "refused" if 500 <= code < 600 else "deferred", said)

    def _finished(self, smtp: smtplib.SMTP, key: str, raw: bytes) -> Receipt:
        """Send the message itself, and return what the server says of it."""
        stuffed = raw.replace(b"\r\n.", b"\r\n..") if _DOT.search(raw) else raw  # RFC 5321, 4.5.2
        try:
            smtp.send(b"".join((stuffed, b".\r\n")))
        except GONE as error:  # this machine's own network did not take all of it, so not the dot at its end
            self._drop()
            return Receipt(key, "deferred", f"within the message: {_why(error)}")
        try:
            _wait_for(smtp, self._server.timeout * _LAST)
            code, answer = smtp.getreply()
            _wait_for(smtp, self._server.timeout)
        except GONE as error:
            self._drop()
            return Receipt(key, "unknown", f"after the message: {_why(error)}")
        self._begun = False
        said = f"{code} {answer_text(answer)}"
        outcome = _OUTCOMES.get(code // 100)
        if code == 421 or outcome is None:
            self._drop()
        queued = re.search(r"queued as (\S+)", said)  # Postfix's words, and of those who follow it
        return Receipt(key, outcome or "unknown", said, queued[1] if queued else "")


def provider(setup: Setup) -> SmtpProvider:
    """Return the provider of `[deliver.smtp]`. Raises ConfigError."""
    options: Options = setup.options(Options)
    for key, cause, mend in _wrong(options):
        raise setup.wrong(key, cause, mend)
    tls = None
    if options.security != "none":
        try:
            tls = ssl.create_default_context(cafile=str(setup.root / options.ca) if options.ca else None)
        except OSError:  # ssl.SSLError is one
            raise setup.wrong("ca", f"no certificates in {options.ca!r:.80}", "name a PEM file") from None
    server = Server(
        host=options.host,
        port=options.port or _PORTS[options.security],
        timeout=options.timeout,
        tls=tls,
        at_once=options.security == "tls",
        user=options.user,
        password=setup.secret("smtp_password") if options.user else None,
    )
    traits = Traits(connections=setup.deliver.connections or _CONNECTIONS)
    return SmtpProvider(server, options.bounce, traits=traits)


def _wrong(options: Options) -> Iterator[tuple[str, str, str]]:
    if not re.fullmatch(r"[!-~]{1,253}", options.host) or "/" in options.host:
        yield "host", f"{options.host!r:.80} is no host", "write its name alone, such as smtp.example.org"
    if not 0 <= options.port <= 65_535:
        yield "port", f"{options.port} is no port", "leave it out for the usual one"
    if options.security not in _PORTS:
        yield "security", f"{options.security!r:.20} is unknown", f"known here: {', '.join(_PORTS)}"
    if options.security == "none" and not on_this_machine(options.host):
        yield "security", "nothing goes in clear to another machine", 'write "starttls" or "tls"'
    if not 0 < options.timeout <= 600:
        yield "timeout", f"{options.timeout:g} is not from 1 to 600", "write seconds, such as 60"
    if not re.fullmatch(r"[ -~]*", options.user):
        yield "user", "it has characters beyond ASCII", "write it as the server knows it"
    try:
        wire_address(options.bounce or "a@example.org")
    except ValueError as reason:
        yield "bounce", f"{options.bounce!r:.80}: {reason}", "write an address alone"


def _wait_for(smtp: smtplib.SMTP, seconds: float) -> None:
    if smtp.sock:
        smtp.sock.settimeout(seconds)


def _why(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {answer_text(error.smtp_error)}"
    return answer_text(str(error))
