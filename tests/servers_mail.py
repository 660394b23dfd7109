"""Mail servers on loopback for the tests: Postfix's smtp-sink, Postfix itself, and Dovecot.

Each is started in folders of its own under /tmp, on free ports, and ends with its `with`. A server that is not
installed (or may not be started, for Postfix and Dovecot want root) fails the test where CI=true and skips it
elsewhere.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from imaplib import IMAP4
from pathlib import Path
from typing import NoReturn

import pytest

HOST = "127.0.0.1"
STARTUP = 30.0
PASSWORD = "mailbox-password"
"""Of every mailbox, and of every user of the submission port."""


def absent(what: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI has no {what}")
    pytest.skip(f"no {what} on this machine (apt-get install postfix dovecot-imapd dovecot-lmtpd)")


def program(name: str) -> str:
    """Return a program's path; those of servers stand in folders that only root has in its path."""
    found = shutil.which(
        name, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    )
    return found or absent(name)


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on; they are all held until each is known, so none comes twice."""
    held = [socket.create_server((HOST, 0)) for _ in range(count)]
    try:
        return [each.getsockname()[1] for each in held]
    finally:
        for each in held:
            each.close()


@contextmanager
def folder() -> Iterator[Path]:
    """Return a folder that other users can read: servers drop root's rights."""
    path = Path(tempfile.mkdtemp(prefix="digest-mail-"))
    path.chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def running(
    command: list[str], ports: list[int], log: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until it is left; a pipe to it would never close, as its children hold it."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            for port in ports:
                await_port(port, process)
            yield process
        except ServerError as error:
            said.seek(0)
            logged = log.read_text("utf-8", "replace") if log and log.exists() else ""
            raise ServerError(f"{error}: {said.read().decode('utf-8', 'replace')}{logged}"[-2000:]) from None
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class ServerError(Exception):
    """A server that is installed does not start."""


def await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTUP
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.02)
    raise ServerError(f"nothing listens on port {port} (exit code {process.poll()})")


@contextmanager
def smtp_sink(*options: str, keep: Path | None = None) -> Iterator[int]:
    """Run smtp-sink and return its port; with `keep`, a folder that it may write to, it stores each message."""
    as_nobody = ["-u", "nobody"] if os.geteuid() == 0 else []
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        keep.chmod(0o777)
        options = (*options, "-d", f"{keep}/%M.")
    [port] = free_ports(1)
    with running([program("smtp-sink"), *as_nobody, *options, f"{HOST}:{port}", "1000"], [port]):
        yield port


def sunk(keep: Path) -> list[bytes]:
    """Return the messages that a sink stored, as they came: without the lines that it writes around them.

    It opens a file for each envelope; one that no message followed is empty but for those lines.
    """
    found = []
    for path in sorted(keep.iterdir()):
        lines = path.read_bytes().split(b"\n")
        while lines and lines[0].startswith((b"X-", b"Received:", b"\t", b" ", b"From ")):
            del lines[0]
        if any(lines):
            found.append(b"\r\n".join(lines[:-1]))
    return found


@dataclass(frozen=True)
class Mailboxes:
    """Dovecot: every address of every domain is a mailbox. `lmtp` takes mail in, `imap` gives it out."""

    lmtp: int
    imap: int
    auth: Path

    def fetched(self, address: str, count: int = 1, within: float = 20.0) -> list[bytes]:
        """Return the messages of a mailbox, once there are so many."""
        with IMAP4(HOST, self.imap, timeout=10) as client:
            client.login(f'"{address}"', PASSWORD)
            until = time.monotonic() + within
            while True:
                _, [there] = client.select("INBOX")
                if int(there) >= count or time.monotonic() > until:
                    break
                time.sleep(0.1)
            _, [numbers] = client.search(None, "ALL")
            return [client.fetch(number.decode(), "(RFC822)")[1][0][1] for number in numbers.split()]


@contextmanager
def dovecot(auth: Path | None = None) -> Iterator[Mailboxes]:
    """Run Dovecot; `auth` is where Postfix finds its socket for logins."""
    needs_root("dovecot")
    with folder() as home:
        lmtp, imap = free_ports(2)
        (home / "mail").mkdir()
        shutil.chown(home / "mail", "nobody", "nogroup")
        config = home / "dovecot.conf"
        socket_path = auth or home / "auth"
        config.write_text(_DOVECOT.format(home=home, host=HOST, lmtp=lmtp, imap=imap, auth=socket_path))
        command = [program("dovecot"), "-F", "-c", str(config)]
        with running(command, [lmtp, imap], home / "log"):
            yield Mailboxes(lmtp, imap, socket_path)


