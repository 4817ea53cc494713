"""What must run from a wheel without extras, beside a real relay: `python -m tests.journeys.wheel PATH_OF_RISE`."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.journeys.office import Office

PHONE = "+12155550147"


def rise(program: str, env: Mapping[str, str], *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run one command of that program, far from the project's own files; what it said."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("RISE_", "PYTHON"))}
    command = [program, *words]
    return subprocess.run(
        command,
        env={**ours, **env},
        cwd=env["HOME"],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def expect(outcome: subprocess.CompletedProcess[str], code: int) -> str:
    """What it printed, if it ended with that code. Raises SystemExit telling what it said instead."""
    if outcome.returncode != code:
        raise SystemExit(
            f"{outcome.args[1:]}: {outcome.returncode} instead of {code}\n{outcome.stdout}{outcome.stderr}"
        )
    return outcome.stdout


INIT = ("relay", "init", "--office", "RISE", "--zone", "America/New_York", "--number", PHONE, "--caseworker", "Dana")


def expect_words(outcome: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """As `expect`; and it complained with these words. Raises SystemExit telling what it said instead."""
    expect(outcome, code)
    if missing := [word for word in words if word not in outcome.stderr]:
        raise SystemExit(f"{outcome.args[1:]}: without {missing}\n{outcome.stderr}")


def main(program: str) -> None:
    """Before and after signing in; what belongs to a part that is not installed is told so."""
    with tempfile.TemporaryDirectory() as folder, Office(Path(folder)) as office:
        env = office.app_env("wheel")
        print(expect(rise(program, env, "--version"), 0).strip())
        expect(rise(program, env, "--help"), 0)
        expect(rise(program, env, "guide", "keys"), 0)
        expect_words(rise(program, env, *INIT), 1, "not installed", "'.[relay]'")
        expect_words(rise(program, env, "demo"), 1, "not installed", "'.[demo]'")
        expect_words(rise(program, env), 3, "rise login", "rise demo")
        for words in (("inbox", "--json"), ("send", "Marcus", "--body", "hello")):
            expect(rise(program, env, *words), 3)
        office.add_client("Marcus Bell", PHONE)
        office.client_texts(PHONE, "Can I bring my paystub Monday?")
        expect(rise(program, env, "login", office.relay_url, stdin=office.token + "\n"), 0)
        inbox = json.loads(expect(rise(program, env, "inbox", "--json"), 0))
        assert [line["name"] for line in inbox["conversations"]] == ["Marcus Bell"], inbox
        if "All is well." not in expect(rise(program, env, "doctor"), 0):
            raise SystemExit("rise doctor finds something to look at")
        sent = json.loads(expect(rise(program, env, "send", "Marcus", "--body", "Yes, Monday is fine.", "--json"), 0))
        office.wait_accepted([sent["message_id"]])
        print("from the wheel alone: signed in, read the inbox, sent a text; the phone company has it")


if __name__ == "__main__":
    main(sys.argv[1])
