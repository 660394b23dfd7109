"""Front pages and lists give no article, however much of them reads like prose."""

from __future__ import annotations

import pytest

from digest.clean.dump import clean_dump

# Every paper, person and place in these pages is made up.
HEADLINES_ONLY = """
본문 바로가기
로그인
회원가입
가람일보
정치
경제
사회
국제
문화
스포츠
도심 버스 노선 여덟 개 내달부터 바뀐다…환승 시간도 늘어
[단독] 시청 새 청사 설계 공모, 심사위원 두 명이 응모 회사 출신
강변 공원 야간 개장에 주민들 “반갑지만 소음은 걱정”
올겨울 난방비 지원 대상 두 배로…신청은 다음 주부터
“빵집 골목 살리자” 상인들이 만든 작은 축제에 사만 명
중학교 급식 재료 절반을 지역 농가에서…삼 년 만의 약속
많이 본 뉴스
1
눈 오는 날 지하철 증편, 올해는 어떻게 달라지나
2
호수 마라톤 참가 신청 이틀 만에 마감
3
새 도서관 이름 공모에 천 건 넘게 몰려
회사소개
이용약관
개인정보처리방침
Copyright ⓒ 가람일보. All rights reserved. 무단 전재 및 재배포 금지
"""

TEASERS_WITH_TIMES = """
가온신문
경제
전체 산업 금융 부동산 증권
수출 석 달째 늘었지만 체감은 아직
지난달 수출이 한 해 전보다 칠 퍼센트 늘었다. 반도체가 끌었고 자동차는 제자리였다는 평가가 나온다.
2시간 전
은행 창구 줄이자 시장 상인들 반발
동네 은행 세 곳이 문을 닫는다. 상인들은 현금을 바꿀 데가 없다며 구청을 찾아갔다.
3시간 전
작은 조선소에 다시 불이 켜졌다
오 년 동안 비어 있던 독에서 배를 짓기 시작했다. 일꾼을 구하기가 가장 어렵다고 사장은 말했다.
5시간 전
전통시장 온누리 결제 두 배로
상품권 결제가 지난해의 두 배가 됐다. 젊은 손님이 늘어난 것이 가장 큰 까닭으로 꼽힌다.
7시간 전
전세 물량 줄어든 신도시의 봄
이사철인데 내놓는 집이 없다. 중개업소는 오전에 한 통 전화가 오면 많은 날이라고 했다.
9시간 전
더보기
많이 본 기사
1 수출 석 달째 늘었지만 체감은 아직
2 전세 물량 줄어든 신도시의 봄
이용약관
무단 전재 및 재배포 금지
"""

TEASERS_PLAIN = """
누리저널
홈 > 문화
문화 전체 기사
바다 그린 화가, 스무 해 만의 고향 전시
항구 마을에서 태어난 화가가 고향 미술관에서 처음으로 전시를 연다. 작품은 마흔 점으로, 그 가운데 절반은 고향을 떠나던 해에 그린 것이다. 화가는 다시는 돌아오지 않을 줄 알았다고 했다.
이슬기 기자
한 사람을 위한 극장이 문을 열었다
객석이 하나뿐인 극장이 생겼다. 배우는 관객의 이름을 부르며 공연을 시작한다. 예매는 석 달 앞까지 모두 찼고 극장은 내년에 한 곳을 더 연다고 밝혔다.
박도담 기자
사라지는 방언으로 쓴 동화책
할머니들의 말을 받아 적은 책이 나왔다. 글과 그림 모두 마을 사람들이 맡았다.
최여름 기자
밤에만 여는 박물관
직장인을 위해 밤 열 시까지 문을 여는 박물관이 늘고 있다. 이번 달부터 네 곳이 더 참여한다.
김나루 기자
다시 울린 성당의 종
육십 년 만에 종이 울렸다. 종지기는 여든두 살의 옛 종지기에게 치는 법을 배웠다.
정하늘 기자
이전 다음
회사소개 광고안내 이용약관
"""

TICKERS = """
증권
코스피
2,611.30
▲ 12.44
코스닥
702.18
▼ 3.02
환율
1,318.50
시황
오전장 보합…거래대금은 한 달 새 가장 적어
외국인 사흘째 순매수, 기관은 팔아
배터리 소재주 강세 이어져
중소형주 펀드에 돈이 돌아온다
특징주
한빛기계 신제품 발표에 상한가
새벽식품 실적 실망에 급락
큰물해운 운임 반등 기대
로그인
회원가입
고객센터
"""

OPINION_LIST = """
오피니언
사설
칼럼
만평
[사설] 재난 문자, 늦은 것보다 나쁜 것은 모호한 것이다
[사설] 통학로 안전은 예산표의 맨 윗줄이어야 한다
[데스크에서] 숫자를 읽는 법보다 먼저 배워야 할 것
[기고] 시골 의사가 본 원격 진료의 봄과 겨울
[시론] 인구가 줄어드는 도시의 버스는 어디로 가나
[독자의 눈] 도서관 사서가 부족한 까닭을 아십니까
[만평] 오늘의 그림
필진 소개
투고 안내
원고는 천육백 자 안팎으로 보내 주십시오.
제보자의 신분은 보도 준칙에 따라 보호되며, 제공하신 개인정보는 취재를 위해서만 사용됩니다.
개인 정보 수집 및 이용 목적 : 회사는 수집한 개인정보를 제보 내용에 관한 확인 및 처리 등의 업무를 위해 이용하고 있습니다. 동의를 거부할 권리가 있으며 거부하면 제보가 제한될 수 있습니다.
이용약관
개인정보처리방침
"""

