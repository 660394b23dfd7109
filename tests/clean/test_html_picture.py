"""A page's picture and its caption: off the story, and with the picture."""

import pytest
from html_pages import EN, KO, paragraphs

from digest.clean.html import clean_html

SRC = "https://img.example.org/pier.jpg"
IMG = f'<img src="{SRC}" alt="The pier">'
CAPTION = "The pier stood under water for two days after the storm of January."
KOREAN_CAPTION = "지난 13일 이른 새벽 가람항 동쪽 부두에 파도가 넘치고 있다."


def page(body, head="", texts=EN, lang="en"):
    return (
        f'<html lang="{lang}"><head><title>A pier returns</title>{head}</head><body><h1>A pier returns</h1>'
        f'<div class="article-body">{body}{paragraphs(texts)}</div></body></html>'
    )


@pytest.mark.parametrize(
    "markup",
    [
        '<div class="photo">{img}<p class="cap">{words}</p></div>',
        '<div>{img}<span class="caption">{words}</span></div>',
        '<div>{img}<p class="photo-desc">{words}</p></div>',
        '<div>{img}<div class="imgDesc">{words}</div></div>',
        '<table><tr><td>{img}</td></tr><tr><td class="img_txt">{words}</td></tr></table>',
        '<div class="photo_center">{img}<br>{words}</div>',
        '<p class="legende">{img}<em class="legende">{words}</em></p>',
        '<div class="bild"><a href="/gross">{img}</a><p class="bildunterschrift">{words}</p></div>',
        "<figure>{img}<p>{words}</p></figure>",
        "<figure>{img}<figcaption>{words}</figcaption></figure>",
    ],
)
def test_a_caption_is_with_the_picture_and_not_in_the_story(markup):
    cleaned = clean_html(page(markup.format(img=IMG, words=f"{CAPTION} Photo: Lena Marsh")))
    assert cleaned.text == "\n\n".join(EN)
    picture = cleaned.meta.image
    assert (picture.src, picture.alt) == (SRC, "The pier")
    assert (picture.caption.rstrip("."), picture.credit) == (CAPTION.rstrip("."), "Lena Marsh")


@pytest.mark.parametrize("credit", ["가람일보DB", "가람시 제공", "연합뉴스", "사진=가람시"])
def test_a_korean_caption_is_known_by_the_credit_it_ends_in(credit):
    body = f"<div>{IMG}<br>{KOREAN_CAPTION} {credit}</div>"
    cleaned = clean_html(page(body, texts=KO, lang="ko"))
    assert cleaned.text == "\n\n".join(KO)
    picture = cleaned.meta.image
    assert picture.caption.rstrip(".") == KOREAN_CAPTION.rstrip(".")
    assert picture.credit == credit.removeprefix("사진=")


def test_a_paragraph_beside_a_small_picture_stays():
    words = "The board's seal was found in the mud, and nobody knows who dropped it there."
    cleaned = clean_html(page(f'<div><img src="{SRC}"><p>{words}</p></div>'))
    assert cleaned.text == "\n\n".join((words, *EN))


def test_a_story_told_in_captions_stays():
    shots = "".join(
        f'<div class="photo">{IMG}<p class="cap">{n}. {text}</p></div>' for n, text in enumerate(EN)
    )
    assert all(text in clean_html(page(shots, texts=())).text for text in EN)


def test_the_page_s_own_picture_comes_first():
    own = '<meta property="og:image" content="https://img.example.org/own.jpg">'
    assert clean_html(page(f"<p>{IMG}</p>", own)).meta.image.src == "https://img.example.org/own.jpg"


@pytest.mark.parametrize(
    "image",
    [
        f'<img src="{SRC}" width="120">',
        '<img src="https://img.example.org/logo-big.png">',
        f'<div class="related"><img src="{SRC}"></div>',
        f'<aside><img src="{SRC}"></aside>',
        '<img src="http://img.example.org/a.jpg">',
        '<img src="data:image/png;base64,AAAA">',
        '<img src="">',
    ],
)
def test_what_is_no_picture_of_the_story(image):
    assert clean_html(page(image)).meta.image is None


def test_the_first_large_picture_is_taken_and_a_lazy_one_by_its_real_address():
    small = '<img src="https://img.example.org/face.jpg" width="80">'
    lazy = f'<img src="https://img.example.org/grey.gif" data-src="{SRC}" width="640">'
    assert clean_html(page(small + lazy)).meta.image.src == SRC


def test_a_picture_above_the_text_in_its_article_is_found():
    text = f"<html><body><article><h1>A pier returns</h1><figure>{IMG}</figure><div>{paragraphs(EN)}</div></article>"
    assert clean_html(text).meta.image.src == SRC


@pytest.mark.parametrize(
    ("src", "path", "found"),
    [
        ("pier_files/pier%20at%20dawn.jpg", "content/pier.html", "content/pier_files/pier at dawn.jpg"),
        ("./pier_files/a.png?x=1", "pier.html", "pier_files/a.png"),
        ("../pictures/a.webp", "content/week/pier.html", "content/pictures/a.webp"),
        ("../../a.jpg", "content/pier.html", None),
        ("..%2f..%2fa.jpg", "content/pier.html", None),
        ("..\\..\\a.jpg", "content/pier.html", None),
        ("/a.jpg", "content/pier.html", None),
        ("c:/a.jpg", "content/pier.html", None),
        ("a.svg", "content/pier.html", None),
        ("a.jpg", "../elsewhere/pier.html", None),
        ("a.jpg", "", None),
    ],
)
def test_a_saved_page_s_picture_is_a_file_inside_the_folder(src, path, found):
    image = clean_html(page(f'<figure><img src="{src}"></figure>'), path=path).meta.image
    assert (image.src if image else None) == found


def test_a_page_with_an_address_has_its_saved_folder_beside_it_and_other_pictures_there():
    url = "https://courier.example.org/news/pier"
    saved = clean_html(page('<img src="pier_files/a.jpg">'), url, "content/pier.html").meta.image
    linked = clean_html(page('<img src="a.jpg">'), url, "content/pier.html").meta.image
    assert (saved.src, linked.src) == ("content/pier_files/a.jpg", "https://courier.example.org/news/a.jpg")


def test_many_pictures_in_a_wide_element_are_read():
    body = "<div>" + IMG * 3000 + "<b></b>" * 100_000 + "</div>"
    assert clean_html(page(body)).meta.image.src == SRC
