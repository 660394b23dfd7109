from __future__ import annotations

import os

import pytest
from service_api import FOLDER, served
from service_fakes import FAKES


@pytest.fixture(params=FAKES)
def fake(request, monkeypatch):
    """A service on loopback, its key in the environment; every request and answer has to fit its description."""
    if not FOLDER.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("CI has no descriptions of the services")
        pytest.skip("the services' descriptions are not on this machine (../shared/data/openapi)")
    made = FAKES[request.param]()
    made.name = request.param
    monkeypatch.setenv(made.variable, made.key)
    with served(made):
        yield made
    assert made.faults == []
