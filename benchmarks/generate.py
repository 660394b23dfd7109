"""Generated articles for measuring speed: as many as wanted, the same ones for the same seed.

Half are Korean, half English; lengths spread like those of news (1,000 to 9,000 characters, the
median 3,000), all dated within one week. Each tells an event of its own (made-up people, firms,
places, sums) on one of the starting themes; one in twelve tells the event of an earlier one again in
other words. Two in five have subheads, five in six quote somebody. The sentences are nonsense with a
news story's vocabulary: good for measuring how fast, never how well.
"""

from __future__ import annotations

import math
import random
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHORTEST, MEDIAN, LONGEST = 1000, 3000, 9000
_SPREAD = 0.55
"""Standard deviation of the logarithm of the lengths: the middle half is from 2,070 to 4,350."""

_HALF_A_PARAGRAPH = 250
"""An article ends at the paragraph that comes nearest to its length."""

_THEMES = {
    "en": (
        "hire salary recruiter researcher workforce layoffs compensation talent engineer retention campus",
        "stake valuation investor funding merger shareholder fund acquisition dividend bond venture",
        "model benchmark parameter dataset paper reasoning token architecture evaluation pretraining",
        "chip foundry wafer server memory accelerator megawatt packaging substation turbine data centre",
        "regulator bill parliament copyright lawsuit compliance safeguard treaty tribunal agency memo",
        "app feature subscriber assistant voice preview update device launch customer headset keyboard",
        "backdoor malware breach attacker ransomware phishing exploit maintainer fraud patch password",
        "harvest drought vineyard museum stadium marathon ferry orchestra reservoir bakery lighthouse",
    ),
    "ko": (
        "채용 연봉 인재 연구원 인력 감원 보상 영입 엔지니어 이직 구인",
        "지분 기업가치 투자 펀드 합병 주식 자금 인수 배당 채권 벤처캐피털",
        "모델 벤치마크 매개변수 데이터셋 논문 추론 토큰 성능 평가 언어모델",
        "반도체 파운드리 웨이퍼 서버 메모리 가속기 전력 패키징 변전소 양산 데이터센터",
        "규제 법안 국회 저작권 소송 지침 당국 제재 협약 결의안 입법",
        "앱 기능 구독 비서 음성 미리보기 업데이트 스마트폰 출시 이용자 챗봇",
        "백도어 악성코드 유출 공격자 랜섬웨어 피싱 취약점 해킹 사칭 보안 개인정보",
        "수확 가뭄 포도밭 박물관 경기장 마라톤 여객선 교향악단 저수지 빵집 등대",
    ),
}
_NOUNS = {
    "en": (
        "anchor avenue balance ballot barrier battery beacon border bridge budget cabin calendar canal carbon cargo "
        "catalogue ceiling ceremony channel charter circuit cluster coast colony column commission compass concert "
        "contract corridor council courier curriculum debt deadline delegate deposit desert detail diary district "
        "dock drawing drill echo edge election elevator embassy engine envelope estate exhibit factory fence fibre "
        "fleet forecast forest formula fortune frame freight frontier garden gateway glacier grain habit hangar "
        "harbour headline hearing highway horizon hospital household hurdle income index inquiry insurance island "
        "journal jury kitchen labour ladder lantern laundry leader ledger lesson library licence lumber magnet mandate "
        "manual margin market meadow mechanism medal membership merchant metal meter mineral mirror mission mortgage "
        "motor mountain neighbour network novel nursery oath object offer orchard outlook oxygen package panel parade "
        "partner passage patent pattern pavement pension petition pier pilot pipeline planet plaza pledge portfolio "
        "portrait poster premium pressure prize profit project prospect province quarry quota railway ratio receipt "
        "recipe region remedy reserve resort revenue ribbon river rocket route salmon satellite scaffold schedule "
        "season sector shelter signal silver sketch slogan socket spectrum square stairway statute steel storage "
        "strategy studio subsidy suburb summit surface survey switch tariff tenant terminal texture theatre ticket "
        "timber tower traffic tunnel turnover union upgrade utility valley vehicle venue verdict village volume voyage "
        "wage warehouse warranty water weather wheel window winter workshop yield zone"
    ),
    "ko": (
        "가격 가구 간판 갈등 강당 강변 거래 거리 건물 검사 격차 결산 경계 경로 계단 계약 계절 고객 고속도로 골목 공간 공급 공동체 공연 "
        "공원 공장 과제 관광 관심 광고 광장 교량 교실 교육 구간 구조 국경 균형 극장 금리 기금 기념품 기록 기숙사 기술 기준 기차역 길목 "
        "나침반 날씨 남쪽 내각 냉장고 노동 노선 논밭 농가 뉴스 다리 단체 달력 담장 당선 대기 대문 대출 도로 도서관 도심 동맹 등록 "
        "마당 마을 매출 면적 명단 모형 목록 목재 무역 문서 문턱 물가 물류 민원 바다 박람회 반도 발전소 방송 배경 배터리 버스 벽돌 변수 "
        "보고서 보험 봄철 부두 부품 분기 분쟁 비용 빙하 사업 사진 산맥 산업 상가 상품 생산 서류 선거 선박 설계 섬유 성적 세금 소득 소비 "
        "손실 수도 수입 수출 숙소 순위 승객 시간표 시민 시장 시험 신문 신호 실험 안개 약속 양식 어선 업계 여론 역사 연금 연구소 열차 영업 "
        "예산 오염 온도 외교 요금 우주 운동장 운송 위성 위원회 유리 유산 은행 음악 의료 의자 이익 인구 일정 임금 입구 자동차 자료 작업 장비 "
        "재고 저장 전망 전시 절차 점포 정류장 제도 조사 조합 종이 좌석 주거 주민 증거 지도 지표 지하철 직원 진단 질서 창고 채소 철강 청구서 "
        "체계 초안 축제 출판 층간 친환경 탄소 탑승 터널 토지 통계 통로 특허 판매 평가표 포장 폭설 품질 하천 학교 한도 할인 항만 해안 행사 허가 "
        "현장 협상 호수 혼잡 화물 환율 회계 후보 휴가 흐름"
    ),
}
_SENTENCES = {
    "en": (
        "{Org} said on {day} that it would move its {t1} to {place} within {n} months, a step that the {n1} had long expected.",
        "The {t1} of {org} rose by {pc}% in the {month} quarter, while the {n1} and the {n2} fell behind.",
        "According to {n} people who have seen the {n1}, the {t2} will cost ${sum}m and will be paid for out of the {n2}.",
        "{Org2} had made a similar {t1} in {place} two years ago, but gave it up when the {n1} turned.",
        "Few in {place} doubt that the {t1} matters; what divides them is the {n1}, and who looks after the {n2}.",
        "A {n1} of {n}00 pages, written for the {n2} of {place}, calls the {t2} the weakest part of the plan.",
        "It was the third {t1} in a year, and the first in which {org2} took no part.",
        "{Product}, as the {t2} is called, is meant to replace an older {n1} that was never finished.",
        "Whether the {n1} will hold is another matter, since the {t1} depends on a {n2} that nobody controls.",
        "By {month}, {org} hopes to have {n} of them at work, each with a {n1} and a {t2} of its own.",
        "Critics point to the {n1}: without it, they argue, a {t1} is little more than a {n2} with a new name.",
        "In {place} the {n1} closed early, and the {t2} was read out to a room of {n}0 people.",
        "{Org2} declined to comment on the {t1}, which was first reported by a local {n1}.",
        "The {n1} has been empty since {month}, and {pc}% of the {n2} around it is for sale.",
        "Its {t1} is {pc} times as large as that of {org2}, and growing faster than the {n1} that feeds it.",
    ),
    "ko": (
        "{org:은} {day}요일 {place}에 있는 {t1:을} {n}개월 안에 옮기겠다고 발표했으며, {n1} 쪽에서는 오래전부터 예상한 일이라는 반응이 나왔다.",
        "{org}의 {t1:은} {month}월 들어 {pc}% 늘었지만 {n1:과} {n2:은} 오히려 뒷걸음질했다.",
        "{n1:을} 살펴본 관계자 {n}명에 따르면 {t2}에는 {sum}억원이 들어가며 비용은 {n2}에서 나온다.",
        "{org2:은} 2년 전 {place}에서 비슷한 {t1:을} 추진했다가 {n1:이} 나빠지자 그만뒀다.",
        "{place}에서 {t1:이} 중요하다는 데에는 이견이 없지만 {n1:과} {n2:을} 누가 맡을지를 두고는 의견이 갈린다.",
        "{place}의 {n2:을} 위해 쓴 {n}00쪽짜리 {n1:은} {t2:을} 이번 계획에서 가장 약한 고리로 꼽았다.",
        "올해 들어 세 번째 {t1}였고 {org2:이} 빠진 것은 처음이다.",
        "{product:으로} 이름 붙인 이번 {t2:은} 끝내 완성되지 못한 {n1:을} 대신하게 된다.",
        "{n1:이} 버틸 수 있을지는 다른 문제다. {t1:은} 아무도 손대지 못하는 {n2}에 달려 있기 때문이다.",
        "{org:은} {month}월까지 {n}곳에서 {t2:을} 시작하고 곳마다 {n1:을} 따로 둘 계획이다.",
        "비판하는 쪽은 {n1:을} 지적한다. {n1:이} 없으면 {t1:은} 이름만 바꾼 {n2}에 지나지 않는다는 것이다.",
        "{place}에서는 {n1:이} 일찍 문을 닫았고 {n}0명이 모인 자리에서 {t2} 내용이 낭독됐다.",
        "{org2:은} {t1}에 대한 질문에 답하지 않았다. 이 소식은 지역 {n1:이} 먼저 전했다.",
        "{n1:은} {month}월부터 비어 있으며 둘레의 {n2} 가운데 {pc}%가 매물로 나와 있다.",
        "{t1} 규모는 {org2}의 {pc}배에 이르고 이를 떠받치는 {n1}보다 빠르게 커지고 있다.",
    ),
}
_QUOTES = {
    "en": (
        "“The {t1} is not the end of the {n1}, it is where the {n2} begins,” said {name}, {role} at {org}.",
        "{name}, {role} at {org2}, told the meeting: “We looked at the {n1} for {n} months and found no better {t2}.”",
        "“Nobody built a {n1} for this,” {surname} said. “We had to learn it from the {n2} up.”",
        "The firm called the {n1} “a {t1} for everybody”, though its {n2} says less.",
        '"A {n1} can wait, a {t2} cannot," said {name}, the {role} of {org}. "That is all there is to it."',
    ),
    "ko": (
        "{org} {role} {name:은} “{t1:은} {n1}의 끝이 아니라 {n2:이} 시작되는 곳”이라고 말했다.",
        "{name} {role:은} “{n}개월 동안 {n1:을} 들여다봤지만 이보다 나은 {t2:은} 없었다”며 “이제 {n2:을} 처음부터 다시 배워야 한다”고 밝혔다.",
        "“{n1:은} 기다릴 수 있어도 {t2:은} 기다려 주지 않습니다.” {org2} {name} {role}의 말이다.",
        "업계에서는 이를 두고 ‘{t1} {n1}’이라는 말까지 나온다.",
        "한 관계자는 “{n2:이} 정해지지 않은 채 {t1}부터 발표된 것이 문제”라고 지적했다.",
    ),
}
_ROLES = {
    "en": ("chief executive", "head of research", "professor", "director of operations", "spokeswoman"),
    "ko": ("대표", "연구소장", "교수", "본부장", "대변인"),
}
_GIVEN = "Ansel Brida Corvin Dessa Edric Fenna Garrick Hesper Ivo Junia Kestrel Lorne Maelis Nevin Odalys Perrin".split()
_SYLLABLES = {
    "en": "bra cor del fen gal hul jor kes lum mor nev ost pel quar rin sol tam ulv vor wex yar zel dun mir hal".split(),
    "ko": "가 나 도 라 모 비 새 아 온 유 자 초 타 파 한 해 곤 담 별 솔 슬 윤 찬 겸 준 빈 율 람 결 단".split(),
}
_ENDS = {
    "en": ("wick", "sted", "berg", "ton", "mere", "ford", "by"),
    "ko": ("테크", "산업", "전자", "랩스", "바이오", "물산"),
}
_SURNAMES = "김 이 박 최 정 강 조 윤 장 임 한 오 서 신".split()
_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
    "ko": ("월", "화", "수", "목", "금"),
}
_MONTHS = ("January", "March", "May", "July", "September", "November")
_PARTICLES = {"은": "는", "이": "가", "을": "를", "과": "와", "으로": "로"}
_WEEK = range(18, 25)
"""The days of March 2024 that are week 12 of that year."""


