"""Draws the pictures of the sample newsletter into content/images/; run it again for the same bytes.

Everything is drawn at three times the size and scaled down once, which is what smooths the edges.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Callable

WIDTH, HEIGHT = 1200, 675
SCALE = 3

PAPER = "#f3eee3"
SHADE = "#e6decd"
INK = "#1f2d47"
SLATE = "#5f7590"
MIST = "#b4c0c9"
OCHRE = "#d6a243"
VERMILION = "#d2492f"

FOLDER = Path(__file__).resolve().parent.parent / "content" / "images"

Point = tuple[float, float]


class Sheet:
    """A sheet of paper in units of the finished picture."""

    def __init__(self, ground: str = PAPER) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), ground)
        self.pen = ImageDraw.Draw(self.image)

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        self.pen.ellipse(_scaled((x - radius, y - radius), (x + radius, y + radius)), fill=colour)

    def ring(self, x: float, y: float, radius: float, colour: str, width: float) -> None:
        box = _scaled((x - radius, y - radius), (x + radius, y + radius))
        self.pen.ellipse(box, outline=colour, width=round(width * SCALE))

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        (x0, y0), (x1, y1) = _scaled((left, top), (right, bottom))
        self.pen.rectangle((x0, y0, x1 - 1, y1 - 1), fill=colour)

    def bar(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        radius = (bottom - top) / 2 * SCALE
        self.pen.rounded_rectangle(_scaled((left, top), (right, bottom)), radius, fill=colour)

    def shape(self, points: list[Point], colour: str) -> None:
        self.pen.polygon(_scaled(*points), fill=colour)

    def line(self, points: list[Point], colour: str, width: float) -> None:
        self.pen.line(_scaled(*points), fill=colour, width=round(width * SCALE), joint="curve")

    def save(self, path: Path) -> None:
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        small.save(path, quality=71, subsampling=0, optimize=True, progressive=True)


def _scaled(*points: Point) -> list[Point]:
    return [(x * SCALE, y * SCALE) for x, y in points]


def _curve(start: Point, first: Point, second: Point, end: Point, steps: int = 60) -> list[Point]:
    """Return the points of a cubic Bézier curve."""
    points = []
    for step in range(steps + 1):
        t = step / steps
        shares = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        corners = (start, first, second, end)
        points.append(
            (
                sum(share * corner[0] for share, corner in zip(shares, corners, strict=True)),
                sum(share * corner[1] for share, corner in zip(shares, corners, strict=True)),
            )
        )
    return points


def talent(sheet: Sheet) -> None:
    """Draw a crowd in rows; a few have left their places for another table."""
    pitch, radius = 58, 14
    leavers = ((4, 0), (7, 2), (2, 4), (8, 6), (5, 8))
    centre, orbit = (1000.0, 337.5), 142.0
    sheet.box(772, 0, WIDTH, HEIGHT, SHADE)
    places = [(122.0 + column * pitch, 105.5 + row * pitch) for column, row in leavers]
    angles = [math.radians(180 + (seat - 2) * 50) for seat in range(5)]
    seats = [(centre[0] + orbit * math.cos(a), centre[1] - orbit * math.sin(a)) for a in angles]
    for number, (place, seat) in enumerate(zip(places, seats, strict=True)):
        middle = (place[0] + seat[0]) / 2
        path = _curve(place, (middle, place[1]), (middle, seat[1]), seat)
        sheet.line(path, VERMILION if number == 2 else SLATE, 3)
    for column in range(10):
        for row in range(9):
            x, y = 122 + column * pitch, 105.5 + row * pitch
            if (column, row) in leavers:
                sheet.disc(x, y, radius, PAPER)
                sheet.ring(x, y, radius, MIST, 3)
            else:
                sheet.disc(x, y, radius, INK)
    sheet.disc(*centre, 62, OCHRE)
    for number, seat in enumerate(seats):
        sheet.disc(*seat, 28, VERMILION if number == 2 else INK)


def investment(sheet: Sheet) -> None:
    """Draw sixteen coins edge-on, five and then eleven: 1.25 and 2.75 of 4."""
    sheet.disc(846, 262, 196, SHADE)
    ground, thick, gap = 586.0, 33.0, 9.0
    for stack, (left, count) in enumerate(((222.0, 5), (596.0, 11))):
        for coin in range(count):
            bottom = ground - coin * (thick + gap)
            nudge = ((coin * 7 + stack * 3) % 5 - 2) * 5.0
            colour = OCHRE if stack else INK
            if coin == count - 1:
                colour = VERMILION if stack else SLATE
            sheet.bar(left + nudge, bottom - thick, left + 290 + nudge, bottom, colour)
    sheet.box(110, 595, 1090, 598, INK)


def chips(sheet: Sheet) -> None:
    """Draw memory dies stacked on a base beside a processor, in the draughtsman's projection."""
    sheet.box(0, 448, WIDTH, HEIGHT, SHADE)

    def slab(x: float, y: float, half: float, thick: float, shades: tuple[str, str, str]) -> None:
        top, left, right = shades
        low = half * 0.5
        sheet.shape([(x - half, y), (x, y + low), (x, y + low + thick), (x - half, y + thick)], left)
        sheet.shape([(x + half, y), (x, y + low), (x, y + low + thick), (x + half, y + thick)], right)
        sheet.shape([(x, y - low), (x + half, y), (x, y + low), (x - half, y)], top)

    base = ("#cfc4ac", "#b3a88f", "#a1967e")
    slab(600, 414, 432, 24, base)
    slab(792, 396, 176, 26, ("#d2492f", "#a83521", "#93301f"))
    slab(792, 384, 86, 10, ("#e57a5f", "#a83521", "#93301f"))
    tones = ((INK, "#16213a", "#101a2f"), (SLATE, "#4c6079", "#41546c"))
    for layer in range(8):
        slab(424, 400 - layer * 36, 150, 22, tones[layer % 2])
    slab(424, 400 - 8 * 36, 150, 12, (OCHRE, "#b98730", "#a87a2b"))
    for column in range(4):
        for row in range(4):
            u, v = (column - 1.5) / 4, (row - 1.5) / 4
            sheet.disc(424 + (u - v) * 150, 112 + (u + v) * 75, 5.5, PAPER)


