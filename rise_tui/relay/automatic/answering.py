"""What the relay answers by itself to a text that has just come, in the transaction that stores it: HELP, STOP, START.

Never both the phone company's words and ours: where it answers such a word itself, the relay says nothing. It knows
its words only as whole texts; `Help!`, or a word in Spanish, is answered by us whoever answers the others. The text
needs a person's reply all the same.
"""

from dataclasses import dataclass

from rise_tui.domain.automatic import Automatic, help_answer, start_answer, stop_answer
from rise_tui.domain.consent import OptWord, is_carriers_word, is_spanish_word
from rise_tui.domain.marks import language_of
from rise_tui.domain.policy import NowBecause
from rise_tui.relay.automatic import absence
from rise_tui.relay.automatic.texts import DAY_MS, HOUR_MS, Listener, Said, listener_of, said_since, say_now, voice_of
from rise_tui.relay.store import event_log
from rise_tui.relay.store.arriving import Arrived
from rise_tui.relay.store.consents import is_out
from rise_tui.relay.store.engine import Tx

FRESH_MS = 15 * 60_000
"""A text that came longer ago (the phone company brought it late) is answered by a person only."""
CONFIRM_MS = 5 * 60_000
"""Within five minutes a STOP may be confirmed (47 CFR 64.1200(a)(12))."""
_STALE_MS = 2 * HOUR_MS
"""An answer to HELP that could not leave for so long is none any more."""


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers STOP, HELP and START: the phone company, or the relay. `is_on` False: nothing is answered at all."""

    is_ours: bool = False
    is_on: bool = True


SILENT = Answering(is_on=False)
"""Texts that are only kept: of a demonstration, or of tests."""


def is_anybody_away(tx: Tx, at: int) -> bool:
    """May any text be answered by itself at that moment (milliseconds), whatever it says?"""
    return absence.is_on(tx, at)


def answer(tx: Tx, text: Arrived, now: int, answering: Answering, *, was_open: bool) -> None:
    """Say what is to be said to a new text, after its word has counted. `now` is milliseconds.

    Nothing to a short code or a name, and nothing to what came long ago.
    """
    e164 = text.inbound.e164
    if not answering.is_on or not e164.startswith("+") or now - text.at > FRESH_MS:
        return
    if text.word in (OptWord.STOP, OptWord.START, OptWord.HELP):
        _answer_word(tx, text, now, answering, was_open=was_open)
    elif text.is_confirmed and not is_out(tx, text.office_id, e164, text.client_id):
        absence.answer(tx, text, now)


def _answer_word(tx: Tx, text: Arrived, now: int, answering: Answering, *, was_open: bool) -> None:
    if not answering.is_ours and is_carriers_word(text.inbound.body, text.inbound.opt_out_type):
        if text.word is OptWord.HELP or was_open is (text.word is OptWord.STOP):
            _tell_carriers(tx, text, now)
        return
    if text.word is OptWord.STOP:
        if was_open and answering.is_ours:
            _confirm_stop(tx, text, now)
    elif text.word is OptWord.START:
        if answering.is_ours and not was_open:
            _say(tx, text, now, Automatic.START)
    elif not is_out(tx, text.office_id, text.inbound.e164, text.client_id):
        _say(tx, text, now, Automatic.HELP)


def _tell_carriers(tx: Tx, text: Arrived, now: int) -> None:
    """The phone company has answered it: nobody here sees those words, so people see that there were some."""
    event_log.append(
        tx,
        text.office_id,
        "CarrierAnswered",
        actor="carrier",
        at=now,
        client_id=text.conversation_id,
        ref_id=text.message_id,
        word=str(text.word),
    )


def _say(tx: Tx, text: Arrived, now: int, automatic: Automatic) -> None:
    """Answer HELP or START at any hour, but not more often than the office wants: who asks on and on is a machine."""
    voice, listener = voice_of(tx, text.office_id), _listener(tx, text)
    e164 = text.inbound.e164
    if said_since(tx, text.office_id, e164, automatic, now - DAY_MS) >= voice.rules.help_daily:
        return
    words = start_answer(voice.name, listener.language, is_discreet=listener.is_discreet)
    if automatic is Automatic.HELP:
        words = help_answer(voice.rules, voice.name, listener.language, is_discreet=listener.is_discreet)
    said = Said(
        automatic=automatic,
        conversation_id=text.conversation_id,
        e164=e164,
        sender=text.inbound.to_e164,
        body=words,
        kind="one_to_one",
        due_at=now,
        expires_at=now + _STALE_MS,
        not_sent_by_at=now + _STALE_MS,
        now_because=NowBecause.ASKED_FOR_IT,
    )
    say_now(tx, text.office_id, said, now)


def _confirm_stop(tx: Tx, text: Arrived, now: int) -> None:
    """Once, at once or never, and without a word more than that it was heard."""
    until = text.at + CONFIRM_MS
    if now > until:
        return
    voice, listener = voice_of(tx, text.office_id), _listener(tx, text)
    said = Said(
        automatic=Automatic.STOP,
        conversation_id=text.conversation_id,
        e164=text.inbound.e164,
        sender=text.inbound.to_e164,
        body=stop_answer(voice.name, listener.language, is_discreet=listener.is_discreet),
        kind="confirmation",
        due_at=now,
        expires_at=until,
        not_sent_by_at=until,
    )
    say_now(tx, text.office_id, said, now)


def _listener(tx: Tx, text: Arrived) -> Listener:
    """Whom the answer is for; of a number that nobody knows the text itself says which language they speak."""
    if text.client_id is not None:
        return listener_of(tx, text.office_id, text.client_id)
    is_spanish = is_spanish_word(text.inbound.body) or language_of(text.inbound.body) == "es"
    return Listener(language="es" if is_spanish else "en")
