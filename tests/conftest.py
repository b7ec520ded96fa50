"""What all tests share: a key of their own, a cache of their own, and no network."""

from __future__ import annotations

import os
import socket
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browsers import run_chromium
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

os.environ["WORKBENCH_KEY"] = "5a" * 32
os.environ.setdefault("WORKBENCH_CACHE", str(Path(tempfile.gettempdir()) / "workbench-test-cache"))
os.environ.setdefault("MPLBACKEND", "agg")

# A busy machine is no failure.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

_HERE = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Let no test leave this machine: a connection to anywhere else is a failure."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in _HERE:
            raise AssertionError(f"a test tried to reach {address[0]}")
        real(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Yield a headless browser, or skip with the reason."""
    with run_chromium() as browser:
        yield browser
