from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from conformance_stands import Judge, judge_postmark, judged_by, stand, verify
from servers_http import moto, prism


@pytest.fixture(scope="session")
def judges() -> Iterator[Callable[[str], Judge]]:
    """Whoever judges a request, started when first asked for: Prism takes seconds."""
    started: dict[str, Judge] = {"": lambda _: None, "postmark": judge_postmark}
    with ExitStack() as servers:

        def judge(name: str) -> Judge:
            if name not in started:
                base = servers.enter_context(moto() if name == "moto" else prism(name))
                if name == "moto":
                    verify(base)
                started[name] = judged_by(base)
            return started[name]

        yield judge


@pytest.fixture
def at(
    request: pytest.FixtureRequest, judges: Callable[[str], Judge], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Any]:
    """Return the stand of the row that is the parameter, its secrets in the environment, none of the machine's own."""
    for name in os.environ:
        if name.startswith(("DIGEST_", "AWS_")):
            monkeypatch.delenv(name)
    with stand(request.param, judges) as found:
        for name, text in found.environment.items():
            monkeypatch.setenv(name, text)
        yield found
