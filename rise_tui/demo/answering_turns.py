"""The demo's clients at their phones: they hear what is sent to them, and answer when it is time.

Nothing is kept but what the phone company keeps anyway: what was sent, and which answers have arrived. An answer always
has the same id, so after a restart, or a crash between two steps, the rest of the answers come, and none twice.
"""

import base64
from dataclasses import dataclass
from typing import Any

from rise_tui.demo.answering_line import Line, Text
from rise_tui.demo.answering_people import People, Somebody
from rise_tui.demo.answering_plan import Answer, answers_to
from rise_tui.demo.answering_said import Earlier, Said
from rise_tui.domain.clock import Clock, from_ms, now_ms
from rise_tui.domain.consent import OptWord, opt_word

LONGEST_REST = 25.0
NOT_YET, AGAIN = 2.0, 5.0
"""Seconds until a text that is still on its way is looked at again, and until an answer that nobody took goes again."""
_UNDER_WAY = frozenset({"queued", "sending"})
_LOST = frozenset({"failed", "undelivered", "canceled"})


@dataclass
class _Coming:
    """An answer that is still to come: when (milliseconds), to which text, and has the phone company it already?"""

    due_at: int
    answer: Answer
    to: Text
    is_kept: bool = False


class Turns:
    """All clients of one office. `pace` is how many seconds of theirs pass in one of ours."""

    def __init__(self, line: Line, people: People, clock: Clock, *, seed: int = 0, pace: float = 1.0) -> None:
        self._line = line
        self._people = people
        self._clock = clock
        self._seed = seed
        self._pace = pace
        self._heard = 0
        self._said: dict[str, list[Text]] = {}
        self._silent: set[str] = set()
        self._coming: dict[str, _Coming] = {}

    def listen(self, wait: float = 0.0) -> None:
        """Take in everything new; with `wait` the next text is awaited that many seconds. Raises as Line.texts."""
        while texts := self._line.texts(self._heard, wait):
            for text in texts:
                self._heard = text.seq
                if text.is_theirs:
                    self._take_theirs(text)
                else:
                    self._take_ours(text)
            wait = 0.0

    def speak(self) -> float:
        """Write whatever is due; returns the seconds until more is, at most LONGEST_REST. Raises as Line.write."""
        now = now_ms(self._clock)
        for coming in sorted(self._coming.values(), key=lambda coming: coming.due_at):
            if coming.due_at <= now and coming.answer.sid in self._coming:
                self._answer(coming, now)
        next_at = min((coming.due_at for coming in self._coming.values()), default=now + int(LONGEST_REST * 1000))
        return max(0.0, min(LONGEST_REST, (next_at - now) / 1000))

    def _take_theirs(self, text: Text) -> None:
        self._said[text.phone] = [text, *self._said.get(text.phone, [])][:2]
        coming = self._coming.get(text.sid)
        if coming is not None and text.is_delivered:
            del self._coming[text.sid]
        elif coming is not None:
            coming.is_kept = True
        self._heed(text.phone, text.body)

    def _heed(self, phone: str, body: str) -> None:
        """Who says STOP says nothing more, until they start again."""
        word = opt_word(body)
        if word is OptWord.STOP:
            self._silent.add(phone)
            self._forget(phone, 0, keeps_photos=False)
        elif word in (OptWord.START, OptWord.YES):
            self._silent.discard(phone)

    def _take_ours(self, text: Text) -> None:
        if text.phone in self._silent or "sim:" in text.body.lower():  # who tries the phone company has its own answers
            return
        who = self._people.get(text.phone) or Somebody()
        answers = answers_to(Said(text.message_id, text.body, text.phone, who, self._earlier(text, who)), self._seed)
        due = [text.at + int(answer.after * 1000 / self._pace) for answer in answers]
        if due:
            self._forget(text.phone, due[0], keeps_photos=True)
        for answer, at in zip(answers, due, strict=True):
            self._coming[answer.sid] = _Coming(at, answer, text)

    def _earlier(self, text: Text, who: Somebody) -> Earlier:
        said = self._said.get(text.phone, [])
        words = (*(each.body for each in said), *([who.last_word] if who.last_word else []))[:2]
        return Earlier(words, (text.at - said[0].at) / 1000 * self._pace if said else None)

    def _forget(self, phone: str, after_at: int, *, keeps_photos: bool) -> None:
        """Whoever answers a newer text does not come back later to an older one, but for the photo they promised."""
        for sid, coming in list(self._coming.items()):
            is_kept = coming.is_kept or (keeps_photos and coming.answer.paper)
            if coming.to.phone == phone and coming.due_at > after_at and not is_kept:
                del self._coming[sid]

    def _answer(self, coming: _Coming, now: int) -> None:
        if not coming.is_kept:
            status = next(iter(self._line.texts(coming.to.seq - 1, limit=1))).status
            if status in _LOST:
                del self._coming[coming.answer.sid]
                return
            if status in _UNDER_WAY:
                self._put_off(coming, now + int(NOT_YET * 1000))
                return
        if self._line.write({"sid": coming.answer.sid} if coming.is_kept else self._written(coming)):
            del self._coming[coming.answer.sid]
            self._heed(coming.to.phone, coming.answer.body)
        else:
            coming.is_kept = True
            self._put_off(coming, now + int(AGAIN * 1000))

    def _put_off(self, coming: _Coming, at: int) -> None:
        """It comes later, and so does what the same person says after it."""
        for each in self._coming.values():
            if each.to.phone == coming.to.phone:
                each.due_at = max(each.due_at, at)

    def _written(self, coming: _Coming) -> dict[str, Any]:
        answer, to = coming.answer, coming.to
        asked = {"sid": answer.sid, "from": to.phone, "to": to.number, "body": answer.body}
        return asked | {"media": [self._photo(answer.paper, to)]} if answer.paper else asked

    def _photo(self, paper: str, to: Text) -> dict[str, str]:
        from rise_tui.demo.papers import draw_paper  # Pillow, which most of these processes never need

        who = self._people.get(to.phone) or Somebody()
        month = f"{from_ms(to.at):%m/%Y}" if paper == "paystub" else ""
        picture = draw_paper(paper, f"{who.first} {who.last}".strip() or "J. Doe", month)
        return {"type": "image/jpeg", "base64": base64.b64encode(picture).decode()}
