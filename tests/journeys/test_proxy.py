"""The proxy breaks what it says it breaks, and nothing else."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from tests.journeys.processes import wait_until
from tests.journeys.proxy import Proxy


class Echo:
    """A server that sends back in capitals whatever it gets, and an end for an end."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.got = b""
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._answer, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            try:
                while piece := connection.recv(65536):
                    self.got += piece
                    connection.sendall(piece.upper())
            except OSError:
                return

    def close(self) -> None:
        """Stop listening; all connections must be closed by then."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)


@pytest.fixture
def echo() -> Iterator[Echo]:
    """The server behind."""
    server = Echo()
    yield server
    server.close()


@pytest.fixture
def proxy(echo: Echo) -> Iterator[Proxy]:
    """The proxy before it."""
    with Proxy(echo.url) as one:
        yield one


def connect(proxy: Proxy) -> socket.socket:
    """A fresh connection through the proxy that waits at most 10 s for anything."""
    return socket.create_connection(("127.0.0.1", proxy.port), timeout=10)


def read_all(line: socket.socket) -> bytes:
    """Everything until the end, which must be an orderly one."""
    seen = b""
    while piece := line.recv(100):
        seen += piece
    return seen


def test_without_trouble_everything_passes_both_ways_and_so_does_the_end(proxy: Proxy) -> None:
    with connect(proxy) as line:
        line.sendall(b"hello")
        assert line.recv(100) == b"HELLO"
        line.shutdown(socket.SHUT_WR)
        assert line.recv(100) == b""
    assert proxy.moved == {"up": 5, "down": 5}
    wait_until(lambda: proxy.open_connections == 0)
    assert proxy.connections == 1


def test_an_answer_can_be_cut_by_a_reset_after_some_bytes(proxy: Proxy, echo: Echo) -> None:
    cut = proxy.cut("down", after_bytes=3)
    with connect(proxy) as line:
        line.sendall(b"hello")
        wait_until(lambda: cut.is_done)
        with pytest.raises(ConnectionResetError):
            read_all(line)
    assert proxy.moved["down"] == 3
    assert echo.got == b"hello"


def test_a_question_can_be_cut_before_it_has_arrived(proxy: Proxy, echo: Echo) -> None:
    proxy.cut("up", after_bytes=2, how="fin")
    with connect(proxy) as line:
        line.sendall(b"hello")
        read_all(line)
    assert echo.got in (b"he", b"")


def test_a_cut_strikes_once(proxy: Proxy) -> None:
    proxy.cut("down", how="fin")
    with connect(proxy) as line:
        line.sendall(b"x")
        assert line.recv(100) == b""
    with connect(proxy) as line:
        line.sendall(b"x")
        assert line.recv(100) == b"X"


def test_a_half_closed_line_still_carries_the_other_direction(proxy: Proxy, echo: Echo) -> None:
    proxy.cut("down", how="half")
    with connect(proxy) as line:
        line.sendall(b"one")
        assert line.recv(100) == b""
        line.sendall(b"two")
        wait_until(lambda: echo.got == b"onetwo")


def test_a_frozen_line_says_nothing_and_goes_on_when_it_thaws(proxy: Proxy, echo: Echo) -> None:
    with connect(proxy) as line:
        line.sendall(b"a")
        assert line.recv(100) == b"A"
        proxy.set(is_frozen=True)
        line.sendall(b"b")
        line.settimeout(0.2)
        with pytest.raises(TimeoutError):
            line.recv(100)
        assert echo.got == b"a"
        line.settimeout(10)
        proxy.heal()
        assert line.recv(100) == b"B"


def test_a_refusing_port_refuses_and_comes_back(proxy: Proxy) -> None:
    with connect(proxy) as line:
        line.sendall(b"a")
        line.recv(100)
        proxy.set(is_refusing=True)
        with pytest.raises(ConnectionResetError):
            line.recv(100)
        with pytest.raises(ConnectionRefusedError):
            connect(proxy)
    proxy.heal()
    with connect(proxy) as line:
        line.sendall(b"b")
        assert line.recv(100) == b"B"


def test_every_open_line_can_be_dropped_at_once(proxy: Proxy) -> None:
    lines = [connect(proxy) for _ in range(3)]
    for line in lines:
        line.sendall(b"x")
        line.recv(100)
    proxy.drop()
    for line in lines:
        with line, pytest.raises(ConnectionResetError):
            line.recv(100)


def test_delay_and_throttle_hold_bytes_back(proxy: Proxy) -> None:
    for trouble in ({"delay": 0.1}, {"delay": 0.0, "bytes_per_second": 1000.0}):
        proxy.set(**trouble)
        with connect(proxy) as line:
            started = time.monotonic()
            line.sendall(b"x" * 100)
            line.recv(100)
            assert time.monotonic() - started >= 0.2


def test_a_target_that_is_gone_resets_the_line_and_another_can_take_its_place(proxy: Proxy, echo: Echo) -> None:
    proxy.retarget("http://127.0.0.1:1")
    with connect(proxy) as line:
        try:
            assert line.recv(100) == b""
        except ConnectionResetError:
            pass  # either way of ending is one
    proxy.retarget(echo.url)
    with connect(proxy) as line:
        line.sendall(b"x")
        assert line.recv(100) == b"X"