@dataclass
class _Event:
    """What an article tells of: its fixed names and sums, and a stock of words that it comes back to."""

    language: str
    theme: str
    fixed: dict[str, str]
    nouns: list[str] = field(default_factory=list)


def write_articles(folder: Path, count: int, seed: int = 12) -> None:
    """Write `count` articles into the folder as Markdown files with front matter."""
    for name, text in articles(count, seed):
        (folder / name).write_text(text, encoding="utf-8")


def articles(count: int, seed: int = 12) -> Iterator[tuple[str, str]]:
    """Yield the file name and the text of each article; every second one is Korean."""
    dice = random.Random(seed)
    told: dict[str, list[_Event]] = {"en": [], "ko": []}
    for number in range(count):
        language = ("en", "ko")[number % 2]
        again = told[language] and dice.random() < 1 / 12
        event = dice.choice(told[language][-50:]) if again else _event(dice, language)
        told[language].append(event)
        yield f"{number:05}-{language}.md", _article(dice, event, number)


def _event(dice: random.Random, language: str) -> _Event:
    themes = _THEMES[language]
    surname, name = _person(dice, language)
    fixed = {
        "org": _made_up(dice, language, _ENDS[language]),
        "org2": _made_up(dice, language, _ENDS[language]),
        "place": _made_up(dice, language, _ENDS["en"] if language == "en" else ("시", "군", "동")),
        "product": _made_up(dice, language, ("ix", "on", "a") if language == "en" else ("원", "나", "")),
        "surname": surname,
        "name": name,
        "role": dice.choice(_ROLES[language]),
    }
    return _Event(language, dice.choice(themes), fixed, dice.sample(_NOUNS[language].split(), 40))


