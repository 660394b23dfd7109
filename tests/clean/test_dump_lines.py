"""What single lines of a page say: names, dates, kinds of furniture."""

from __future__ import annotations

from datetime import datetime

import pytest

from digest.clean.dump_byline import names_in
from digest.clean.dump_chrome import kind_of, kinds
from digest.clean.dump_date import SEOUL, date_in
from digest.clean.dump_run import COST
from digest.clean.lines import ends_sentence, width_of


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("조하루 기자", ("조하루",)),
        ("조하루·한겨울 기자", ("조하루", "한겨울")),
        ("[나루=가온일보 조하루 기자]", ("조하루",)),
        ("(나루=가온통신) 조하루 한겨울 기자 =", ("조하루", "한겨울")),
        ("나루, 가온 조하루 기자 haru@gaon.example", ("조하루",)),
        ("칼럼니스트 조하루 haru@gaon.example", ("조하루",)),
        ("사회부 기자", ()),
        ("By Wren Hollis and Tobin Marsh / Skarrow Mail Staff Writers", ("Wren Hollis", "Tobin Marsh")),
        ("Von Wren Hollis", ("Wren Hollis",)),
        ("By the time the ferry came, it was dark.", ()),
    ],
)
def test_a_byline_gives_names_alone(line, names):
    assert names_in(line) == names


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("입력 2031.03.04 09:15", "2031-03-04T09:15:00+09:00"),
        ("기사입력 2031.03.04. 오후 8:28 기사원문", "2031-03-04T20:28:00+09:00"),
        ("2031년 3월 4일", "2031-03-04T00:00:00+09:00"),
        ("Published March 4, 2031 2:20pm EST", "2031-03-04T14:20:00-05:00"),
        ("17:41 JST, March 4, 2031", "2031-03-04T17:41:00+09:00"),
        ("4. März 2031, 18:59 Uhr", "2031-03-04T18:59:00+09:00"),
        ("04.03.2031, 18:59 Uhr", "2031-03-04T18:59:00+09:00"),
    ],
)
def test_a_date_line_gives_its_moment(line, when):
    assert date_in(line, SEOUL).when == datetime.fromisoformat(when)


@pytest.mark.parametrize("line", ["2031.13.40", "전화 02-2000-2114", "3월", "31 Smarch 2031"])
def test_what_is_no_date_gives_none(line):
    assert date_in(line, SEOUL) is None


def test_every_kind_of_the_catalogue_has_a_price_and_a_phrase():
    for kind in kinds():
        assert kind.role in COST, kind.name
        assert kind.exact or kind.starts or kind.ends or kind.contains, kind.name
        assert all(phrase for phrase in (*kind.starts, *kind.ends, *kind.contains)), kind.name


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("페이스북 공유", "share"),
        ("댓글 12", "comments"),
        ("Comments (3)", "comments"),
        ("가3단계", "reading"),
        ("많이 본 뉴스", "ranking"),
        ("Lesen Sie auch:", "related"),
        ("<저작권자 ⓒ 가온일보. 무단 전재 및 재배포 금지>", "copyright"),
        ("새 버스가 정류장에 서 있다. [사진=가온시]", "picture"),
        ("댓글 조작 사건의 재판이 석 달 만에 다시 열렸다.", None),
        ("Sharing the bridge with lorries was never the plan, the engineer said.", None),
    ],
)
def test_a_line_is_furniture_or_not(line, kind):
    found = kind_of(line)
    assert (found.name if found else None) == kind


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("버스가 온다.", True),
        ("“버스가 온다.”", True),
        ("„Der Bus kommt.“", True),
        ("公交车来了。", True),
        ("버스가 온다. [가온=조하루]", True),
        ("버스 요금 공짜로", False),
        ("버스 요금이 내년부터 ..", False),
        ("", False),
    ],
)
def test_a_sentence_ends_or_not(line, ends):
    assert ends_sentence(line) is ends


def test_an_east_asian_letter_takes_two_columns():
    assert width_of("버스 bus") == 8
