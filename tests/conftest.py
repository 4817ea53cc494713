"""What every test stands on: no setting of the machine's owner reaches it, and no rule is judged by its speed."""

import gc
import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("rise", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("rise")

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each of the thousand programs that are started is compiled anew

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts so what runs in the background, and every program that is started from here would ignore it too.
    signal.signal(signal.SIGINT, signal.default_int_handler)

_LOOKS = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "TEXTUAL", "TEXTUAL_THEME", "TEXTUAL_DRIVER", "COLUMNS", "LINES")


def pytest_collection_finish() -> None:
    """What is imported by now stays: the collector of garbage need not look through it again a thousand times."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, tokens, proxies and looks of whoever runs the tests are taken away; the language is English."""
    for name in list(os.environ):
        if name.startswith("RISE_") or name in _LOOKS or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.fixture(autouse=True)
def _a_process_of_its_own() -> Iterator[None]:
    """A command that is run in here, and narrows what its process lets others read, does not narrow the next test's."""
    before = os.umask(0o022)
    yield
    os.umask(before)
