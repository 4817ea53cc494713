"""What the guide says beside the code's own words about a trouble, and in which part of the page each stands."""

SECTIONS: dict[str, str] = {}
MEANINGS: dict[str, str] = {}
PASSED_ON: set[tuple[str, str]] = set()
