"""`digest web`: the page on which a reader leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.cli import show
from digest.deliver.leaving import leave_keys
from digest.errors import ConfigError
from digest.state.store import open_state
from digest.web.app import leave_app
from digest.web.pages import pages_of
from digest.web.serving import listening, server

if TYPE_CHECKING:
    from digest.config import Config


def web(config: Config, host: str, port: int, proxy: str) -> None:
    """Serve until Ctrl-C; `proxy` are the addresses of proxies that are believed, commas between."""
    address = config.deliver.web
    if not address:
        mend = "set [deliver] web to the https:// address at which readers reach this server"
        raise ConfigError("no address to leave by", where="digest.toml", mend=mend)
    open_state(config.state, create=False).close()  # a state that can't be used is said now
    app = leave_app(config.state, leave_keys(), pages_of(config), address)
    proxies = tuple(part.strip() for part in proxy.split(",") if part.strip())
    serving = server(app, proxies)
    with listening(host, port) as at:
        shown = f"[{host}]" if ":" in host else host
        show.out.say(f"readers leave at {address}, served on http://{shown}:{at.getsockname()[1]}/")
        try:
            serving.run(sockets=[at])
        except KeyboardInterrupt:  # uvicorn has ended in good order and hands it on
            return
