from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from making import article
from PIL import Image

from digest.load.pictures import WIDEST, measure
from digest.model import Picture

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
