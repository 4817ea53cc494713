"""What must stay right because programs like this one got it wrong, and the tests that say so in their docstrings.

`D…` is a fault of a program that does this job elsewhere; `fault …` is a way in which the world breaks. A test claims
one by its tag in square brackets. `python -m tests.law.proofs` prints the list with the tests.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
LEFT_OUT = re.compile(r"pytest\.mark\.(long|skip|skipif|xfail)\b")
"""How a mark begins by which a usual run leaves a whole test out."""
TAG = re.compile(r"\[(D\d+|fault \d+)\]")

PROMISES = {
    "D1": "A client's text is answered 2xx only once it is durable; what cannot be stored is a 5xx.",
    "D2": "The same text posted five times, also at once, is one row.",
    "D3": "The database itself refuses a second row with the same carrier's id.",
    "D4": "What no webhook brought is taken in from the carrier's own list, by itself.",
    "D5": "What a client wrote is kept byte for byte.",
    "D6": "Everybody on a broadcast's list has an end that people can see.",
    "D7": "A terminal killed after the confirm stops no broadcast and doubles none.",
    "D8": "A text weighs what the carrier bills: 160/153, 70/67 units, extension characters two.",
    "D9": "Making a text plainer replaces every look-alike, not only the first.",
    "D10": "Plainer text is right, never longer, and shown as a difference before it is sent.",
    "D11": "Times are those of the office's zone, also on the days on which the clocks change.",
    "D12": "A bad row of an imported list is named with line and reason, and the good rows go in.",
    "D13": "The columns of a list are found under the names that people give them.",
    "D14": "Every report of the carrier is kept, with its time, queued and sent too.",
    "D15": "A status is judged by its rank and never by when it arrived.",
    "D16": "A text that the carrier may have accepted is never posted again blindly.",
    "D17": "A reminder that is overdue never leaves after its event.",
    "D21": "Each person of a broadcast has a status of their own.",
    "D22": "A person, and a number, gets a broadcast once.",
    "D23": "The carrier's own opt-out is mirrored here, and nothing is tried against it.",
    "D24": "Opening a conversation opens that conversation, at the first unread text.",
    "D26": "A text is known by its own id, and one from an unknown number is listed, not dropped.",
    "fault 1": "The relay is killed after it stored a text and before it answered: one row, one event, seen once.",
    "fault 2": "The relay is killed before it stored a text: no answer, nothing half is there, a retry stores it.",
    "fault 3": "The relay is killed between storing a wish and answering it: the same answer again, and one text.",
    "fault 4": "The relay is killed between claim and post: the text leaves once after its restart.",
    "fault 5": "The relay is killed after the carrier accepted: its id is adopted; what cannot be told stays unknown.",
    "fault 6": "The relay dies at any statement: the books are right whichever it was.",
    "fault 7": "A full disk refuses in order, loses nothing that was acknowledged, and recovers.",
    "fault 8": "A database locked by somebody else is a 503 in time, and then well again.",
    "fault 9": "A damaged database is refused with a clear line and left as it is.",
    "fault 10": "A clock that jumps changes no order, doubles nothing and wakes nobody.",
    "fault 11": "The same webhook twenty times at once is one row and one event.",
    "fault 12": "Other words under a known id change nothing and are told.",
    "fault 13": "Reports out of order never take a status down, and each is kept.",
    "fault 14": "A report that comes before the answer to the sending finds its text.",
    "fault 15": "An answer lost after acceptance is looked up; only an absent text is sent again, after the wait.",
    "fault 16": "A storm of 429 loses and doubles nothing.",
    "fault 17": "While the carrier cannot be reached texts wait, and then leave once.",
    "fault 18": "A sign-in that ended keeps, locks or deletes as it must; a refused account stops the line at once.",
    "fault 19": "A half-open line is noticed, and nothing is lost or doubled.",
    "fault 20": "Two terminals both see what either did; the second to answer is told so, and nothing is sent twice.",
    "fault 21": "A photo that came cut is never filed as good, and tried again.",
    "fault 22": "A file without end is given up at the limit; a picture that unpacks to a gigapixel is not unpacked.",
    "fault 23": "Bytes that are no text are kept as they came.",
    "fault 24": "Nothing a client wrote acts on the terminal.",
    "fault 25": "A missing, wrong or borrowed signature is a 403 and stores nothing.",
    "fault 26": "A webhook replayed after a day changes nothing.",
    "fault 27": "No request leaves for an address that a text chose.",
    "fault 28": "No name from outside is part of a path.",
    "fault 29": "A list of rows that mean harm is taken or told, and no cell of ours is a formula.",
    "fault 30": "Nobody is texted after they said STOP, also while a broadcast drains.",
    "fault 31": "A photo whose relay died after the answer is fetched at its next start.",
    "fault 32": "A stale done never hides a newer text.",
    "fault 33": "A repeated edit never undoes a later one; different fields merge; the same field shows both.",
    "fault 34": "Put back from a backup, the relay doubles nothing and hears what came since.",
    "fault 35": "A relay stopped between claim and post gives the text back, and it goes once.",
    "fault 36": "A text taken back in the last moment is one text or none, whatever the terminal's clock says.",
    "fault 37": "A text sent as the line drops leaves by itself.",
    "fault 38": "On a full disk a draft says that it is not kept, and nothing is half written.",
    "fault 39": "App and relay a version apart understand each other, either way.",
    "fault 40": "Whoever took the relay's port gets no token.",
}


RELAY_FAULTS = frozenset({*range(1, 24), *range(25, 29), *range(30, 38), 39})
"""The faults that concern the relay: each has a test against its real process, beside those in the tests' own."""
REAL = "from tests.journeys.office import"
"""What stands in a file whose tests start the relay as a process."""


def claims() -> dict[str, list[str]]:
    """The tests that claim each tag, as `file::name`; tests that a usual run leaves out do not count."""
    found: dict[str, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for test in _tests(ast.parse(path.read_text())):
            for tag in TAG.findall(ast.get_docstring(test) or ""):
                found.setdefault(tag, []).append(f"{path.relative_to(TESTS)}::{test.name}")
    return found


def with_processes() -> frozenset[str]:
    """The tags that a test against real processes claims."""
    files = {test.partition("::")[0] for tests in claims().values() for test in tests}
    real = {file for file in files if REAL in (TESTS / file).read_text()}
    return frozenset(tag for tag, tests in claims().items() if any(test.partition("::")[0] in real for test in tests))


def _tests(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The test functions of a file that a usual run runs, be it with some of their parameters alone."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            left_out = [mark for mark in map(ast.unparse, node.decorator_list) if LEFT_OUT.match(mark)]
            if not left_out:
                yield node


if __name__ == "__main__":
    shown = claims()
    for tag, promise in PROMISES.items():
        print(f"{tag}: {promise}")
        for test in shown.get(tag, ["- nothing -"]):
            print(f"    {test}")
