"""Prints one table of how good the steps are on labelled texts, beside others measured in the same run.

    benchmarks/quality [--data DIR] [--only SET …] [--large]

DIR (default ../shared/data) is laid out by sets: extract, dumps-ko, quotes, quotes-ko, themes, segments,
clusters, summaries. A set is known by its folder's name, every *.jsonl in it is read by its fields, and one
that is missing is one line. Nothing is written and nothing is fetched.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import measure_dumps
import measure_extract
import measure_merge
import measure_quotes_en
import measure_quotes_ko
import measure_segments
import measure_standfirsts
import measure_themes
from table import lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from table import Row

SETS = {
    "extract": (measure_extract, measure_dumps),
    "dumps-ko": (measure_dumps,),
    "clusters": (measure_merge,),
    "segments": (measure_segments,),
    "summaries": (measure_standfirsts,),
    "themes": (measure_themes,),
    "quotes": (measure_quotes_en,),
    "quotes-ko": (measure_quotes_ko,),
}


def rows(data: Path, wanted: list[str], *, large: bool) -> Iterator[Row]:
    """Yield the rows of each set wanted, one step after the other."""
    for name in wanted:
        if not (data / name).is_dir():
            print(f"{name}: no such set in {data}")
            continue
        for module in SETS[name]:
            more = {"large": True} if large and module is measure_themes else {}
            yield from module.rows(data / name, **more)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    parser.add_argument("--only", nargs="+", choices=SETS, default=list(SETS), metavar="SET")
    parser.add_argument("--large", action="store_true", help="the larger model too, which takes ten minutes")
    options = parser.parse_args()
    for line in lines(rows(options.data, options.only, large=options.large)):
        print(line, flush=True)


if __name__ == "__main__":
    main()
