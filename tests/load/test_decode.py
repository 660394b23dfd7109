"""decode: bytes to text, whatever they say of themselves."""

import pytest

from digest.load.decode import decode

KO = "시는 24일 청년 인재를 기르는 계획을 발표했다. “올해 안에 3천 명을 뽑겠다”고 시장이 밝혔다.\n"
ZH = "市政府今日发布人工智能人才培养计划，预计今年招收三千名学员。\n"
JA = "県は二十四日、人工知能の人材を育てる計画を発表した。今年は三千人を募る。\n"
TW = "市政府今日發布人工智慧人才培育計畫，預計今年招收三千名學員，並將提供獎學金。\n"
RU = "Правительство представило план подготовки трёх тысяч специалистов.\n"


@pytest.mark.parametrize(
    ("text", "written", "name"),
    [
        (KO, "utf-8", "utf-8"),
        (KO, "utf-8-sig", "utf-8"),
        (KO, "utf-16", "utf-16-le"),
        (KO, "utf-32", "utf-32-le"),
        (KO, "euc-kr", "cp949"),
        (KO, "cp949", "cp949"),
        (ZH, "gb2312", "gb18030"),
        (ZH, "gb18030", "gb18030"),
        (TW, "big5", "big5hkscs"),
        (JA, "shift_jis", "cp932"),
        (JA, "euc_jp", "euc_jp"),
        (RU, "cp1251", "cp1251"),
    ],
)
def test_undeclared_bytes_are_told_by_their_shape(text, written, name):
    assert decode((text * 3).encode(written)) == (text * 3, name)


@pytest.mark.parametrize(
    ("text", "label", "written"),
    [
        (KO, "euc-kr", "cp949"),
        (KO, "ks_c_5601-1987", "cp949"),
        (ZH, "gb2312", "gb18030"),
        (JA, "Shift_JIS", "cp932"),
        (JA, "iso-2022-jp", "iso2022_jp"),
        ("“Où ça ?” À Besançon – l’été.", "iso-8859-1", "cp1252"),
        ("İşte böyle söyledi, ağır ağır.", "windows-1254", "cp1254"),
    ],
)
@pytest.mark.parametrize(
    "frame",
    [
        '<html><head><meta charset="{}"></head>{}',
        '<meta http-equiv=Content-Type content="text/html; charset={}"><p>{}',
        '<?xml version="1.0" encoding="{}"?>\n<page>{}</page>',
    ],
)
def test_a_declared_charset_is_followed(text, label, written, frame):
    page = frame.format(label, text)
    assert decode(page.encode(written))[0] == page


def test_the_hint_is_followed():
    assert decode("déjà vu, l’été".encode("cp1252"), "text/html; charset=iso-8859-1")[0] == "déjà vu, l’été"
    assert decode(KO.encode("cp949"), "EUC-KR") == (KO, "cp949")


@pytest.mark.parametrize("lie", ["euc-kr", "iso-8859-1", "gb2312", "utf-16", "no-such-thing", "base64"])
def test_utf8_overrules_a_false_claim(lie):
    page = f'<meta charset="{lie}"><p>{KO}'
    assert decode(page.encode()) == (page, "utf-8")


def test_korean_bytes_overrule_a_claim_of_utf8():
    page = f'<meta charset="utf-8"><p>{KO * 3}'
    assert decode(page.encode("cp949")) == (page, "cp949")


def test_a_stray_byte_does_not_lose_the_page():
    text, name = decode((KO * 20).encode() + b"\xff\n")
    assert name == "utf-8"
    assert text == KO * 20 + "\ufffd\n"


def test_line_ends_and_control_characters():
    text = "a\r\nb\rc\u2028d\u2029e\u0085f\x0bg\x0ch\ti\x00j\x07k\ufeffl"
    assert decode(text.encode())[0] == "a\nb\nc\nd\ne\nf\ng\nh\tijkl"


def test_text_encoded_twice_is_read_once():
    twice = "It’s “done”".encode().decode("latin-1")
    assert decode(twice.encode())[0] == "It’s “done”"


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"%PDF-1.7\n...", "a PDF"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (bytes(range(256)) * 8, "control characters"),
        (b"\x00\x01\x02\x03" * 50, "control characters"),
    ],
)
def test_binary_data_is_refused_with_its_cause(data, cause):
    with pytest.raises(ValueError, match=cause):
        decode(data)


def test_an_empty_file_is_empty_text():
    assert decode(b"") == ("", "utf-8")


def test_a_long_line_is_no_trouble():
    data = ("가나다 " * 700_000).encode("cp949")
    assert decode(data)[1] == "cp949"