def security(sheet: Sheet) -> None:
    """Draw frame within frame, and at the end of them a door that should have been shut."""
    tones = (PAPER, "#d8d5cf", "#aab4be", "#7d8da1", "#566982", "#384a66", INK)
    for depth, tone in enumerate(tones):
        share = depth / (len(tones) - 1)
        half = 600 * (1 - share) ** 1.25 + 104 * share
        top = 0 + 206 * share
        bottom = 675 - 135 * share
        if depth:
            sheet.box(600 - half, top, 600 + half, bottom, tone)
    sheet.shape([(0, 675), (496, 540), (704, 540), (1200, 675)], SHADE)
    sheet.shape([(648, 540), (704, 540), (1010, 675), (742, 675), (648, 572)], OCHRE)
    sheet.box(648, 214, 704, 540, OCHRE)
    sheet.shape([(504, 214), (648, 238), (648, 572), (504, 540)], VERMILION)
    sheet.disc(630, 404, 6.5, PAPER)


def models(sheet: Sheet) -> None:
    """Draw sixteen experts, of which four answer."""
    chosen = {2, 5, 11, 12}
    left, right = (176.0, 337.5), (1024.0, 337.5)
    seats = [(600.0 + (58 if seat % 2 else -58), 45.0 + seat * 39) for seat in range(16)]
    sheet.box(476, 0, 724, HEIGHT, SHADE)
    for active in (False, True):
        for seat, (x, y) in enumerate(seats):
            if (seat in chosen) != active:
                continue
            colour, width = (VERMILION, 4.4) if active else (MIST, 2)
            for end in (left, right):
                middle = (end[0] + x) / 2
                sheet.line(_curve(end, (middle, end[1]), (middle, y), (x, y)), colour, width)
    for seat, (x, y) in enumerate(seats):
        sheet.disc(x, y, 25 if seat in chosen else 18, VERMILION if seat in chosen else INK)
    sheet.disc(*left, 78, INK)
    sheet.disc(*right, 78, OCHRE)


PICTURES: tuple[Callable[[Sheet], None], ...] = (talent, investment, chips, security, models)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for draw in PICTURES:
        sheet = Sheet()
        draw(sheet)
        path = FOLDER / f"{draw.__name__}.jpg"
        sheet.save(path)
        print(f"{path.relative_to(FOLDER.parent.parent)}  {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
