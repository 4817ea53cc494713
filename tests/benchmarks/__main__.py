"""`python -m tests.benchmarks relay | terminal`: prints figures beside their aims; exit code 1 if one is missed."""

import importlib
import sys

PARTS = ("relay", "terminal")


def main(words: list[str]) -> int:
    """Run the named part, or both."""
    if any(word not in PARTS for word in words):
        print(f"usage: python -m tests.benchmarks {' | '.join(PARTS)}", file=sys.stderr)
        return 2
    outcomes = [importlib.import_module(f"tests.benchmarks.{part}").main() for part in words or PARTS]
    return max(int(outcome or 0) for outcome in outcomes)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
