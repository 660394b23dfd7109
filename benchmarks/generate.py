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
from dataclasses import dataclass
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
        "hire salary recruiter researcher workforce layoffs compensation talent engineer retention campus".split(),
        "stake valuation investor funding merger shareholder fund acquisition dividend bond venture".split(),
        "model benchmark parameter dataset paper reasoning token architecture evaluation pretraining".split(),
        "chip foundry wafer server memory accelerator megawatt packaging substation turbine data centre".split(),
        "regulator bill parliament copyright lawsuit compliance safeguard treaty tribunal agency memo".split(),
        "app feature subscriber assistant voice preview update device launch customer headset keyboard".split(),
        "backdoor malware breach attacker ransomware phishing exploit maintainer fraud patch password".split(),
        "harvest drought vineyard museum stadium marathon ferry orchestra reservoir bakery lighthouse".split(),
    ),
    "ko": (
        "채용 연봉 인재 연구원 인력 감원 보상 영입 엔지니어 이직 구인".split(),
        "지분 기업가치 투자 펀드 합병 주식 자금 인수 배당 채권 벤처캐피털".split(),
        "모델 벤치마크 매개변수 데이터셋 논문 추론 토큰 성능 평가 언어모델".split(),
        "반도체 파운드리 웨이퍼 서버 메모리 가속기 전력 패키징 변전소 양산 데이터센터".split(),
        "규제 법안 국회 저작권 소송 지침 당국 제재 협약 결의안 입법".split(),
        "앱 기능 구독 비서 음성 미리보기 업데이트 스마트폰 출시 이용자 챗봇".split(),
        "백도어 악성코드 유출 공격자 랜섬웨어 피싱 취약점 해킹 사칭 보안 개인정보".split(),
        "수확 가뭄 포도밭 박물관 경기장 마라톤 여객선 교향악단 저수지 빵집 등대".split(),
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
    ).split(),
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
    ).split(),
}
_VERBS = {
    "en": (
        "abandoned absorbed accepted accompanied acquired admired adopted affected altered anticipated assembled "
        "attracted avoided backed banned blocked borrowed bought broke built calmed cancelled carried caught changed "
        "chased cleared combined concealed copied counted covered crossed cured cut darkened defended defined delayed "
        "delivered demolished denied described disguised divided doubled drained dropped eased edited enlarged escaped "
        "examined exceeded explored exposed financed fixed flooded followed freed froze funded gathered guarded guided "
        "halted halved heated hid hosted hurt ignored imported improved inherited inspected insulated inverted joined "
        "judged kept lent limited linked lost lowered mapped matched measured mended merged mocked mounted moved named "
        "narrowed nudged opposed outlived overtook owned painted passed paused planted polished postponed praised "
        "printed protected proved pulled pushed raised rebuilt recalled recorded refused removed renamed rented repaid "
        "replaced rescued reshaped resisted restored revealed reversed revived rewrote ruined saved sealed searched "
        "seized settled shaped shielded shook shrank sold split spoiled stalled started stirred stopped stretched "
        "struck suspended swallowed tamed tested threatened tied tightened traced traded trimmed tripled trusted "
        "uncovered undercut upset visited warmed wasted watched weakened weighed welcomed widened withdrew won wrapped"
    ).split(),
    "ko": (
        "가렸 가로막았 가르쳤 간추렸 감쌌 감췄 갖췄 거뒀 거슬렀 건드렸 걸렀 견뎠 고쳤 골랐 구했 그렸 기다렸 기울였 길렀 깎았 깨뜨렸 꺼렸 꾸렸 나눴 "
        "남겼 내다봤 내렸 넓혔 넘겼 높였 놓쳤 누렸 눌렀 늘렸 늦췄 다뤘 다듬었 다졌 닫았 달랬 당겼 더듬었 던졌 덜었 덮었 데웠 도왔 돌려보냈 돌봤 "
        "되살렸 되찾았 둘러쌌 뒤엎었 뒤집었 뒷받침했 드러냈 들췄 따랐 떠맡았 떼어냈 뚫었 띄웠 막았 말렸 맞바꿨 맞췄 맡겼 메웠 몰아냈 무너뜨렸 묶었 미뤘 "
        "밀어냈 바꿨 받아들였 밝혀냈 버렸 벗겼 보살폈 보탰 부추겼 불러왔 붙들었 비웠 빌렸 빠뜨렸 빼앗았 뽑았 살폈 삼켰 샀 섞었 세웠 숨겼 식혔 실었 "
        "싸맸 쌓았 쏟았 쓰다듬었 씻었 아꼈 앞당겼 앞질렀 어겼 억눌렀 얻었 얼렸 엮었 열었 옮겼 외면했 우려냈 움직였 이끌었 이었 익혔 일으켰 잃었 잇달았 "
        "자극했 잘랐 잠갔 재촉했 적셨 접었 조였 졸랐 좁혔 주물렀 줄였 지웠 지켰 짊어졌 짚었 찢었 차지했 찾아냈 채웠 쳐냈 추슬렀 치웠 캐냈 키웠 털었 "
        "튕겨냈 파헤쳤 팔았 펼쳤 포갰 품었 풀었 피했 허물었 헤아렸 흔들었 흘렸"
    ).split(),
}
_QUALITIES = {
    "en": (
        "abrupt ample ancient awkward bare blunt bold brief bright brittle broad busy careful cautious cheap clever "
        "coarse common costly crowded curious daily damp deep delicate dense distant double dull early eager elaborate "
        "empty endless exact faint famous fierce final firm flat foreign formal fragile fresh gentle gloomy gradual "
        "grand hasty heavy hidden hollow honest humble idle immense informal joint keen lasting late lavish lean legal "
        "likely liquid local lonely loose loud lucky massive mature mild minor modest muddy narrow neat nervous noble "
        "noisy obscure odd odder orderly outdated pale partial patient plain pleasant polite precise private prompt "
        "proper quick quiet rapid rare raw reckless regional remote rigid robust rough rural rusty scarce secret severe "
        "shallow sharp shy silent simple sleepy slender slow smooth sober solid sour spare stable steady steep stiff "
        "strict stubborn sturdy subtle sudden swift tall tame tender thick thin tidy timid tiny tired tough urban usual "
        "vague vast vivid vulnerable weary weird wild wise wooden"
    ).split(),
    "ko": (
        "가느다란 가벼운 가파른 값비싼 거친 고른 고요한 굳은 굵은 귀한 그윽한 기다란 깊은 까다로운 깔끔한 꼼꼼한 낡은 낮은 낯선 넉넉한 너른 노련한 느긋한 "
        "느린 단단한 담담한 더딘 두꺼운 두드러진 드문 든든한 딱딱한 뚜렷한 뜨거운 막연한 말끔한 매서운 먼 멋진 모자란 무거운 무딘 묵직한 미지근한 바쁜 "
        "반듯한 밝은 번거로운 복잡한 부드러운 불안한 비좁은 빈틈없는 빠듯한 빠른 뻔한 뾰족한 사나운 새로운 서늘한 서툰 성급한 성긴 세심한 소박한 손쉬운 "
        "수상한 숨은 시끄러운 신중한 싱거운 쓸쓸한 아담한 아득한 알찬 앳된 야무진 얇은 어두운 어설픈 엄격한 엉성한 여린 연약한 오랜 외딴 요란한 우묵한 "
        "유연한 은은한 이른 익숙한 자잘한 잔잔한 정교한 조용한 좁은 지루한 진한 질긴 짙은 짧은 차가운 차분한 촘촘한 침착한 커다란 튼튼한 팽팽한 평평한 "
        "푸른 허술한 험한 흐릿한 흔한 힘겨운"
    ).split(),
}
_SENTENCES = {
    "en": (
        "{Org} {v1} the {a1} {t1} of {place} on {day}.",
        "The {n1} {v1} {n} {a1} {n2} plans.",
        "A {a1} {n1} {v1} what the {t1} had {v2}.",
        "{Place} {v1} its {n1}, and {org2} {v2} the {t1}.",
        "For {n} months {a1} {n1} offices {v1} every {t1}.",
        "The {t1} rose {pc}%, the {n1} {v1} the rest.",
        "{Product} {v1} the {a1} {t2} for ${sum}m.",
        "{Org2} {v1} the {n1} in {month}.",
        "Nobody {v1} the {a1} {n1} because the {n2} {v2} it.",
        "Its {a1} {t1}, {a2} and {a3}, {v1} the {n1}.",
        "When the {n1} {v1} the {n2}, {org} {v2} a {a1} {t2}.",
        "Once {a1}, the {n1} of {place} {v1} each {t1}.",
    ),
    "ko": (
        "{org:은} {day}요일 {place} {t1:을} {v1}다.",
        "{a1} {n1:이} {n2} {n}곳을 {v1}다.",
        "{n1:은} {a1} {t1:을} {v1}고 {n2:을} {v2}다.",
        "{place:은} {n1:을}, {org2:은} {t1:을} {v1}다.",
        "{n}개월간 {a1} {n1:이} {t1:을} {v1}다.",
        "{t1:은} {pc}% 늘어 {n1:을} {v1}다.",
        "{product:은} {sum}억원짜리 {a1} {t2:을} {v1}다.",
        "{month}월에는 {org2:이} {n1:을} {v1}다.",
        "{a1} {n1:이} {n2:을} {v1}지만 {t2:은} {a2} 편이었다.",
        "{a1} {t1:과} {a2} {n1:이} {a3} {n2:을} {v1}다.",
        "{n1:이} {n2:을} {v1}을 때 {org:은} {t2:을} {v2}다.",
        "한때 {a1} {place} {n1:이} {t1:을} {v1}다.",
    ),
}
_QUOTES = {
    "en": (
        "“The {a1} {n1} {v1} our {t1} long before the {n2} did,” said {name}, {role} at {org}.",
        "{name}, {role} at {org2}, told the meeting: “Our {n1} {v1} {n} {a1} {t2} projects, and the {n2} {v2} them.”",
        "“Nobody {v1} the {n1},” {surname} said. “A {a1} {n2} {v2} it.”",
        "The firm called the {n1} “{a1} {t1}”.",
        '"The {n1} {v1} a {a1} {t2}," said {name}, the {role} of {org}. "That {v2} the {n2}."',
    ),
    "ko": (
        "{org} {role} {name:은} “{a1} {n1:이} {t1:을} {v1}고 {n2:은} {a2} 편”이라고 말했다.",
        "{name} {role:은} “{a1} {n1:이} {t2:을} {v1}다”며 “{n2:은} {n}년 동안 {t1:을} {v2}다”고 밝혔다.",
        "“{n1:은} {a1} {t2:을} {v1}습니다.” {org2} {name} {role}의 말이다.",
        "이를 두고 ‘{t1} {n1}’이라는 말까지 나온다.",
        "한 관계자는 “{a1} {n2:이} {t1:을} {v1}다”고 지적했다.",
    ),
}
_ROLES = {
    "en": ("chief executive", "head of research", "professor", "director of operations", "spokeswoman"),
    "ko": ("대표", "연구소장", "교수", "본부장", "대변인"),
}
_GIVEN = "Ansel Brida Corvin Dessa Edric Fenna Garrick Hesper Ivo Junia Kestrel Lorne Maelis Nevin Odalys Perrin".split()
_SYLLABLES = {
    "en": "bra cor del fen gal hul jor kes lum mor nev ost pel quar rin sol tam ulv vor wex yar zel dun mir hal".split(),
    "ko": "가 갈 겸 고 곤 구 나 남 노 누 다 단 담 도 두 라 람 로 루 린 마 모 무 미 바 벼 별 보 비 빈 새 서 솔 송 슬 "
    "시 아 여 온 우 운 유 율 은 이 자 재 정 주 준 찬 채 초 추 타 토 파 포 하 한 해 호 홍 효".split(),
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
    theme: list[str]
    fixed: dict[str, str]
    nouns: list[str]
    verbs: list[str]
    qualities: list[str]


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
    nouns, verbs, qualities = (dice.sample(stock[language], 24) for stock in (_NOUNS, _VERBS, _QUALITIES))
    names = [_made_up(dice, language, _ENDS[language], 3) for _ in range(24)]
    return _Event(language, dice.sample(dice.choice(themes), 6), fixed, [*nouns, *names], verbs, qualities)


def _person(dice: random.Random, language: str) -> tuple[str, str]:
    if language == "ko":
        surname = dice.choice(_SURNAMES)
        return surname, surname + "".join(dice.sample(_SYLLABLES["ko"], 2))
    surname = _made_up(dice, "en", ("ley", "son", "ard", "well"))
    return surname, f"{dice.choice(_GIVEN)} {surname}"


def _made_up(dice: random.Random, language: str, ends: tuple[str, ...], syllables: int = 2) -> str:
    return ("".join(dice.sample(_SYLLABLES[language], syllables)) + dice.choice(ends)).capitalize()


def _article(dice: random.Random, event: _Event, number: int) -> str:
    length = min(LONGEST, max(SHORTEST, round(dice.lognormvariate(math.log(MEDIAN), _SPREAD))))
    subheads, quoted = dice.random() < 0.4, dice.random() < 5 / 6
    title = _said(dice, event, dice.choice(_SENTENCES[event.language]))[:80].strip(" ,.")
    parts: list[str] = []
    written = 0
    while written < length - _HALF_A_PARAGRAPH:
        if subheads and len(parts) % 5 == 4:
            parts.append(f"## {_said(dice, event, '{t1} {n1} {n2}')}")
        sentences = [
            _said(dice, event, dice.choice(_SENTENCES[event.language])) for _ in range(dice.randint(3, 7))
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
    """Fill in a pattern: {t1} is a word of the theme; {n1}, {v1} and {a1} are of the event's own stock."""
    words = {
        **event.fixed,
        "Org": event.fixed["org"],
        "Org2": event.fixed["org2"],
        "Place": event.fixed["place"],
        "Product": event.fixed["product"],
        **_chosen(dice, "t", event.theme, 2),
        **_chosen(dice, "n", event.nouns, 2),
        **_chosen(dice, "v", event.verbs, 2),
        **_chosen(dice, "a", event.qualities, 3),
        "n": str(dice.randint(2, 29)),
        "pc": str(dice.randint(2, 90)),
        "sum": str(dice.randint(3, 950)),
        "day": dice.choice(_DAYS[event.language]),
        "month": dice.choice(_MONTHS) if event.language == "en" else str(dice.randint(1, 12)),
    }
    return re.sub(r"\{(\w+):?(\w*)\}", lambda m: words[m[1]] + _particle(words[m[1]], m[2]), pattern)


def _chosen(dice: random.Random, slot: str, words: list[str], count: int) -> dict[str, str]:
    return {f"{slot}{i}": word for i, word in enumerate(dice.sample(words, count), 1)}


def _particle(word: str, wanted: str) -> str:
    """Return the form of a Korean particle that follows the word's last syllable."""
    final = (ord(word[-1]) - 0xAC00) % 28
    closed = final and not (wanted == "으로" and final == 8)
    return wanted if closed or not wanted else _PARTICLES[wanted]