_DOVECOT = f"""\
base_dir = {{home}}/run
state_dir = {{home}}/state
log_path = {{home}}/log
listen = {{host}}
protocols = imap lmtp
ssl = no
disable_plaintext_auth = no
mail_location = maildir:~/Maildir
first_valid_uid = 1
auth_username_format = %Lu
auth_username_chars =
recipient_delimiter =
passdb {{{{
  driver = static
  args = password={PASSWORD}
}}}}
userdb {{{{
  driver = static
  args = uid=nobody gid=nogroup home={{home}}/mail/%u allow_all_users=yes
}}}}
service imap-login {{{{
  inet_listener imap {{{{
    port = {{imap}}
  }}}}
  inet_listener imaps {{{{
    port = 0
  }}}}
}}}}
service lmtp {{{{
  inet_listener lmtp {{{{
    address = {{host}}
    port = {{lmtp}}
  }}}}
}}}}
service auth {{{{
  unix_listener {{auth}} {{{{
    mode = 0666
  }}}}
}}}}
service stats {{{{
  unix_listener stats-writer {{{{
    mode = 0666
  }}}}
}}}}
"""


@dataclass(frozen=True)
class Relay:
    """Postfix: `plain` takes mail from this machine, `submission` and `tls` from whoever logs in."""

    plain: int
    submission: int
    tls: int


@contextmanager
def postfix(
    transport: str, *, certificate: Path | None = None, key: Path | None = None, auth: Path | None = None
) -> Iterator[Relay]:
    """Run Postfix and return its ports; all mail goes to `transport`, and logins are asked of `auth`, Dovecot's socket.

    The transport is "lmtp:inet:127.0.0.1:24", or "discard:" for one that queues and throws away.
    """
    needs_root("postfix")
    with folder() as home:
        plain, submission, tls = free_ports(3)
        for name in ("conf", "queue", "data"):
            (home / name).mkdir()
        shutil.chown(home / "data", "postfix")
        secure = ""
        if certificate and key:
            secure = f"smtpd_tls_security_level = may\nsmtpd_tls_cert_file = {certificate}\nsmtpd_tls_key_file = {key}\n"
        if auth:
            secure += f"smtpd_sasl_type = dovecot\nsmtpd_sasl_path = {auth}\n"
        main = _MAIN.format(home=home, transport=transport, host=HOST) + secure
        (home / "conf" / "main.cf").write_text(main)
        ports = {"plain": plain, "submission": submission, "tls": tls, "host": HOST}
        (home / "conf" / "master.cf").write_text(
            _MASTER.format(**ports) + (_SUBMISSION.format(**ports) if auth else "")
        )
        command = [program("postfix"), "-c", str(home / "conf"), "start-fg"]
        listening = [plain, submission, tls] if auth else [plain]
        try:
            with running(command, listening, home / "log"):
                yield Relay(plain, submission, tls)
        finally:
            end_master(home / "queue" / "pid" / "master.pid")


def end_master(pid_file: Path) -> None:
    """End Postfix's first process, and with it the others; it left the session of the command that started it."""
    if not pid_file.exists():
        return
    pid = int(pid_file.read_text())
    until = time.monotonic() + STARTUP
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
        while time.monotonic() < until:
            os.kill(pid, 0)
            time.sleep(0.02)


_MAIN = """\
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
meta_directory = /etc/postfix
shlib_directory = /usr/lib/postfix
maillog_file = {home}/log
maillog_file_prefixes = {home}
myhostname = relay.example.org
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
relay_domains = static:all
relay_transport = {transport}
default_transport = {transport}
local_transport = {transport}
local_recipient_maps =
alias_maps =
alias_database =
smtputf8_enable = no
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
default_process_limit = 50
smtpd_peername_lookup = no
"""

_MASTER = """\
{host}:{plain} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""

_SUBMISSION = """\
{host}:{submission} inet n - n - - smtpd
  -o smtpd_sasl_auth_enable=yes -o smtpd_tls_security_level=encrypt
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
{host}:{tls} inet n - n - - smtpd
  -o smtpd_sasl_auth_enable=yes -o smtpd_tls_wrappermode=yes
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
"""


def needs_root(name: str) -> None:
    """A mail system opens its mailboxes for other users, so only root may start it."""
    if os.geteuid() != 0:
        absent(f"right to start {name}")
