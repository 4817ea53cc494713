"""What happens to a text after the carrier took it: statuses, late or out of order, and what the phone answers."""

import dataclasses
from collections.abc import Callable

from rise_tui.domain.clock import now_ms
from rise_tui.simulator import texts
from rise_tui.simulator.switch import Switch
from rise_tui.simulator.texts import FINAL, Text
from rise_tui.simulator.words import Wishes

EXPIRED = 30036
"""Twilio's code for a text that left its queue too late."""
_FAILS_AS = {30005: "failed", 30007: "failed"}


def steps(text: Text, wishes: Wishes, delay: float) -> list[tuple[str, int | None]]:
    """The statuses still to come, with an error code where there is one; `delay` is the pause before each, seconds."""
    whole: list[tuple[str, int | None]]
    if 2 * delay > text.validity:
        whole = [("sending", None), ("failed", EXPIRED)]
    elif code := wishes.failure:
        whole = [("sending", None), ("sent", None), (_FAILS_AS.get(code, "undelivered"), code)]
    elif wishes.wants("no-receipt"):
        whole = [("sending", None), ("sent", None)]
    else:
        whole = [("sending", None), ("sent", None), ("delivered", None)]
    names = [status for status, _ in whole]
    return whole[names.index(text.status) + 1 :] if text.status in names else whole


async def tell(switch: Switch, text: Text) -> None:
    """Live through everything that is still to happen to an accepted text."""
    wishes = Wishes.of(text.body)
    coming = steps(text, wishes, switch.options.status_delay)
    if text.media and text.status == "queued" and (code := await _fetch(switch, text)):
        coming = [("failed", code)]
    told: list[tuple[str, int | None]] = []
    fault = switch.faults.meet("callback")
    shuffled = wishes.wants("shuffle") or (fault is not None and fault.kind == "shuffle")
    times = 0 if fault is not None and fault.kind == "drop" else 1
    if wishes.wants("twice") or (fault is not None and fault.kind == "twice"):
        times = 2
    for status, error_code in coming:
        await switch.waits.pause(switch.options.status_delay)
        await switch.witness.run(_advanced(text.sid, status, error_code, now_ms(switch.clock)))
        if shuffled:
            told.append((status, error_code))
        else:
            await _call_back(switch, text, status, error_code, times)
    for status, error_code in reversed(told):
        await _call_back(switch, text, status, error_code, times)
    if coming and coming[-1][0] in ("sent", "delivered"):
        await _answer(switch, text, wishes)


async def _call_back(switch: Switch, text: Text, status: str, error_code: int | None, times: int) -> None:
    receipts = switch.options.receipts
    if text.callback and receipts and (status in receipts or (error_code is not None and status in FINAL)):
        for _ in range(times):
            await switch.voice.tell_status(text, status, error_code)


async def _fetch(switch: Switch, text: Text) -> int | None:
    if switch.options.unfetched_media:
        return None
    trouble = None
    for medium in await switch.witness.run(lambda db: texts.media_of(db, text.sid)):
        got, code = await switch.fetcher.fetch(medium)
        await switch.witness.run(_fetched(got))
        trouble = trouble or code
    return trouble


async def _answer(switch: Switch, text: Text, wishes: Wishes) -> None:
    answer = wishes.answer(switch.options.answers)
    if answer is None:
        return
    await switch.waits.pause(switch.options.reply_delay)
    attached = [{"fixture": "paystub"}] if wishes.wants("photo") else []
    inbound, pictures = switch.inbound(sender=text.receiver, receiver=text.sender, body=answer, attached=attached)
    await switch.keep(inbound, pictures)
    for _ in range(2 if wishes.wants("twice") else 1):
        await switch.deliver(inbound, pictures, {})


def _advanced(sid: str, status: str, code: int | None, at: int) -> Callable[..., None]:
    return lambda db: texts.advance(db, sid, status, code, at)


def _fetched(medium: texts.Medium) -> Callable[..., None]:
    return lambda db: texts.fetched(db, dataclasses.replace(medium, content=None))
