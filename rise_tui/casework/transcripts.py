"""A client's file as documents to be read anywhere: plain text, and a page of HTML that runs and loads nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from rise_tui.domain.safe_text import safe_text

SHOWN = frozenset({"jpg", "png", "gif", "webp"})
"""Endings of pictures that every browser shows."""
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem; color: #1c1c1c }
h1 { font-size: 1.6rem; margin: 0 0 .25rem }
h2 { font-size: 1.1rem; margin: 2.5rem 0 .75rem }
dl { display: grid; grid-template-columns: 9rem 1fr; gap: .2rem 1rem; margin: 1rem 0 }
dt { color: #666 }
dd { margin: 0 }
article { margin: 0 0 1.4rem; padding-left: 1rem; border-left: 3px solid #ccc }
article.theirs { border-color: #2a6f97 }
p { margin: .2rem 0 }
.about { color: #666; font-size: .85rem }
.words { white-space: pre-wrap; unicode-bidi: plaintext }
img { max-width: 100%; max-height: 24rem; margin: .4rem 0; display: block }
code { font-size: .75rem; word-break: break-all }
@media print { body { margin: 0; max-width: none } article { break-inside: avoid } }
""".strip()


@dataclass(frozen=True)
class Enclosed:
    """A photo or file: what it is, its SHA-256, where it lies beside the document; empty: `missing` says why not."""

    words: str
    sha256: str = ""
    path: str = ""
    missing: str = ""


@dataclass(frozen=True)
class Item:
    """A text, a note or what happened: when (with the zone), who, what was written; what else is known in `about`."""

    when: str
    who: str
    body: str
    about: tuple[str, ...] = ()
    enclosed: tuple[Enclosed, ...] = ()
    is_theirs: bool = False


@dataclass(frozen=True)
class Section:
    """A headed list of items; `none` is said where there is not one."""

    title: str
    items: Sequence[Item]
    none: str = ""


@dataclass(frozen=True)
class Transcript:
    """What a document says: its title, facts about it and the client, lists of things that were said, and the items."""

    title: str
    facts: Sequence[tuple[str, str]]
    lists: Sequence[tuple[str, Sequence[str]]] = ()
    sections: Sequence[Section] = field(default_factory=tuple)


def as_text(transcript: Transcript) -> str:
    """The document as plain text: nothing in it that a terminal obeys."""
    return "".join(f"{line}\n" for line in _text_lines(transcript))


def _text_lines(transcript: Transcript) -> Iterator[str]:
    yield from (transcript.title, "=" * len(transcript.title), "")
    width = max((len(name) for name, _ in transcript.facts), default=0) + 2
    yield from (f"{name:<{width}}{_line(value)}" for name, value in transcript.facts)
    for title, lines in transcript.lists:
        yield from ("", title, "-" * len(title), *(f"- {_line(line)}" for line in lines))
    for section in transcript.sections:
        yield from ("", section.title, "-" * len(section.title), "")
        for item in section.items:
            yield f"{item.when}  {_line(item.who)}"
            yield from (f"    {line}" for line in safe_text(item.body).split("\n") if item.body)
            yield from (f"    [{_enclosed_words(one)}]" for one in item.enclosed)
            yield from (f"    ({_line(words)})" for words in item.about)
            yield ""
        if not section.items:
            yield section.none


def _enclosed_words(one: Enclosed) -> str:
    if not one.path:
        return f"{_line(one.words)}: {one.missing}"
    return f"{_line(one.words)}: {one.path}, SHA-256 {one.sha256}"


def as_html(transcript: Transcript) -> str:
    """The document as one page: what somebody wrote is escaped, and the page's own rule lets nothing load or run."""
    return "".join(f"{line}\n" for line in _html_lines(transcript))


def _html_lines(transcript: Transcript) -> Iterator[str]:
    policy = "default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'"
    yield "<!DOCTYPE html>"
    yield f'<html><head><meta charset="utf-8"><title>{_safe(transcript.title)}</title>'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width">'
    yield f"<style>{_STYLE}</style></head><body>"
    yield f"<h1>{_safe(transcript.title)}</h1><dl>"
    yield from (f"<dt>{_safe(name)}</dt><dd>{_safe(value)}</dd>" for name, value in transcript.facts)
    yield "</dl>"
    for title, lines in transcript.lists:
        yield f"<h2>{_safe(title)}</h2><ul>"
        yield from (f"<li>{_safe(line)}</li>" for line in lines)
        yield "</ul>"
    for section in transcript.sections:
        yield f"<h2>{_safe(section.title)}</h2>"
        for item in section.items:
            yield from _article(item)
        if not section.items:
            yield f"<p>{_safe(section.none)}</p>"
    yield "</body></html>"


def _article(item: Item) -> Iterator[str]:
    yield f'<article class="{"theirs" if item.is_theirs else "ours"}">'
    yield f'<p class="about">{_safe(item.when)} · <b>{_safe(item.who)}</b></p>'
    if item.body:
        yield f'<p class="words" dir="auto">{escape(safe_text(item.body))}</p>'
    for one in item.enclosed:
        if one.path and one.path.rpartition(".")[2] in SHOWN:
            yield f'<img src="{escape(one.path)}" alt="{_safe(one.words)}">'
        if one.path:
            link = f'<a href="{escape(one.path)}">{_safe(one.words)}</a>'
            yield f'<p class="about">{link} · SHA-256 <code>{escape(one.sha256)}</code></p>'
        else:
            yield f'<p class="about">{_safe(one.words)}: {_safe(one.missing)}</p>'
    yield from (f'<p class="about">{_safe(words)}</p>' for words in item.about)
    yield "</article>"


def _safe(text: str) -> str:
    return escape(_line(text))


def _line(text: str) -> str:
    return safe_text(text, keep_newlines=False)
