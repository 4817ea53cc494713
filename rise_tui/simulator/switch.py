"""The switch: takes texts from the sender and from phones, keeps them in the witness, and lets their stories run."""

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

from rise_tui.domain.clock import Clock, SystemClock, now_ms
from rise_tui.domain.segments import weigh
from rise_tui.simulator import texts, words
from rise_tui.simulator.faults import Faults
from rise_tui.simulator.media import Fetcher, attachment
from rise_tui.simulator.options import Options
from rise_tui.simulator.texts import INBOUND, REPLY, Medium, Text
from rise_tui.simulator.voice import API_VERSION, Voice
from rise_tui.simulator.waits import Waits
from rise_tui.simulator.witness import Witness


def new_sid(kind: str) -> str:
    """A fresh sid: two letters and 32 hexadecimal digits."""
    return kind + secrets.token_hex(16)


def segments_of(body: str) -> int:
    """How many segments a text is billed as; one without words (a photo) counts as one."""
    return max(1, weigh(body.encode("utf-8", "replace").decode()).segments)


class Bucket:
    """A hard token bucket in segments; `take` never waits."""

    def __init__(self, rate: float, capacity: float, clock: Clock) -> None:
        self._rate = rate
        self._capacity = capacity
        self._clock = clock
        self._level = capacity
        self._seen = clock.monotonic()

    def take(self, segments: int) -> bool:
        """Take that many if they are there. A text longer than the bucket is taken from a full one."""
        if not self._rate:
            return True
        now = self._clock.monotonic()
        self._level = min(self._capacity, self._level + (now - self._seen) * self._rate)
        self._seen = now
        if self._level < min(segments, self._capacity):
            return False
        self._level -= segments
        return True


Story = Callable[["Switch", Text], Coroutine[Any, Any, None]]
"""What happens to a text once it is accepted."""


class Switch:
    """Everything that the HTTP routes share."""

    def __init__(self, options: Options, tell: Story, base_url: str, clock: Clock | None = None) -> None:
        self.options = options
        self._tell = tell
        self.base_url = base_url.rstrip("/")
        self.clock = clock or SystemClock()
        self.witness = Witness(options.file)
        self.waits = Waits()
        self.voice = Voice(options, self.witness, self.waits, self.clock)
        self.faults = Faults(self.clock)
        self.bucket = Bucket(options.rate, options.bucket, self.clock)
        self.fetcher = Fetcher()
        self.tries: Counter[str] = Counter()
        self.blocks: set[tuple[str, str]] = set()
        self.news = asyncio.Event()
        """Wakes whoever waits for the next text, in either direction."""
        self.leaks = 0
        """How often somebody carried the account's password to a signed media address, where it does not belong."""

    async def start(self) -> None:
        """Remember who said STOP, and go on with the stories that a stop broke off."""
        self.blocks = await self.witness.run(texts.blocks)
        for text in await self.witness.run(texts.unfinished):
            self.waits.begin(self._tell(self, text))

    async def stop(self) -> None:
        """Break off what is under way and close the file."""
        await self.waits.stop()
        await self.voice.close()
        await self.fetcher.close()
        await self.witness.close()

    async def accept(self, text: Text, attached: list[Medium]) -> None:
        """Take a text for sending: durable on return, its story begun."""
        await self.witness.run(lambda db: texts.add(db, text, attached))
        self._wake()
        self.waits.begin(self._tell(self, text))

    def inbound(
        self, sender: str, receiver: str, body: str, attached: Sequence[Mapping[str, Any]], sid: str | None = None
    ) -> tuple[Text, list[Medium]]:
        """A text that a phone wrote, not kept yet. Raises media.BadMedium."""
        sid = sid or new_sid("MM" if attached else "SM")
        media = [attachment(asked, new_sid("ME"), sid, position) for position, asked in enumerate(attached)]
        text = Text(
            sid=sid,
            direction=INBOUND,
            sender=sender,
            receiver=receiver,
            body=body,
            status="received",
            at=now_ms(self.clock),
            segments=segments_of(body),
            media=len(media),
            opt_word=words.opt_word(body),
        )
        return text, media

    async def keep(self, text: Text, media: list[Medium]) -> None:
        """Keep what a phone wrote, close or open the pair as Twilio does, and record Twilio's own answer to it."""
        pair = (text.receiver, text.sender)
        is_blocked = pair in self.blocks
        answer = ""
        if text.opt_word == "STOP":
            self.blocks.add(pair)
            answer = "" if is_blocked else words.STOPPED
        elif text.opt_word == "START":
            self.blocks.discard(pair)
            answer = words.STARTED if is_blocked else ""
        elif text.opt_word == "HELP":
            answer = words.HELPED

        def job(db: Any) -> None:
            texts.add(db, text, media)
            if text.opt_word == "STOP":
                texts.block(db, *pair, text.at)
            elif text.opt_word == "START":
                texts.unblock(db, *pair)
            if answer:
                texts.add(db, self._own_answer(text, answer), [])

        await self.witness.run(job)
        self._wake()

    async def deliver(
        self, text: Text, media: list[Medium], extra: Mapping[str, str], copies: int = 1
    ) -> list[int | None]:
        """Post what a phone wrote to the webhook, `copies` times at once; the HTTP statuses, None for no answer."""
        url = f"{self.base_url}/{API_VERSION}/Accounts/{self.options.account}/Messages/{text.sid}"
        posts = [self.voice.tell_inbound(text, media, extra, url) for _ in range(copies)]
        return list(await asyncio.gather(*posts))

    def _wake(self) -> None:
        self.news.set()
        self.news.clear()

    @staticmethod
    def _own_answer(text: Text, body: str) -> Text:
        return Text(
            sid=new_sid("SM"),
            direction=REPLY,
            sender=text.receiver,
            receiver=text.sender,
            body=body,
            status="delivered",
            at=text.at,
            sent_at=text.at,
            segments=segments_of(body),
        )
