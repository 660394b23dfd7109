"""A small built edition, and a real server for it."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn
from PIL import Image

from digest.preview import make_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAIL = """<!doctype html><html lang="ko"><head><style>
body { background: #ffffff; color: #222222 }
@media (prefers-color-scheme: dark) { body { background: #101010; color: #eeeeee } }
</style></head><body><h2 id="head">메일 속 제목</h2><img id="plant" alt="공장" src="images/plant.png">
<p><a id="out" href="https://example.org/" target="_blank">밖으로</a></p>
<script>document.getElementById("head").textContent = "a script ran"</script></body></html>
"""


def build(folder: Path) -> Path:
    """Write what a build leaves, as far as a preview reads it."""
    (folder / "images").mkdir(parents=True)
    (folder / "email.html").write_text(MAIL, encoding="utf-8")
    (folder / "email.txt").write_text("텍스트 <본문> & 끝\n", encoding="utf-8")
    (folder / "edition.md").write_text("# 마크다운 <제목> $x\n", encoding="utf-8")
    edition = {
        "subject": "이번 주 <여덟> 가지",
        "preheader": "미리 보는 한 줄",
        "newsletter": {"name": "주간 한 줌", "language": "ko"},
    }
    (folder / "edition.json").write_text(json.dumps(edition), encoding="utf-8")
    Image.new("RGB", (40, 30), "#336699").save(folder / "images" / "plant.png")
    return folder


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Run the application on a free port; gives its address."""
    config = uvicorn.Config(make_app(folder), port=0, log_level="warning", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
    assert not thread.is_alive()
