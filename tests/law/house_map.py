"""The guide's map of the house, made from every file's first sentence; `python -m tests.law.house_map` writes it."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / ".github" / "CONTRIBUTING.md"
BEGIN, END = "<!-- the map: python -m tests.law.house_map -->", "<!-- end of the map -->"


def first_sentence(path: Path) -> str:
    """What the file says it is for; empty for an empty file."""
    said = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return said.split("\n\n", 1)[0].replace("\n", " ").replace("|", "\\|").strip()


def house_map() -> str:
    """A heading a folder, a line a file."""
    lines: list[str] = []
    package = ROOT / "rise_tui"
    folders = sorted({path.parent for path in package.rglob("*.py") if "__pycache__" not in path.parts})
    for folder in folders:
        files = [(path, first_sentence(path)) for path in sorted(folder.glob("*.py"))]
        told = [f"- `{path.name}` {sentence}" for path, sentence in files if sentence]
        if told:
            lines += [f"### `{folder.relative_to(ROOT).as_posix()}/`", "", *told, ""]
    return "\n".join(lines)


def with_map(guide: str) -> str:
    """The guide with the map as it is now. Raises ValueError when its two marks are not there."""
    head, _, rest = guide.partition(BEGIN)
    _, mark, tail = rest.partition(END)
    if not mark:
        raise ValueError("the guide has no place for the map")
    return f"{head}{BEGIN}\n\n{house_map()}\n{END}{tail}"


if __name__ == "__main__":
    GUIDE.write_text(with_map(GUIDE.read_text("utf-8")), "utf-8")
