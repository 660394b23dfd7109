"""A connection to a mail server, encrypted and logged in as it was asked for, or not at all."""

from __future__ import annotations

import io
import ipaddress
import smtplib
import socket
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.deliver.wire.timely import WHOLE, Timely
from digest.errors import ProviderError, one_line

if TYPE_CHECKING:
    from digest.deliver.secrets import Secret

GONE = (OSError, smtplib.SMTPException)
"""What smtplib raises for a connection that broke, or a server that speaks no SMTP."""

_NAMES = {"localhost", "localhost.localdomain"}
_ELSEWHERE = "check host and port in [deliver.smtp]"


class _Smtp(smtplib.SMTP):
    """Whose every answer comes in time or is none; the time follows the socket's timeout as it stands."""

    def getreply(self) -> tuple[int, bytes]:
        if not self.sock:
            raise smtplib.SMTPServerDisconnected("please run connect() first")
        seconds = (self.sock.gettimeout() or self.timeout) * WHOLE
        if self.file is None:  # smtplib would make one of its own here; TLS begins with a new one
            self.file = io.BufferedReader(Timely(self.sock, seconds))
        self.file.raw.allow(seconds)
        return super().getreply()


class _SmtpOverTls(_Smtp, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a mail server is and how it is spoken to.

    With `tls` the connection is encrypted, from the first byte (`at_once`) or by STARTTLS (RFC 3207), and the
    server's certificate and name are verified; never does anything go on in clear where it was asked for.
    """

    host: str
    port: int
    timeout: float
    tls: ssl.SSLContext | None = None
    at_once: bool = False
    user: str = ""
    password: Secret | None = None


def dial(server: Server) -> smtplib.SMTP:
    """Return a connection that is ready for an envelope.

    Raises ProviderError where the server refuses us or our terms, and one of `GONE` for what may pass.
    """
    smtp = _greeted(server)
    try:
        _made_ready(smtp)
        _encrypted(smtp, server)
        _logged_in(smtp, server)
    except BaseException:
        smtp.close()
        raise
    return smtp


def on_this_machine(host: str) -> bool:
    """Tell whether a host is the loopback interface, where nobody listens in."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower().rstrip(".") in _NAMES


def answer_text(said: bytes | str) -> str:
    """Return what a server says on one line of printable characters, as long as a person reads."""
    return one_line(said.decode("utf-8", "replace") if isinstance(said, bytes) else said, "", "")[:300]


def _greeted(server: Server) -> smtplib.SMTP:
    try:
        if server.tls and server.at_once:
            return _SmtpOverTls(server.host, server.port, timeout=server.timeout, context=server.tls)
        return _Smtp(server.host, server.port, timeout=server.timeout)
    except smtplib.SMTPConnectError as error:
        if not 200 <= error.smtp_code < 600:  # smtplib's -1: no code at all
            raise _refused(server, "what answers is no mail server", _ELSEWHERE) from None
        if not 500 <= error.smtp_code < 600:
            raise
        what = f"it greets with {error.smtp_code} {answer_text(error.smtp_error)}"
        raise _refused(server, what, "ask who runs it whether it takes our mail") from None
    except ssl.SSLError as error:
        raise _no_tls(server, error) from None
    except UnicodeError:  # of the codec that names go through on their way to the DNS
        raise _refused(server, "no name of a host", "set host in [deliver.smtp]") from None


def _made_ready(smtp: smtplib.SMTP) -> None:
    if smtp.sock:  # a message's last piece is not to wait for the receipt of those before it
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    smtp.ehlo_or_helo_if_needed()


def _encrypted(smtp: smtplib.SMTP, server: Server) -> None:
    if not server.tls or server.at_once:
        return
    mend = 'set security = "tls" and its port in [deliver.smtp], or "none" for a server on this machine'
    try:
        smtp.starttls(context=server.tls)
    except smtplib.SMTPNotSupportedError:
        raise _refused(server, "it offers no STARTTLS, and nothing goes in clear", mend) from None
    except smtplib.SMTPResponseException as error:
        what = f"it refuses STARTTLS: {error.smtp_code} {answer_text(error.smtp_error)}"
        raise _refused(server, what, mend) from None
    except ssl.SSLError as error:
        raise _no_tls(server, error) from None
    smtp.ehlo_or_helo_if_needed()


def _logged_in(smtp: smtplib.SMTP, server: Server) -> None:
    """Log in. No error holds what the server said, which might repeat the password, nor is one chained."""
    if not server.password:
        return
    mend = "check user in [deliver.smtp] and DIGEST_SMTP_PASSWORD"
    try:
        smtp.login(server.user, server.password.reveal())
    except smtplib.SMTPAuthenticationError as error:
        if 400 <= error.smtp_code < 500:  # RFC 4954, 6: 454 is a trouble that passes
            raise smtplib.SMTPServerDisconnected(f"no login for now: {error.smtp_code}") from None
        if not 500 <= error.smtp_code < 600:
            raise _refused(server, f"it answers the login with {error.smtp_code}", _ELSEWHERE) from None
        raise _refused(server, f"it does not take the user and password: {error.smtp_code}", mend) from None
    except smtplib.SMTPNotSupportedError:
        raise _refused(server, "it offers no login that we know", "leave out user if it needs none") from None
    except UnicodeError:
        raise _refused(server, "user or password has letters beyond ASCII", mend) from None
    except ValueError:  # of base64: what it asks for can't be read
        raise _refused(server, "it asks for the login in words that can't be read", _ELSEWHERE) from None
    except (smtplib.SMTPResponseException, smtplib.SMTPServerDisconnected):
        raise
    except (
        smtplib.SMTPException
    ):  # smtplib's plainest: questions without end (its text has the last), or no known way
        raise _refused(server, "it offers no login that we know, or one without an end", _ELSEWHERE) from None


def _no_tls(server: Server, error: ssl.SSLError) -> ProviderError:
    if isinstance(error, ssl.SSLCertVerificationError):
        what = f"its certificate is not trusted: {error.verify_message}"
        return _refused(server, what, "use the name in its certificate as host, or name its authority as ca")
    return _refused(
        server, f"no encryption: {error.reason or 'TLS failed'}", "check port and security in [deliver.smtp]"
    )


def _refused(server: Server, what: str, mend: str) -> ProviderError:
    return ProviderError(f"smtp: {server.host}:{server.port}: {what}", mend=mend)
