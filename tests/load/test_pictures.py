from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from making import article
from PIL import Image

from digest.load.pictures import WIDEST, measure
from digest.model import Picture
from digest.work import MemoryCache, Workshop

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def picture(path: Path, size: tuple[int, int], kind: str, mode: str = "RGB") -> None:
    Image.new(mode, size, (200, 60, 40) if mode == "RGB" else (200, 60, 40, 128)).save(path, kind)


@pytest.mark.parametrize(
    ("kind", "mode", "size", "out", "becomes"),
    [
        ("JPEG", "RGB", (800, 450), "jpg", (800, 450)),
        ("PNG", "RGBA", (800, 450), "png", (800, 450)),
        ("JPEG", "RGB", (3000, 1500), "jpg", (WIDEST, 600)),
        ("PNG", "RGBA", (2400, 1200), "png", (WIDEST, 600)),
        ("WEBP", "RGB", (800, 450), "jpg", (800, 450)),
    ],
)
def test_a_local_picture_is_measured_and_made_fit(
    newsletter: Path,
    digest: Callable,
    kind: str,
    mode: str,
    size: tuple[int, int],
    out: str,
    becomes: tuple[int, int],
) -> None:
    picture(newsletter / "content/p.x", size, kind, mode)
    text = (newsletter / "content/good.md").read_text("utf-8")
    (newsletter / "content/good.md").write_text(
        text.replace("source:", "image: {src: content/p.x, alt: A}\nsource:")
    )
    assert digest("build", "-C", newsletter).code == 0
    (made,) = (newsletter / "out/2024-W13/images").iterdir()
    assert made.suffix == f".{out}"
    with Image.open(made) as opened:
        assert opened.size == becomes
    assert f'src="images/{made.name}"' in (newsletter / "out/2024-W13/email.html").read_text("utf-8")


def test_a_link_that_leads_outside_is_no_picture(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    picture(tmp_path / "out.jpg", (9, 9), "JPEG")
    (tmp_path / "in/link.jpg").symlink_to(tmp_path / "out.jpg")
    found = measure([article("It is. It was.", image=Picture("link.jpg"))], tmp_path / "in")
    assert found.articles[0].meta.image is None
    assert "leads out of the newsletter's folder" in found.problems[0].what


def test_a_bomb_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    data = io.BytesIO()
    Image.new("1", (9000, 9000)).save(data, "PNG")
    (tmp_path / "bomb.png").write_bytes(data.getvalue())
    found = measure([article("It is. It was.", image=Picture("bomb.png"))], tmp_path)
    assert "has 9000 by 9000 pixels" in found.problems[0].what


def test_a_bomb_that_pillow_itself_refuses_costs_its_article_the_picture_only(tmp_path: Path) -> None:
    data = io.BytesIO()
    Image.new("1", (9, 9)).save(data, "PNG")
    head = struct.pack(">IIB", 40_000, 40_000, 1)  # the size as the header tells it, and its checksum
    told = data.getvalue()
    body = b"IHDR" + head + told[25:29]
    (tmp_path / "bomb.png").write_bytes(
        told[:12] + body + struct.pack(">I", zlib.crc32(body)) + told[33:],
    )
    found = measure([article("It is. It was.", image=Picture("bomb.png"))], tmp_path)
    assert "has too many pixels" in found.problems[0].what


def test_a_picture_that_was_seen_before_is_not_opened_again(tmp_path: Path) -> None:
    store = MemoryCache()
    picture(tmp_path / "wide.jpg", (3000, 1500), "JPEG")
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    asked = [article("It is.", image=Picture(name)) for name in ("wide.jpg", "broken.jpg", "none.jpg")]
    plain = measure(asked, tmp_path)
    with Workshop(store) as each:
        assert measure(asked, tmp_path, each) == plain
        kept = dict(store.rows)
        assert measure(asked, tmp_path, each) == plain
    assert len(kept) == 2  # by what is in them; of the third there is nothing
    assert store.rows == kept
    assert [problem.what.rpartition(": ")[2] for problem in plain.problems] == [
        "is no picture that can be read",
        "no such file or directory",
    ]