PHOTO_FRONT = """
포토
전체
현장
인물
풍경
첫눈 내린 산성의 아침
사진 확대
줄 서서 기다린 붕어빵
사진 확대
얼음 낚시터에 모인 가족들
사진 확대
새 단장한 옛 역사
사진 확대
불 밝힌 조선소의 밤
사진 확대
더보기
인기뉴스
1 첫눈 내린 산성의 아침
2 줄 서서 기다린 붕어빵
COPYRIGHT ⓒ 들꽃뉴스. ALL RIGHTS RESERVED
"""

ENGLISH_FRONT = """
Skip to content
The Harbour Ledger
Subscribe
Sign in
News
Sport
Opinion
Culture
Ferry service to return before summer after two-year repair
Council splits over plan to close riverside car park
Why the town's oldest bakery now opens at midnight
Teachers' union and city reach a deal on class sizes
Rain washes out weekend fixtures across the county
Most read
1
Ferry service to return before summer after two-year repair
2
A street musician's farewell after forty years
3
House prices: the five streets where they fell
Advertisement
Newsletters
Contact us
Privacy policy
Terms of use
© The Harbour Ledger
"""

ENGLISH_TEASERS = """
Northfield Courier
Home
Business
Latest in Business
Cannery to reopen with half its former staff
The plant closed three winters ago. Its new owner says that machines will pack most of the fish, and that the smokehouse, which the old firm had sealed, will be lit again by Easter.
2 hours ago
Small brewers call for a fairer duty
They pay the same rate as firms a hundred times their size. A review is due in spring.
4 hours ago
Market hall roof to be replaced at last
Rain has come through since the storm of two years ago. Traders will move to the square in June.
6 hours ago
Bus firm loses its licence
Inspectors found worn brakes on nine of twelve vehicles. The firm says that it will appeal.
8 hours ago
Load more
Privacy policy
"""

ENGLISH_AUTHORS = """
Westmoor Weekly
Features
The clockmaker who stopped time
For thirty years she has mended the town's clocks. Now she would rather leave one as it is.
By Wren Hollis
Nights on the salt road
Lorry drivers have kept the pass open since before there was a tunnel. We rode along with one of them.
By Tobin Marsh
A choir of one
He sings all four parts himself and lets the hall do the rest. The recordings sell in Japan.
By Ines Calloway
What the bees took
A fungus nobody can name has emptied half of the valley's hives. Keepers are swapping queens by post.
By Wren Hollis
Older posts
Contact
"""

SEARCH_RESULTS = """
Search
Showing 1 - 6 of 214 results for "reservoir"
Sort by
Newest
Reservoir levels rise after wet autumn
12 November 2031
Anglers ask for access to lower reservoir
3 November 2031
Dam inspection finds nothing to worry about
21 October 2031
Drowned village seen again as waters fall
2 September 2031
Hosepipe ban lifted
30 August 2031
Plan for second reservoir is back on the table
11 August 2031
Previous
1 2 3 4 5
Next
"""

TOPIC_PAGE = """
주제별 보기
기후
이 주제의 기사 128건
[기후 르포] 바닷물이 들어온 논에서 벼를 심는 사람들
2031.11.02
겨울 없는 해에 사과는 어디까지 올라가나
2031.10.28
빗물 터널 완공 앞두고 주민 설명회…보상은 아직
2031.10.19
도시 숲 여섯 곳 더 만든다
2031.10.11
폭염 쉼터 열어 보니 절반은 비어 있었다
2031.09.30
이전
1
2
3
다음
기사제보
고충처리인
"""

VIDEO_FRONT = """
Clips
Live
Schedule
Watch live
The morning programme
01:59
Storm tears roof from stadium
02:14
How a town of four hundred built its own bridge
03:41
Inside the lighthouse that nobody switched off
05:02
Goals: Northfield 3-3 Westmoor
01:20
More videos
Follow us
Facebook
Twitter
Cookie policy
This website uses cookies to improve your experience while you navigate through the website. Some of them are necessary for the website to function properly.
We process your personal data to measure how our pages are read, and you can change your mind about that at any time in the settings.
"""

INDEX_PAGES = {
    name.lower(): page
    for name, page in list(globals().items())
    if name.isupper() and isinstance(page, str) and page.startswith("\n")
}


def test_there_are_twelve_pages():
    assert len(INDEX_PAGES) == 12


@pytest.mark.parametrize("name", INDEX_PAGES)
def test_an_index_page_gives_no_article(name):
    assert clean_dump(INDEX_PAGES[name]) is None
