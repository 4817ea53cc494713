"""A folder of mail for neomutt, which answers keys as fast as a terminal program can; only where it is installed."""

from pathlib import Path

from tests.benchmarks.big_office import FIRST, LAST, words_of

_SETTINGS = """\
set folder = "{folder}"
set spoolfile = "{folder}/box"
set mbox_type = Maildir
set header_cache = "{folder}/cache"
set sort = reverse-date
set wait_key = no
set quit = yes
bind index j next-entry
"""


def write_box(folder: Path, mails: int) -> Path:
    """So many mails with the words of the big office; the settings file that opens them."""
    for name in ("cur", "new", "tmp"):
        (folder / "box" / name).mkdir(parents=True)
    for index in range(mails):
        first, last = FIRST[index % 10], LAST[index // 10 % 10]
        mail = (
            f"From: {first} {last} <{index}@example.org>\nTo: dana@example.org\nSubject: {words_of(index, 1)}\n"
            f"Date: Thu, {1 + index % 28} Oct 2026 {index // 60 % 24:02d}:{index % 60:02d}:00 +0000\n"
            f"Message-ID: <{index}@example.org>\nContent-Type: text/plain; charset=utf-8\n\n{words_of(index, 1)}\n"
        )
        (folder / "box" / "cur" / f"{1_790_000_000 + index}.{index}.host:2,").write_text(mail, "utf-8")
    settings = folder / "neomuttrc"
    settings.write_text(_SETTINGS.format(folder=folder), "utf-8")
    return settings
