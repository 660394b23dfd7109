"""Pages in the manner of news sites, with made-up stories."""

EN = (
    "The harbour board of Mellin Point agreed on Tuesday to rebuild the eastern pier, two years after a storm took it.",
    "“We waited because the estimate was wrong twice,” said Orla Quenby, who chairs the board, after the vote.",
    "Work starts in March and should end before the ferries return to their summer hours, the board's engineer said.",
    "The town pays a third of the cost; the rest comes from a fund that was set up after the storm for such repairs.",
)
KO = (
    "가람시는 24일 동쪽 부두를 다시 짓기로 했다고 밝혔다. 폭풍으로 부두가 무너진 지 두 해 만이다.",
    "한누리 가람시 항만위원장은 “견적이 두 번이나 틀려 기다릴 수밖에 없었다”고 말했다.",
    "공사는 내년 3월에 시작해 여객선이 여름 운항을 시작하기 전에 끝날 예정이라고 시는 설명했다.",
    "사업비의 3분의 1은 시가 부담하고 나머지는 폭풍 뒤 마련한 복구 기금에서 나온다.",
)

LD = """<script type="application/ld+json">{"@context":"https://schema.org","@graph":[
{"@type":"WebSite","name":"Mellin Courier"},{"@type":"NewsArticle","headline":"Mellin Point to rebuild its pier",
"author":[{"@type":"Person","name":"Tamsin Oake"},{"@type":"Person","name":"Idris Vale"}],
"datePublished":"2026-11-17T18:05:00+02:00","publisher":{"@type":"Organization","name":"Mellin Courier"}}]}</script>"""


def paragraphs(texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def english(body=None, head=LD, around=""):
    return f"""<!DOCTYPE html><html lang="en-GB"><head><title>Mellin Point to rebuild its pier | Mellin Courier</title>
{head}<meta property="og:site_name" content="Mellin Courier"><meta property="og:type" content="article">
<meta property="og:image" content="https://img.example.org/pier-900.jpg">
<meta property="og:description" content="Two years after the storm, the board has voted: the eastern pier returns.">
<link rel="canonical" href="https://courier.example.org/news/pier"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article class="story"><h1>Mellin Point to rebuild its pier</h1>
<p class="standfirst">Two years after the storm, the board has voted: the eastern pier returns.</p>
<div class="byline">By Tamsin Oake and Idris Vale</div><div>Published 17 Nov 2026, 18:05</div>
<figure><img src="https://img.example.org/pier-900.jpg?w=2" alt="The broken pier at low tide">
<figcaption>The pier after the storm. Photo: Lena Marsh</figcaption></figure>
<div class="article-body">{paragraphs(EN[:2])}<p>Advertisement</p><h2>What it costs</h2>{paragraphs(EN[2:])}{body or ""}</div>
<p>Follow us on every network.</p></article>
<aside class="related"><h3>More</h3><ul><li><a href="/a">A dog is found after a week in the woods near town</a></li></ul></aside>
{around}<footer>© 2026 Mellin Courier. All rights reserved.</footer></body></html>"""


def korean():
    body = "<br><br>".join(KO)
    return f"""<!DOCTYPE html><html lang="ko"><head><meta charset="euc-kr"><title>가람시, 동쪽 부두 다시 짓는다 - 가람일보</title>
<meta property="og:title" content="가람시, 동쪽 부두 다시 짓는다 - 가람일보"><meta property="og:site_name" content="가람일보">
<meta property="og:image" content="http://img.example.org/a.jpg"></head><body>
<div id="gnb" class="menu"><a href="/">정치</a><a href="/e">경제</a></div><h2 class="tit">가람시, 동쪽 부두 다시 짓는다</h2>
<div class="info">입력 2026.11.24 오후 3:07 <span itemprop="author">오누리 기자</span></div>
<div id="articleBody">{body}<br><br>오누리 기자 nuri@example.org<br><br>&lt;저작권자 ⓒ 가람일보, 무단 전재 및 재배포 금지&gt;</div>
<div class="related_news"><a href="/1">같은 날 다른 기사 제목이 여기에 있습니다</a></div></body></html>"""
