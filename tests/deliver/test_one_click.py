"""A reader leaves by one click, from the command that sends to the next one, with real servers all the way."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from servers_mail import HOST, dovecot, free_ports, postfix

from digest.config import load_config

KEY = "a key of thirty-two characters and more"
WEB = "https://leave.example.org"
LIST = "email,name,language\nhana@example.net,김하나,ko\npeggy@example.net,Peggy O'Neil,en\n"


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGEST_LEAVE_KEYS", KEY)


@contextmanager
def leaving(newsletter: Path, port: int) -> Iterator[None]:
    """Run `digest web`."""
    command = [sys.executable, "-c", "from digest.cli import main; main()", "web", "-C", str(newsletter)]
    served = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.PIPE, env=os.environ)
    assert served.stdout is not None
    try:
        assert b"readers leave at" in served.stdout.readline()
        yield
    finally:
        served.terminate()
        served.communicate(timeout=20)


def click(url: str) -> int:
    """Post as a mail program does (RFC 8058, 3.2)."""
    request = urllib.request.Request(url, b"List-Unsubscribe=One-Click")
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.status


def test_one_click_in_a_message_as_received_keeps_the_next_edition_away(newsletter: Path, digest: Callable):
    [port] = free_ports(1)
    with dovecot() as boxes, postfix(f"lmtp:inet:{HOST}:{boxes.lmtp}") as relay:
        with (newsletter / "digest.toml").open("a", encoding="utf-8") as settings:
            settings.write(
                f'address = "1 Sample Street"\n[themes]\nscorer = "words"\n'
                f'[deliver]\nprovider = "smtp"\nweb = "{WEB}"\n'
                f'[deliver.smtp]\nhost = "{HOST}"\nport = {relay.plain}\nsecurity = "none"\n'
            )
        (newsletter / "list.csv").write_text(LIST, "utf-8")
        assert digest("subscribers", "import", newsletter / "list.csv", "-C", newsletter).code == 0
        assert digest("build", "-C", newsletter).code == 0
        sent = digest("send", "-C", newsletter, "--yes")
        assert sent.code == 0, sent.err
        [raw] = boxes.fetched("hana@example.net")
        [link] = re.findall(
            rb"\r\nList-Unsubscribe: <([^>]+)>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", raw
        )
        page = message_from_bytes(raw, policy=policy.default).get_body(("html",)).get_content()
        assert f'href="{link.decode()}"' in page
        assert b"hana" not in link
        link = link.decode().replace(
            WEB, f"http://{HOST}:{port}"
        )  # as the proxy does that has the certificate
        with leaving(newsletter, port):
            with urllib.request.urlopen(
                link, timeout=20
            ) as asked:  # a link scanner looks, and nobody has left
                assert asked.status == 200
            assert '"active": 2' in digest("subscribers", "count", "-C", newsletter, "--json").out
            assert [click(link), click(link)] == [200, 200]
        story = newsletter / "content" / "good.md"
        story.write_text(story.read_text("utf-8").replace("2024-03-27", "2024-04-03"), "utf-8")
        assert digest("build", "-C", newsletter).code == 0
        assert digest("send", "-C", newsletter, "--yes").code == 0
        assert len(boxes.fetched("peggy@example.net", 2)) == 2
        assert len(boxes.fetched("hana@example.net")) == 1


def test_where_no_other_way_out_is_named_what_is_everybodys_leads_to_that_page(newsletter: Path):
    settings = newsletter / "digest.toml"
    named = settings.read_text("utf-8") + f'[deliver]\nweb = "{WEB}"\n'
    settings.write_text(named, "utf-8")
    assert load_config(settings).newsletter.unsubscribe_url == "https://example.org/leave"
    settings.write_text(named.replace('unsubscribe_url = "https://example.org/leave"\n', ""), "utf-8")
    assert load_config(settings).newsletter.unsubscribe_url == f"{WEB}/"
