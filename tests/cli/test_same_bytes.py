"""The same content gives the same bytes, whatever the processes, threads, hash seed and earlier builds."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = '[newsletter]\nname = "Same"\nlanguage = "ko"\ntimezone = "Asia/Seoul"\n[themes]\nscorer = "{}"\n'
BUILD = """
import sys; from digest.cli import main
main(["build", "-C", sys.argv[1], "--jobs", sys.argv[2]])
"""


def built(newsletter: Path, jobs: int, threads: int, seed: int) -> dict[str, str]:
    environment = {"OMP_NUM_THREADS": f"{threads}", "OPENBLAS_NUM_THREADS": f"{threads}"}
    subprocess.run(
        [sys.executable, "-c", BUILD, newsletter, str(jobs)],
        check=True,
        env={**os.environ, **environment, "PYTHONHASHSEED": f"{seed}"},
        capture_output=True,
    )
    files = (path for path in (newsletter / "out").rglob("*") if path.is_file())
    return {
        f"{path.relative_to(newsletter)}": hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


@pytest.mark.parametrize("scorer", ["words", "meaning"])
def test_whatever_the_jobs_threads_hash_seed_and_cache(
    scorer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    from generate import write_articles

    newsletters = [tmp_path / "one", tmp_path / "four"]
    for newsletter in newsletters:
        (newsletter / "content").mkdir(parents=True)
        (newsletter / "digest.toml").write_text(SETTINGS.format(scorer), "utf-8")
        write_articles(newsletter / "content", 110)
    one, four = newsletters
    first = built(one, jobs=1, threads=1, seed=0)
    assert len(first) == 5
    assert built(four, jobs=4, threads=4, seed=7) == first
    assert built(one, jobs=4, threads=4, seed=7) == first
    with (one / "content" / "00001-ko.md").open("a", encoding="utf-8") as changed:
        changed.write("\n\n회사는 다음 달에 결과를 알리겠다고 했다.\n")
    assert built(one, jobs=1, threads=1, seed=0) != first
