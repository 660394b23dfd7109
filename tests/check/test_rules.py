"""Each rule by its own examples, and the whole check on the sample edition."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from conftest import ROOT

from digest.check import RULES, SEVERITIES, Example, Options, check_edition, support, unknown_rules, web_links
from digest.config import load_config
from digest.pipeline import build_edition
from digest.render import render_edition


def found(example: Example, **options) -> list[str]:
    edition, rendered, given = example.made()
    return [finding.rule for finding in check_edition(edition, rendered, replace(given, **options))]


@pytest.fixture(scope="module")
def sample():
    edition = build_edition(load_config(ROOT / "digest.toml"), now=datetime(2024, 3, 29, tzinfo=UTC)).edition
    return edition, render_edition(edition)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_finds_its_bad_example(name: str):
    assert name in found(RULES[name].bad)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_passes_its_good_example(name: str):
    assert name not in found(RULES[name].good)


@pytest.mark.parametrize("name", RULES)
def test_a_bad_example_differs_in_what_the_rule_is_about(name: str):
    """Nothing else of any weight is wrong with it; what belongs together may be found together."""
    beside = {
        "lang": {"unsubscribe-missing", "address-missing"},
        "dir": {"unsubscribe-missing", "address-missing"},
        "image-alt": {"spam-pictures"},
        "image-alt-words": {"spam-pictures"},
        "link-empty": {"spam-pictures"},
    }
    edition, rendered, options = RULES[name].bad.made()
    heavy = {f.rule for f in check_edition(edition, rendered, options) if f.severity != "note"}
    assert heavy - {name} <= beside.get(name, set())


def test_an_example_without_a_change_has_no_fault():
    edition, rendered, options = Example().made()
    assert [f for f in check_edition(edition, rendered, options) if f.severity != "note"] == []
    assert str(Example()) == "as it should be"
    assert str(Example(subject="Re: x")) == "subject: Re: x"


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_documented(name: str):
    rule = RULES[name]
    assert rule.id == name
    assert rule.severity in SEVERITIES
    assert rule.checks.endswith(".")
    assert len(rule.why) > 40
    assert str(rule.bad) != str(rule.good)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_turned_off_with_a_reason_only(name: str):
    assert name not in found(RULES[name].bad, off={name: "the editor knows better"})
    assert name in found(RULES[name].bad, off={name: "  "})


def test_ids_that_no_rule_has_are_told():
    assert unknown_rules(["contrast", "zebra", "alt-image", "zebra"]) == ("alt-image", "zebra")
    assert unknown_rules(RULES) == ()


def test_the_sample_edition_has_no_error_and_no_warning(sample):
    assert [f for f in check_edition(*sample) if f.severity != "note"] == []


def test_findings_are_sorted_and_the_same_each_time(sample):
    edition, rendered = sample
    spoilt = replace(rendered, html=rendered.html.replace(' alt="', ' title="').replace('dir="ltr"', ""))
    first = check_edition(edition, spoilt)
    assert first == check_edition(edition, spoilt)
    ranks = [SEVERITIES.index(f.severity) for f in first]
    assert ranks == sorted(ranks)
    assert {"image-alt", "dir"} <= {f.rule for f in first}


def test_a_finding_tells_its_story_and_its_place_in_the_page(sample):
    edition, rendered = sample
    spoilt = replace(rendered, html=rendered.html.replace(' alt="', ' title="', 1))
    (finding,) = [f for f in check_edition(edition, spoilt) if f.rule == "image-alt"]
    assert edition.lead is not None
    assert finding.place.startswith(f"email.html: story “{edition.lead.headline[:30]}")
    assert finding.anchor == f"s-{edition.lead.story.id}"
    assert f'id="{finding.anchor}"' in spoilt.html


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("#1f1e1b", "#8a8880", "contrast"),
        ("#a5a29c", "#5a5a5a", "contrast-dark"),
        ("#f4a27c", "#7c2d12", "contrast-dark"),
        ("padding:13px 0", "padding:8px 0", "tap-target"),
        ('role="presentation"', 'role="grid"', "table-role"),
        ("<h1", "<h2", "heading-one"),
        ("<h3", "<h4", "heading-levels"),
        ("</h3>", "</h3>{{ story.kicker }}", "leftover-mark"),
        ("https://example.com/sample-wire", "http://example.com/sample-wire", "link-https"),
        ("https://example.com/sample-wire", "/sample-wire", "link-relative"),
        ("https://example.org/unsubscribe", "https://example.org/", "unsubscribe-missing"),
        ("We believe our strategic", "We know that our strategic", "quote-verbatim"),
        ("clear:both", "display:flex", "client-support"),
        ("<p ", "<p data-much='" + "x" * 1000 + "' ", "size-clip"),
    ],
)
def test_a_fault_planted_in_the_real_mail_is_found(sample, old: str, new: str, rule: str):
    edition, rendered = sample
    assert old in rendered.fill().html
    spoilt = replace(rendered.fill(), html=rendered.fill().html.replace(old, new))
    assert rule in {f.rule for f in check_edition(edition, spoilt)}


def test_what_is_alike_is_told_once_and_counted(sample):
    edition, rendered = sample
    spoilt = replace(rendered, html=rendered.html.replace("padding:13px 0", "padding:8px 0"))
    (finding,) = [f for f in check_edition(edition, spoilt) if f.rule == "tap-target"]
    assert finding.what.endswith("“Read this edition on the web” and 1 more: 36 px tall")
    assert finding.place == "email.html"  # not under the last section's heading


def test_the_sample_edition_leads_to_its_sources(sample):
    edition, rendered = sample
    links = web_links(rendered)
    assert len(links) == len(set(links))
    assert {brief.segment.article.meta.url for brief in edition.briefs} - {""} <= set(links)
    asked: list[str] = []
    dead = [
        f
        for f in check_edition(edition, rendered, Options(fetch=lambda url: asked.append(url) or "410 Gone"))
        if f.rule == "link-dead"
    ]
    assert set(asked) == set(links)
    assert len(dead) == len(links)


def test_what_the_sample_uses_and_not_all_clients_have_falls_back(sample):
    told = support(sample[1].fill().html)
    assert told.full > 0.7
    assert told.at_least_partly > told.full
    assert [f.slug for f in told.exceptions if not f.fallback] == []
    assert all(f.partly or f.lacking for f in told.exceptions)


@pytest.mark.parametrize(
    "html", ["", " ", "<", "plain words", "<!-- only this -->", "\x00\x01", "<p>\ud800</p>"]
)
def test_a_broken_page_is_checked_all_the_same(sample, html: str):
    edition, rendered = sample
    rules = {f.rule for f in check_edition(edition, replace(rendered, html=html))}
    assert {"lang", "unsubscribe-missing", "address-missing"} <= rules