def _person(dice: random.Random, language: str) -> tuple[str, str]:
    if language == "ko":
        surname = dice.choice(_SURNAMES)
        return surname, surname + "".join(dice.sample(_SYLLABLES["ko"], 2))
    surname = _made_up(dice, "en", ("ley", "son", "ard", "well"))
    return surname, f"{dice.choice(_GIVEN)} {surname}"


def _made_up(dice: random.Random, language: str, ends: tuple[str, ...]) -> str:
    return ("".join(dice.sample(_SYLLABLES[language], 2)) + dice.choice(ends)).capitalize()


def _article(dice: random.Random, event: _Event, number: int) -> str:
    length = min(LONGEST, max(SHORTEST, round(dice.lognormvariate(math.log(MEDIAN), _SPREAD))))
    subheads, quoted = dice.random() < 0.4, dice.random() < 5 / 6
    title = _said(dice, event, dice.choice(_SENTENCES[event.language]))[:80].rsplit(" ", 1)[0].rstrip(" ,.:;")
    parts: list[str] = []
    written = 0
    while written < length - _HALF_A_PARAGRAPH:
        if subheads and len(parts) % 5 == 4:
            parts.append(f"## {_said(dice, event, '{t1} {n1} {n2}')}")
        sentences = [
            _said(dice, event, dice.choice(_SENTENCES[event.language])) for _ in range(dice.randint(2, 4))
        ]
        if quoted and len(parts) % 2:
            sentences.insert(
                dice.randint(0, 1) * len(sentences), _said(dice, event, dice.choice(_QUOTES[event.language]))
            )
        parts.append(" ".join(sentences))
        written += len(parts[-1]) + 2
    front = (
        f'---\ntitle: "{title}"\nsource: {_made_up(dice, event.language, ("",))}\n'
        f"url: https://example.org/{number:05}\npublished: 2024-03-{dice.choice(_WEEK)}T{dice.randint(6, 20):02}:30:00+09:00\n"
        f"language: {event.language}\n---\n\n"
    )
    return front + "\n\n".join(parts) + "\n"


