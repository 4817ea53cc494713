"""Hears what a store is asked: each connection that a transaction takes from now on is given an ear."""

import sqlite3
from collections.abc import Callable

from rise_tui.store.store import Store


def on_each_connection(store: Store, given: Callable[[sqlite3.Connection], object]) -> Callable[[], None]:
    """Call `given` with every connection before it is used; what is returned ends that."""
    connections = store._connections
    take = connections.take

    def taken() -> object:
        kept = take()
        given(kept.driven)
        return kept

    connections.take = taken  # type: ignore[assignment]  # for this one store

    def end() -> None:
        del connections.take

    return end


def listen_in(store: Store) -> list[str]:
    """Every statement that the store is asked from now on."""
    asked: list[str] = []
    on_each_connection(store, lambda connection: connection.set_trace_callback(asked.append))
    return asked
