"""Looks at what is kept on this machine: whole or damaged, up to date, what waits to go out and what was refused."""

from datetime import datetime, timedelta
from pathlib import Path

from rise_tui.doctor.checks import LONGEST, Check, Group, age, day, in_shell, look, ok, outside, shown, size, wrong
from rise_tui.doctor.office import heard
from rise_tui.domain.clock import from_ms
from rise_tui.domain.errors import RiseError
from rise_tui.domain.safe_text import one_line
from rise_tui.store.connect import USER_VERSION
from rise_tui.store.examining import Condition, Contents, examine
from rise_tui.store.notices import Notice

_HERE = Group.KEPT


def kept(folder: Path, now: datetime) -> list[Check]:
    """What stands in the store of this sign-in; nothing is changed there, and none is made."""
    try:
        condition = examine(folder)
    except (RiseError, OSError) as error:
        title = error.title if isinstance(error, RiseError) else "it cannot be opened"
        return [_damaged(folder, title)]
    if condition is None:
        return [ok(_HERE, "store", "nothing yet: the first start fetches it from the office")]
    if condition.faults:
        return [_damaged(folder, "the copy on this machine is damaged")]
    checks = [_store(folder, condition), _encryption(condition)]
    if condition.contents is not None:
        contents = condition.contents
        checks += [_caught_up(contents, now), _outbox(contents), _refused(contents)]
        checks += audit_log(contents.audit_heads)
        checks += heard(contents.carrier, contents.stepped_over, contents.stopped)
    return checks


def _damaged(folder: Path, title: str) -> Check:
    aside = folder.with_name(f"{folder.name}.aside")
    step = (
        f"Close every rise, then: mv {in_shell(folder)} {in_shell(aside)}. The next start fetches everything from the "
        "office again; drafts and what was not sent yet stand in the folder aside: keep it."
    )
    return wrong(_HERE, "store", f"{outside(title)}: {shown(folder)}", step)


def _store(folder: Path, condition: Condition) -> Check:
    photos = f" and {size(condition.photos_size)} of photos" if condition.photos_size else ""
    detail = f"whole, {size(condition.size)}{photos}, version {condition.version}"
    if condition.version > USER_VERSION:
        step = "Upgrade rise on this machine."
        return wrong(_HERE, "store", f"{detail}: a newer rise has written it", step)
    if condition.version < USER_VERSION:
        return ok(_HERE, "store", f"{detail}; the next start brings it to {USER_VERSION}")
    return ok(_HERE, "store", detail)


def _encryption(condition: Condition) -> Check:
    if condition.is_encrypted:
        return ok(_HERE, "encryption", "on")
    return ok(_HERE, "encryption", "off: only this account's permissions keep others from reading it")


def _caught_up(contents: Contents, now: datetime) -> Check:
    cursor = contents.cursor
    if cursor.synced_at is None:
        step = "It catches up by itself when the line is there; or run: rise sync"
        return look(_HERE, "caught up", "not yet: the office has not been heard here", step)
    since = now - from_ms(cursor.synced_at)
    when = "just now" if since < timedelta(minutes=1) else f"{age(since)} ago"
    return ok(_HERE, "caught up", f"{when}, as of event {cursor.seq}")


def _outbox(contents: Contents) -> Check:
    if not contents.waiting:
        return ok(_HERE, "outbox", "nothing waits to go out")
    count = "1 act is" if contents.waiting == 1 else f"{contents.waiting} acts are"
    step = "It goes out by itself when the line is there; or run: rise sync"
    return look(_HERE, "outbox", f"{count} on this machine only", step)


def _refused(contents: Contents) -> Check:
    if not contents.parked:
        return ok(_HERE, "refused", "nothing")
    count = "1 act was" if contents.parked == 1 else f"{contents.parked} acts were"
    return look(_HERE, "refused", f"{count} not taken by the office", "Look, try again or drop: rise refused")


def audit_log(kept: Notice | None) -> list[Check]:
    """The newest hash of the office's audit log that came here, as its administrator types it; nothing before that."""
    if kept is None:
        return []
    heads = kept.words["heads"]
    count = "1 hash of it" if len(heads) == 1 else f"{len(heads)} hashes of it"
    head = f"{int(heads[-1]['n'])}:{heads[-1]['hash']}"
    detail = f"{count} kept here, the newest of {day(from_ms(heads[-1]['at']))}: {head}"
    return [ok(_HERE, "audit log", one_line(detail, LONGEST))]
