"""Leaving over real HTTP: one click, idempotent; a look changes nothing; the state says who has left."""

from __future__ import annotations

import re
import socket
import time
from typing import TYPE_CHECKING

import pytest
from readers import KEYS, NOW, ONE_CLICK, getting, ids, newsletter, serving

from digest.deliver.leaving import Keys, token_of
from digest.errors import UsageError
from digest.state.store import open_state
from digest.state.suppress import suppress
from digest.web.serving import listening, server
from digest.web.strikes import ALLOWED, WINDOW, Strikes

if TYPE_CHECKING:
    from pathlib import Path

ALL = ["hana", "duri", "sena"]


@pytest.fixture
def site(tmp_path: Path):
    with serving(newsletter(tmp_path)) as running:
        yield running


def title(text: str) -> str:
    return re.search("<h2>(.*?)</h2>", text)[1]


def test_a_post_is_one_click_and_the_second_is_answered_alike(site):
    first, second = site.leave("hana"), site.leave("hana")
    assert (first.status, second.status) == (200, 200)
    assert first.text == second.text
    assert title(first.text) == "구독이 해지되었습니다"
    assert getting(site.config) == ["duri", "sena"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (ONE_CLICK, "application/x-www-form-urlencoded"),
        (
            '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
            "multipart/form-data; boundary=b",
        ),
        ("", ""),
        (b"\xff\xfe%", "application/x-www-form-urlencoded; charset=nonsense"),
    ],
)
def test_whatever_form_a_mail_program_posts_it_is_enough(site, body, kind: str):
    assert site.ask("POST", site.path("hana"), body, Content_Type=kind, Cookie="x=y").status == 200
    assert getting(site.config) == ["duri", "sena"]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_look_lets_nobody_go(site, method: str):
    answer = site.ask(method, site.path("hana"))
    assert answer.status == 200
    assert answer.text == "" if method == "HEAD" else "<button>" in answer.text
    assert getting(site.config) == ALL


def test_the_page_sets_no_cookie_is_kept_by_nobody_and_can_load_nothing(site):
    for answer in (
        site.ask("GET", site.path("hana")),
        site.leave("hana"),
        site.ask("GET", "/weekly/leave/x"),
    ):
        assert "Set-Cookie" not in answer.headers
        assert "Server" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "script" not in policy
        assert "unsafe" not in policy
        assert "<script" not in answer.text
        assert "example.org" not in answer.text.replace("https://example.org/weekly/", "")


def test_the_page_speaks_the_readers_language_else_the_newsletters(site):
    said = {who: site.ask("GET", site.path(who)).text for who in ALL}
    assert {who: re.search('<html lang="(..)">', text)[1] for who, text in said.items()} == {
        "hana": "ko",
        "duri": "en",
        "sena": "ko",
    }
    assert title(said["duri"]) == "Leave 주간 &lt;b&gt;한 줌&lt;/b&gt; &amp; Co.?"


def test_a_newsletter_in_a_language_without_words_of_its_own_speaks_english(tmp_path: Path):
    with serving(newsletter(tmp_path, language="de")) as site:
        assert '<html lang="en">' in site.ask("GET", site.path("sena")).text


def test_who_left_by_mistake_comes_back_by_their_own_click_only(site):
    left = site.leave("hana").text
    there = re.search('action="../(return/[^"]+)"', left)[1]
    assert site.ask("GET", f"/weekly/{there}").status == 405
    assert getting(site.config) == ["duri", "sena"]
    assert title(site.ask("GET", site.path("hana")).text) == title(left)
    back = site.ask("POST", f"/weekly/{there}")
    assert (back.status, title(back.text)) == (200, "다시 구독하셨습니다")
    assert getting(site.config) == ALL


