"""`python -m tests.benchmarks relay | terminal`: prints figures beside their aims; exit code 1 if one is missed.

With `--markdown` the relay's figures are printed once more as the table that stands in the guide.
"""

import sys

MARKDOWN = "--markdown"
PARTS = ("relay", "terminal")


def main(words: list[str]) -> int:
    """Run the named part, or both."""
    parts = [word for word in words if word != MARKDOWN] or PARTS
    if any(part not in PARTS for part in parts):
        print(f"usage: python -m tests.benchmarks {' | '.join(PARTS)} [{MARKDOWN}]", file=sys.stderr)
        return 2
    return max(_run(part, is_table=MARKDOWN in words) for part in parts)


def _run(part: str, *, is_table: bool) -> int:
    if part == "relay":
        from tests.benchmarks import relay

        return relay.main(is_table=is_table)
    from tests.benchmarks import terminal

    return int(terminal.main() or 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
