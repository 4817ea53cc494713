"""Lets the demo's clients answer: a small process beside the phone company, from the demo's opening to its end."""

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 10.0
FAST = 60.0
"""With `--fast`, minutes are seconds."""
DOWN = 1.0
"""Seconds until a phone company that does not answer is asked again."""


@contextmanager
def clients_answering(
    company: str, folder: Path, database: Path, *, seed: int = 0, is_fast: bool = False
) -> Iterator[None]:
    """Let the clients of the office in that database answer what the phone company at that address takes for them.

    What is known of them is kept in the demo's folder. The process ends with this block, and with this process,
    however that ends.
    """
    from rise_tui.demo.answering_people import keep

    people = folder / "people.json"
    keep(database, people)
    words = ["--company", company, "--people", str(people), "--seed", str(seed), *(["--fast"] if is_fast else [])]
    with (folder / "clients.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "rise_tui.demo.answering", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield
    finally:
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main(words: Sequence[str] | None = None) -> int:
    """Answer until standard input ends. Returns the exit code."""
    import os

    from rise_tui.demo.answering_line import HungUp, Line, NotThere
    from rise_tui.demo.answering_people import load
    from rise_tui.demo.answering_turns import Turns
    from rise_tui.domain.clock import SystemClock

    parser = argparse.ArgumentParser(prog="python -m rise_tui.demo.answering", description="Clients who answer.")
    parser.add_argument("--company", required=True, help="the address of the phone company that is not one")
    parser.add_argument("--people", type=Path, required=True, help="who has which number")
    parser.add_argument("--seed", type=int, default=0, help="the same seed, the same answers")
    parser.add_argument("--fast", action="store_true", help="minutes become seconds")
    flags = parser.parse_args(words)
    os.nice(5)  # the app goes first
    line = Line(flags.company, watched=0)
    turns = Turns(line, load(flags.people), SystemClock(), seed=flags.seed, pace=FAST if flags.fast else 1.0)
    rest = 0.0
    while True:
        try:
            turns.listen(rest)
            rest = turns.speak()
        except HungUp:
            return 0
        except NotThere:
            rest = 0.0
            try:
                line.rest(DOWN)
            except HungUp:
                return 0


if __name__ == "__main__":
    raise SystemExit(main())