@pytest.mark.parametrize("reason", ["bounced", "complained", "editor", "unsubscribed"])
def test_who_did_not_leave_by_a_link_is_not_offered_to_come_back(site, reason: str):
    with open_state(site.config.state) as state, state.transaction():
        suppress(state, "hana@example.org", reason, NOW, "by an import")
    for answer in (site.ask("GET", site.path("hana")), site.leave("hana")):
        assert answer.status == 200
        assert "<form" not in answer.text
    assert site.ask("POST", site.path("hana", "return")).status == 409
    assert getting(site.config) == ["duri", "sena"]


def test_a_reader_whom_nobody_knows_any_more_has_left(site):
    path = site.path("hana")
    with open_state(site.config.state) as state:
        state.run("DELETE FROM subscriber WHERE email = 'hana@example.org'")
    assert site.ask("POST", path, ONE_CLICK).status == 200
    assert site.ask("GET", path).status == 200


def test_an_older_key_still_lets_go_and_a_strangers_does_not(site):
    old, strange = Keys(KEYS.keys[1:]), Keys((b"s" * 32,))
    assert site.ask("POST", site.path("hana", keys=strange), ONE_CLICK).status == 404
    assert getting(site.config) == ALL
    assert site.ask("POST", site.path("hana", keys=old), ONE_CLICK).status == 200
    assert getting(site.config) == ["duri", "sena"]


def test_every_wrong_link_is_answered_in_the_same_words(site):
    real = token_of(KEYS, ids(site.config)["hana"])
    wrong = [
        "x",
        f"{real}x",
        real.swapcase(),
        "%00",
        "%ff%fe",
        "a" * 4000,
        ".",
        f"{real}%0d%0aX:y",
        "%2e%2e%2fetc",
    ]
    answers = [
        *(site.ask(method, f"/weekly/leave/{token}") for token in wrong for method in ("GET", "POST")),
        site.ask("GET", "/"),
        site.ask("GET", f"/leave/{real}"),
        site.ask("GET", f"/weekly/leave/{real}/more"),
        site.ask("POST", f"/weekly/return/{real}"),
    ]
    assert {answer.status for answer in answers[:ALLOWED]} == {404}
    assert len({answer.text for answer in answers[:ALLOWED]}) == 1
    assert getting(site.config) == ALL


@pytest.mark.parametrize(
    ("method", "body", "headers", "status"),
    [
        ("PUT", "x", {}, 405),
        ("DELETE", None, {}, 405),
        ("OPTIONS", None, {}, 405),
        ("NONSENSE", None, {}, 405),
        ("POST", None, {"Content_Length": "nonsense"}, 400),
    ],
)
def test_what_is_no_request_of_ours_ends_in_the_four_hundreds(site, method, body, headers, status: int):
    assert site.ask(method, site.path("hana"), body, **headers).status == status
    assert getting(site.config) == ALL


@pytest.mark.parametrize(
    "sent", [b"nonsense\r\n\r\n", b"\x16\x03\x01\x00\xa5", b"GET / HTTP/1.1\r\nHost: \r\n\tx\r\n\r\n"]
)
def test_what_is_no_http_is_refused_and_the_next_is_served(site, sent: bytes):
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as wire:
        wire.sendall(sent)
        wire.shutdown(socket.SHUT_WR)
        assert wire.makefile("rb").readline()[:12] in {b"HTTP/1.1 400", b"HTTP/1.1 404", b""}
    assert site.leave("hana").status == 200


def test_a_body_that_is_too_large_takes_no_leaving_back(site):
    assert site.ask("POST", site.path("hana"), "x" * 70_000).status == 200
    assert getting(site.config) == ["duri", "sena"]


def test_a_post_whose_body_is_cut_off_lets_go_as_its_link_alone_says_who_leaves(
    site, caplog: pytest.LogCaptureFixture
):
    with socket.create_connection(("127.0.0.1", site.port)) as wire:
        wire.sendall(
            f"POST {site.path('hana')} HTTP/1.1\r\nHost: x\r\nContent-Length: 26\r\n\r\nList".encode()
        )
    for _ in range(200):
        if getting(site.config) != ALL:
            break
        time.sleep(0.05)
    assert getting(site.config) == ["duri", "sena"]
    assert "Traceback" not in caplog.text


