"""`digest send` with a service as the provider: the real command line, a built edition, a service on loopback."""

from __future__ import annotations

import html
import io
import json
import re
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from conftest import SETTINGS, STORY
from service_api import CANARY
from test_escape import TAGS

from digest.cli import main
from digest.state.lock import only_sender

pytest_plugins = ("service_fixtures",)

HOSTILE = "{{ subscriber.email }} {% if a %} {{{FIRST_NAME|x}}} *|EMAIL|* {# c #}"


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """A newsletter with an article full of tags, built; digest.toml names no service yet."""
    folder = tmp_path_factory.mktemp("built") / "newsletter"
    (folder / "content").mkdir(parents=True)
    text = SETTINGS.replace('unsubscribe_url = "https://example.org/leave"\n', "")
    (folder / "digest.toml").write_text(
        f'{text}address = "1 Street"\n\n[themes]\nscorer = "words"\n', "utf-8"
    )
    tags = f"{HOSTILE} https://example.com/a?b={{{{c}}}}&d=*|e|*\n\nThe talent war"
    story = re.sub("title: (.*)", f"title: '{HOSTILE} \\1'", STORY).replace("The talent war", tags)
    (folder / "content" / "good.md").write_text(story.replace("{name}", "good"), "utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["build", "-C", str(folder)])
    assert not ended.value.code
    return folder


@pytest.fixture
def built(fake, edition, tmp_path):
    """The same, with the service in its digest.toml."""
    folder = shutil.copytree(edition, tmp_path / "newsletter")
    with (folder / "digest.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[deliver]\n{fake.table.format(base=fake.base)}")
    return folder


def sent(digest, folder, *words):
    ran = digest("send", "-C", folder, *words)
    assert CANARY not in ran.out + ran.err
    assert "Traceback" not in ran.err
    return ran


def test_a_draft_then_nothing_to_do(fake, built, digest):
    first = sent(digest, built)
    assert first.code == 0, first.err
    assert "draft (created, filled)" in first.out
    second = sent(digest, built)
    assert (second.code, "nothing to do" in second.out) == (0, True)
    assert len(fake.items) == 1


def test_what_the_service_lacks_is_said(fake, built, digest):
    ran = sent(digest, built)
    lacks = {"buttondown": "no plain-text part", "mailchimp": "no sender's address", "resend_broadcast": ""}
    assert lacks[fake.name] in ran.err
    assert ("takes no" in ran.err) == bool(lacks[fake.name])


def test_no_tag_of_the_article_arrives_and_ours_do(fake, built, digest):
    assert sent(digest, built).code == 0
    (item,) = fake.items.values()
    texts = [
        item.get("subject"),
        item.get("body"),
        item.get("html"),
        item.get("text"),
        item.get("preview_text"),
    ]
    texts += (
        [*fake.contents[item["id"]].values(), *map(str, item["settings"].values())]
        if "settings" in item
        else []
    )
    shown = " ".join(filter(None, texts))
    assert "subscriber.email" in shown
    ours = [r"\{\{ unsubscribe_url \}\}", r"\{\{ email\.absolute_url \}\}", r"\*\|(UNSUB|ARCHIVE)\|\*"]
    ours.append(r"\{\{\{RESEND_UNSUBSCRIBE_URL\}\}\}")
    bare, count = re.subn("|".join(ours), "", shown)
    assert count >= 1
    assert not TAGS[fake.name].search(bare)


def test_json_has_the_draft(fake, built, digest):
    ran = sent(digest, built, "--json")
    row = json.loads(ran.out)
    assert row["draft"]["state"] == "draft"
    assert row["draft"]["id"] in fake.items
    assert row["did"] == ["created", "filled"]


def test_a_dry_run_asks_the_service_nothing(fake, built, digest):
    ran = sent(digest, built, "--dry-run", "--out", built / "dry")
    assert ran.code == 0, ran.err
    assert fake.calls == []
    page = (built / "dry" / "email.html").read_text("utf-8")
    assert re.search(r"unsubscribe_url \}\}|\*\|UNSUB\|\*|RESEND_UNSUBSCRIBE_URL", page)


def test_at_takes_a_time_of_the_newsletters_zone(fake, built, digest):
    fake.confirmed = True
    day = (datetime.now(UTC) + timedelta(days=3)).date()
    ran = sent(digest, built, "--at", f"{day}T07:00")
    assert ran.code == 0, ran.err
    assert "scheduled for" in ran.out
    kept = [
        v
        for call in fake.calls
        for k, v in (call.body or {}).items()
        if k in ("schedule_time", "scheduled_at")
    ]
    kept += [call.body["publish_date"] for call in fake.calls if "publish_date" in (call.body or {})]
    assert kept == [f"{day}T07:00:00+09:00"]


@pytest.mark.parametrize(
    "at", ["tomorrow", "2026-13-01T07:00", "2090-01-01", "2020-01-01T07:00", "2090-01-01T07:00:01"]
)
def test_a_time_that_is_none_is_refused_before_anything(fake, built, digest, at):
    ran = sent(digest, built, "--at", at)
    assert ran.code == 2
    assert len(ran.err.strip().splitlines()) == 1
    assert "--at" in ran.err
    assert fake.calls == []


def test_now_wants_a_yes(fake, built, digest):
    ran = sent(digest, built, "--now")
    assert ran.code == 2
    assert "--yes" in ran.err
    assert fake.calls == []
    assert sent(digest, built, "--now", "--yes").code == 0
    (item,) = fake.items.values()
    assert item["status"] in ("about_to_send", "sending", "queued")


def test_a_test_mail_is_the_services_own_business(fake, built, digest):
    ran = sent(digest, built, "--test", "you@example.org")
    assert ran.code == 2
    assert "sends its own tests" in ran.err
    assert fake.calls == []


def test_no_service_and_no_key(fake, built, digest, monkeypatch):
    monkeypatch.delenv(fake.variable)
    ran = sent(digest, built)
    assert (ran.code, fake.variable in ran.err) == (2, True)
    monkeypatch.setenv(fake.variable, fake.key)
    text = (built / "digest.toml").read_text("utf-8")
    (built / "digest.toml").write_text(re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:9", text), "utf-8")
    ran = sent(digest, built)
    assert (ran.code, "can't be reached" in ran.err) == (1, True)


def test_two_at_once(fake, built, digest):
    with only_sender(built / "state" / "sending.lock"):
        ran = sent(digest, built)
    assert (ran.code, "another `digest send` is at work" in ran.err) == (3, True)
    assert fake.calls == []


def test_the_confirmation_is_typed(fake, built, digest, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal("yes\n"))
    ran = sent(digest, built, "--now")
    assert (ran.code, fake.calls) == (2, [])
    assert "not confirmed; nothing was sent" in ran.err
    assert "digest@example.org" in ran.err
    monkeypatch.setattr("sys.stdin", Terminal("2024-W13\n"))
    assert sent(digest, built, "--now").code == 0
    assert len(fake.items) == 1


def test_status_tells_of_the_draft(fake, built, digest):
    assert "was never sent" in digest("status", "2024-W13", "-C", built).out
    sent(digest, built)
    told = digest("status", "2024-W13", "-C", built)
    assert (told.code, f"{fake.name} holds it as {next(iter(fake.items))}, draft" in told.out) == (0, True)


def test_an_edition_with_an_error_stays_here(fake, built, digest):
    page = built / "out" / "2024-W13" / "edition.json"
    text = page.read_text("utf-8")
    page.write_text(text.replace("https://example.com/good", "http://localhost/good"), "utf-8")
    ran = sent(digest, built)
    assert (ran.code, fake.calls) == (1, [])
    assert "nothing was sent" in ran.err


@pytest.mark.parametrize("fake", ["buttondown"], indirect=True)
def test_markdown_goes_without_its_front_matter(fake, built, digest):
    settings = built / "digest.toml"
    settings.write_text(settings.read_text("utf-8") + 'mode = "markdown"\n', "utf-8")
    assert "subject:" in (built / "out" / "2024-W13" / "edition.md").read_text("utf-8")
    ran = sent(digest, built)
    assert ran.code == 0, ran.err
    assert "no page of ours" in ran.err
    (email,) = fake.items.values()
    mode, _, rest = email["body"].partition("\n")
    assert mode == "<!-- buttondown-editor-mode: plaintext -->"
    assert not rest.lstrip().startswith("---")
    assert "subject:" not in rest
    assert "({{ unsubscribe_url }})" in rest


@pytest.mark.parametrize("fake", ["buttondown"], indirect=True)
@pytest.mark.parametrize("words", ['mode = "naked"', 'mode = "markdown"'])
@pytest.mark.parametrize("look", ["broadsheet", "briefing", "essay"])
def test_djangos_own_engine_fills_our_tags_and_finds_no_other(fake, built, digest, words, look):
    """Buttondown's templates are Django's: what it stores goes through the real engine."""
    django = pytest.importorskip("django.template", reason="django comes with the extra `anymail`")
    settings = built / "digest.toml"
    text = settings.read_text("utf-8").replace("[newsletter]", f'[newsletter]\nlook = "{look}"')
    settings.write_text(f"{text}{words}\n", "utf-8")
    ran = sent(digest, built)
    assert ran.code == 0, ran.err
    (email,) = fake.items.values()
    values = {
        "unsubscribe_url": "https://leave.example.org/1",
        "email": {"absolute_url": "https://web.example.org/1"},
    }
    filled = django.Engine().from_string(email["body"]).render(django.Context(values))
    assert filled.count("https://leave.example.org/1") >= 1
    assert "https://web.example.org/1" in filled
    told = html.unescape(filled).replace("\u200c", "").replace("\\", "")
    braces = HOSTILE.partition(" *|")[0]  # the stars are emphasis in a title
    assert f"{braces} " in told
    assert "{# c #} Chip maker" in told
    title = django.Engine().from_string(email["subject"]).render(django.Context(values))
    assert braces in title.replace("\u200c", "")