def _said(dice: random.Random, event: _Event, pattern: str) -> str:
    """Fill in a pattern: {t1} and {t2} are words of the theme, {n1} and {n2} of the event's own stock."""
    one, two = dice.sample(event.theme.split(), 2)
    first, second = dice.sample(event.nouns, 2)
    words = {
        **event.fixed,
        "Org": event.fixed["org"],
        "Org2": event.fixed["org2"],
        "Product": event.fixed["product"],
        "t1": one,
        "t2": two,
        "n1": first,
        "n2": second,
        "n": str(dice.randint(2, 29)),
        "pc": str(dice.randint(2, 90)),
        "sum": str(dice.randint(3, 950)),
        "day": dice.choice(_DAYS[event.language]),
        "month": dice.choice(_MONTHS) if event.language == "en" else str(dice.randint(1, 12)),
    }
    return re.sub(r"\{(\w+):?(\w*)\}", lambda m: words[m[1]] + _particle(words[m[1]], m[2]), pattern)


def _particle(word: str, wanted: str) -> str:
    """Return the form of a Korean particle that follows the word's last syllable."""
    final = (ord(word[-1]) - 0xAC00) % 28
    closed = final and not (wanted == "으로" and final == 8)
    return wanted if closed or not wanted else _PARTICLES[wanted]
