"""The command line: what is typed after `rise`."""


def main() -> int:
    """Run one command; returns its exit code."""
    return 0