def test_who_guesses_is_held_up_and_a_right_link_never(tmp_path: Path):
    now = [0.0]
    with serving(newsletter(tmp_path), clock=lambda: now[0]) as site:
        tried = [site.ask("POST", "/weekly/leave/x") for _ in range(ALLOWED + 2)]
        assert [answer.status for answer in tried] == [404] * ALLOWED + [429] * 2
        assert tried[-1].headers["Retry-After"] == str(int(WINDOW))
        assert site.leave("hana").status == 200
        now[0] = WINDOW
        assert site.ask("POST", "/weekly/leave/x").status == 404


def test_only_a_proxy_that_is_named_is_believed(tmp_path: Path):
    config = newsletter(tmp_path)
    for proxies, last in (((), 429), (("10.9.8.7",), 429), (("127.0.0.0/8",), 404)):
        with serving(config, proxies) as site:
            answers = [
                site.ask("GET", "/weekly/leave/x", X_Forwarded_For=f"192.0.2.{n}") for n in range(ALLOWED + 1)
            ]
            assert (proxies, answers[-1].status) == (proxies, last)


def test_a_state_that_is_locked_answers_later_and_loses_nothing(tmp_path: Path):
    with serving(newsletter(tmp_path), patience=0.05) as site:
        with open_state(site.config.state) as state, state.transaction():
            answer = site.leave("hana")
            assert (answer.status, answer.headers["Retry-After"]) == (503, "60")
            assert title(answer.text) == "지금은 처리할 수 없습니다"
            assert site.ask("GET", site.path("hana")).status == 200
        assert getting(site.config) == ALL
        assert site.leave("hana").status == 200
        assert getting(site.config) == ["duri", "sena"]


def test_a_state_that_has_gone_answers_later_and_none_is_made_in_its_place(site):
    path = site.path("hana")
    moved = site.config.state.rename(site.config.root / "moved")
    assert site.ask("POST", path, ONE_CLICK).status == 503
    assert not site.config.state.exists()
    moved.rename(site.config.state)
    assert site.ask("POST", path, ONE_CLICK).status == 200


def test_no_token_and_no_address_is_logged(site, capfd: pytest.CaptureFixture[str], caplog):
    token = site.path("hana").rpartition("/")[2]
    site.leave("hana")
    site.ask("GET", f"/weekly/leave/{token}x")
    site.config.state.rename(site.config.root / "moved")
    site.ask("POST", f"/weekly/leave/{token}")
    printed = capfd.readouterr()
    logged = printed.out + printed.err + caplog.text
    assert "no subscribers" in logged
    assert token not in logged
    assert "hana" not in logged


def test_memory_for_who_guesses_is_bounded():
    strikes = Strikes(lambda: 0.0)
    for n in range(30_000):
        assert not strikes.too_many(f"10.{n // 65536}.{n // 256 % 256}.{n % 256}")
    assert len(strikes._seen) == 10_000


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("", "", True),
    ],
)
def test_who_counts_as_one(one: str, other: str, *, same: bool):
    strikes = Strikes(lambda: 0.0)
    for _ in range(ALLOWED):
        strikes.too_many(one)
    assert strikes.too_many(other) is same


@pytest.mark.parametrize("proxy", ["*", "nonsense", "10.0.0.0/33"])
def test_a_proxy_that_is_no_address_is_one_line(proxy: str):
    with pytest.raises(UsageError, match="no address of a proxy") as caught:
        server(None, (proxy,))  # type: ignore[arg-type]
    assert caught.value.mend


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host", f"{'x' * 70}.example.org"])
def test_a_place_where_nobody_can_listen_is_one_line(host: str):
    with pytest.raises(UsageError, match="can't listen") as caught:
        listening(host, 0)
    assert str(caught.value).isprintable()


def test_a_port_that_is_taken_is_one_line():
    with listening("127.0.0.1", 0) as at, pytest.raises(UsageError, match="Address already in use"):
        listening("127.0.0.1", at.getsockname()[1])
