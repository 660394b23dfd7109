"""`digest subscribers`: what its commands print, for people and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from states import saved

from digest.cli import subscribers
from digest.config import load_config
from digest.errors import InputError, StrictError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

LIST = "email,name,language,tags,status\nhana@example.org,김하나,ko,a;b,\nduri@example.org,Duri,en,,bounced\n"


@pytest.fixture
def config(tmp_path: Path):
    (tmp_path / "digest.toml").write_text('[newsletter]\nname = "Test"\n')
    return load_config(tmp_path / "digest.toml")


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]):
    def run(command, *args: object, as_json: bool = False, **options: object):
        command(*args, as_json=as_json, **options)
        printed = capsys.readouterr()
        return json.loads(printed.out) if as_json else printed.out.splitlines(), printed.err.splitlines()

    return run


def test_an_import_tells_what_became_of_each_row(config, tmp_path: Path, said):
    path = saved(tmp_path, LIST + "nobody,,,,\n")
    out, err = said(subscribers.import_list, config, path, strict=False)
    assert out == ["2 subscribers added, 0 changed, 0 as they were; 1 of them get no mail; 1 row left out"]
    assert err == [
        f"error  {path}:4: no usable address: nobody: an email address must have an @-sign; mend or remove the row"
    ]
    found, err = said(subscribers.import_list, config, path, strict=False, as_json=True)
    [problem] = found.pop("problems")
    assert found == {"added": 0, "changed": 0, "same": 2, "suppressed": 1, "left_out": 1}
    assert problem["where"] == f"{path}:4"
    assert err == []


def test_strict_takes_all_or_nothing_and_names_every_fault(config, tmp_path: Path, capsys):
    two = saved(tmp_path, LIST + "nobody,,,,\nnobody else,,,,\n")
    with pytest.raises(StrictError, match="2 problems; nobody was taken in"):
        subscribers.import_list(config, two, strict=True, as_json=False)
    assert not config.state.exists()
    assert capsys.readouterr().err.count("no usable address") == 2


def test_a_list_without_one_usable_address_is_an_error(config, tmp_path: Path):
    with pytest.raises(InputError, match="no address could be used: no usable address: nobody"):
        subscribers.import_list(config, saved(tmp_path, "email\nnobody\n"), strict=False, as_json=False)


def test_the_list_and_its_counts(config, tmp_path: Path, said):
    subscribers.import_list(config, saved(tmp_path, LIST), strict=True, as_json=False)
    said(subscribers.count_list, config)
    lines, _ = said(subscribers.show_list, config, "")
    assert lines == ["hana@example.org  active  ko  김하나  a, b", "duri@example.org  bounced  en  Duri"]
    [duri], _ = said(subscribers.show_list, config, "bounced", as_json=True)
    assert duri == {
        "email": "duri@example.org",
        "name": "Duri",
        "language": "en",
        "tags": [],
        "status": "bounced",
        "fields": {},
    }
    assert said(subscribers.show_list, config, "complained", as_json=True)[0] == []
    found, _ = said(subscribers.count_list, config, as_json=True)
    assert found == {
        "subscribers": 2,
        "active": 1,
        "unsubscribed": 0,
        "bounced": 1,
        "complained": 0,
        "suppressed": 0,
    }
    text = "\n".join(said(subscribers.count_list, config)[0])
    assert "2 subscribers" in text
    assert "@" not in text


def test_suppressing_and_lifting(config, tmp_path: Path, said):
    subscribers.import_list(config, saved(tmp_path, LIST), strict=True, as_json=False)
    said(subscribers.count_list, config)
    suppress = (subscribers.suppress_address, config, "HANA@Example.org", "editor", "asked by phone")
    assert said(*suppress)[0] == ["hana@example.org gets no mail"]
    assert said(*suppress)[0] == ["hana@example.org gets no mail, as before"]
    assert said(*suppress, as_json=True)[0] == {"suppressed": True, "changed": False}
    rows, _ = said(subscribers.show_suppressions, config, as_json=True)
    assert [(r["mailbox"], r["reason"], r["note"]) for r in rows] == [
        ("duri@example.org", "bounced", "by an import"),
        ("hana@example.org", "editor", "asked by phone"),
    ]
    assert said(subscribers.show_suppressions, config)[0][1].startswith("hana@example.org  editor  20")
    lift = (subscribers.lift_address, config, "hana@example.org")
    assert said(*lift)[0] == ["hana@example.org may get mail again"]
    assert said(*lift)[0] == ["hana@example.org was not on the suppression list"]
    assert said(*lift, as_json=True)[0] == {"lifted": False}


def test_what_was_imported_is_exported(config, tmp_path: Path, said):
    subscribers.import_list(config, saved(tmp_path, LIST), strict=True, as_json=False)
    said(subscribers.count_list, config)
    out = tmp_path / "out.csv"
    assert said(subscribers.export_list, config, out)[0] == [f"2 rows written to {out}"]
    assert out.read_text("utf-8-sig").splitlines() == [
        "email,name,language,tags,status",
        "hana@example.org,김하나,ko,a;b,active",
        "duri@example.org,Duri,en,,bounced",
    ]


@pytest.mark.parametrize("address", ["nobody", "a b@example.org", "하나@example.org", ""])
def test_a_wrong_address_on_the_command_line_is_one_line(config, address: str):
    for command in (subscribers.lift_address, subscribers.suppress_address):
        with pytest.raises(UsageError, match="no usable address"):
            command(
                config,
                address,
                *(["editor", ""] if command is subscribers.suppress_address else []),
                as_json=False,
            )
    assert not config.state.exists()


def test_a_standing_that_there_is_not_is_one_line(config):
    with pytest.raises(UsageError, match="no such status: gone; one of active"):
        subscribers.show_list(config, "gone", as_json=False)


def test_a_question_before_any_import_is_one_line(config, tmp_path: Path, capsys):
    for command, *args in (
        (subscribers.show_suppressions,),
        (subscribers.show_list, ""),
        (subscribers.export_list, tmp_path / "out.csv"),
        (subscribers.lift_address, "a@example.org"),
    ):
        with pytest.raises(InputError, match="no subscribers"):
            command(config, *args, as_json=False)
    subscribers.count_list(config, as_json=False)
    assert capsys.readouterr().out.startswith("0 subscribers")
    assert not config.state.exists()
