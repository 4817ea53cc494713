"""The audit log's entries as one reads them: who did what to whom, in a line without a word that anybody wrote."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rise_tui.domain.audit_chain import Entry
from rise_tui.domain.held_words import because_words
from rise_tui.domain.say import say, say_many

Facts = Mapping[str, Any]
Names = Mapping[str, str]


def act_words(entry: Entry, whom: str = "", names: Names | None = None) -> str:
    """What was done, as `texted Ana Ruiz (4711)`. `whom` is the client as one reads them, empty: nobody in particular.

    `names` has what ids in the entry's facts are called; an id that is not there is left out. An act that this program
    does not know, a newer one's, is said by its own word.
    """
    facts = {name: value for name, value in entry.facts.items() if value is not None}
    about = whom or say("a number of nobody")
    if entry.act in _PLAIN:
        return _PLAIN[entry.act](about)
    if entry.act in _TELLING:
        return _TELLING[entry.act](about, facts, names or {})
    said = entry.act.replace("_", " ")
    return f"{said}: {whom}" if whom else said


def counted(counts: Facts) -> str:
    """`12 texts, 1 note`; `nothing`."""
    parts = [words(int(counts[kind])) for kind, words in _COUNTED.items() if counts.get(kind)]
    return ", ".join(parts) or say("nothing")


def _texts(count: int) -> str:
    return say_many("{count} text", "{count} texts", count)


def _notes(count: int) -> str:
    return say_many("{count} note", "{count} notes", count)


_COUNTED: Mapping[str, Callable[[int], str]] = {
    "message": _texts,
    "texts": _texts,
    "note": _notes,
    "notes": _notes,
    "document": lambda count: say_many("{count} paper", "{count} papers", count),
    "appointment": lambda count: say_many("{count} appointment", "{count} appointments", count),
    "broadcast": lambda count: say_many("{count} group text", "{count} group texts", count),
    "client": lambda count: say_many("{count} client", "{count} clients", count),
    "files": lambda count: say_many("{count} photo or file", "{count} photos and files", count),
}
"""What is counted in entries, in words."""


_FIELDS = {"external_id": "file id", "is_confirmed": "confirmed", "is_discreet": "discreet"}
"""What fields are called where their own name does not say it."""


def _fields(facts: Facts) -> str:
    """Which fields were written: ` (last name, language)`."""
    fields: Sequence[str] = facts.get("fields") or ()
    known = [_FIELDS.get(name) or name.removesuffix("_id").removesuffix("_at").replace("_", " ") for name in fields]
    return f" ({', '.join(known)})" if known else ""


def _texted(whom: str, facts: Facts, names: Names) -> str:
    because = because_words(str(facts.get("now_because") or ""))
    return say("texted {whom}, whatever the hour: {because}", whom=whom, because=because) if because else _sent(whom)


def _let_go(whom: str, facts: Facts, names: Names) -> str:
    because = because_words(str(facts.get("because") or ""))
    said = say("let a held text to {whom} go", whom=whom)
    return say("{said}: {because}", said=said, because=because) if because else said


def _sent(whom: str) -> str:
    return say("texted {whom}", whom=whom)


def _looked(whom: str, facts: Facts, names: Names) -> str:
    seconds = max(0, round((int(facts.get("to_at", 0)) - int(facts.get("from_at", 0))) / 1000))
    if not seconds:
        return say("looked at {whom}", whom=whom)
    if seconds < 60:
        span = say_many("{count} second", "{count} seconds", seconds)
    else:
        span = say_many("{count} minute", "{count} minutes", round(seconds / 60))
    return say("looked at {whom} for {span}", whom=whom, span=span)


def _exported(whom: str, facts: Facts, names: Names) -> str:
    if "broadcast_id" in facts:
        people = say_many("{count} person", "{count} people", int(facts.get("people", 0)))
        return say("exported what became of a group text to {people}", people=people)
    if "document_id" in facts:
        return say("exported a paper of {whom}", whom=whom)
    return say("exported the file of {whom}: {what}", whom=whom, what=counted(facts))


def _export_begun(whom: str, facts: Facts, names: Names) -> str:
    if "broadcast_id" in facts:
        return say("began to export what became of a group text")
    if "document_id" in facts:
        return say("began to export a paper of {whom}", whom=whom)
    return say("began to export the file of {whom}", whom=whom)


def _export_failed(whom: str, facts: Facts, names: Names) -> str:
    if "broadcast_id" in facts:
        return say("broke off exporting what became of a group text")
    return say("broke off exporting from the file of {whom}", whom=whom)


def _group_text(whom: str, facts: Facts, names: Names) -> str:
    people = say_many("{count} person", "{count} people", int(facts.get("recipients", 0)))
    left_out = int(facts.get("left_out", 0))
    if not left_out:
        return say("sent a group text to {people}", people=people)
    return say("sent a group text to {people}, {count} left out", people=people, count=left_out)


def _paused(whom: str, facts: Facts, names: Names) -> str:
    return say("paused a group text") if facts.get("is_paused") else say("let a group text go on")


def _conversation(whom: str, facts: Facts, names: Names) -> str:
    words = {
        "needs_reply": say("set {whom} to: needs a reply", whom=whom),
        "waiting": say("set {whom} to: waiting for them", whom=whom),
        "done": say("set {whom} to: done", whom=whom),
    }
    return words.get(str(facts.get("state"))) or say("snoozed or flagged {whom}", whom=whom)


def _consent(whom: str, facts: Facts, names: Names) -> str:
    if facts.get("how") == "taken_back":
        return say("took back that {whom} wants no texts: it is undecided again", whom=whom)
    words = {
        "opted_in": say("wrote down that {whom} agrees to texts", whom=whom),
        "opted_out": say("wrote down that {whom} wants no texts", whom=whom),
    }
    return words.get(str(facts.get("state"))) or say("wrote down what {whom} agrees to", whom=whom)


def _member(whom: str, facts: Facts, names: Names) -> str:
    if facts.get("is_member"):
        return say("put {whom} into a group", whom=whom)
    return say("took {whom} out of a group", whom=whom)


def _noted(whom: str, facts: Facts, names: Names) -> str:
    if facts.get("deleted"):
        return say("deleted a note about {whom}", whom=whom)
    return say("wrote a note about {whom}", whom=whom)


def _filed(whom: str, facts: Facts, names: Names) -> str:
    if facts.get("deleted"):
        return say("took a paper out of the file of {whom}", whom=whom)
    return say("filed a paper of {whom}", whom=whom)


def _handed_over(whom: str, facts: Facts, names: Names) -> str:
    return say("handed {whom} over to {to}", whom=whom, to=_named(facts, names, "to_caseworker_id"))


def _covered(whom: str, facts: Facts, names: Names) -> str:
    of, by = _named(facts, names, "of_caseworker_id"), _named(facts, names, "by_caseworker_id")
    if facts.get("is_ended"):
        return say("ended the cover of {of} by {by}", of=of, by=by)
    return say("let {by} cover for {of}", of=of, by=by)


def _device(whom: str, facts: Facts, names: Names) -> str:
    words = {
        "revoked": say("took the sign-in of a machine back"),
        "wiped": say("let everything on a machine be deleted"),
    }
    return words.get(str(facts.get("state"))) or say("named a machine")


def _held(whom: str, facts: Facts, names: Names) -> str:
    if facts.get("is_held"):
        return say("put the records of {whom} on hold", whom=whom)
    return say("ended the hold of the records of {whom}", whom=whom)


def _purge_begun(whom: str, facts: Facts, names: Names) -> str:
    if "before_at" in facts:
        return say("began to purge what is older than the period")
    return say("began to purge everything of {whom}", whom=whom)


def _purged(whom: str, facts: Facts, names: Names) -> str:
    return say("purged {what}", what=counted(facts.get("gone") or {}))


def _refused(whom: str, facts: Facts, names: Names) -> str:
    kind = str(facts.get("kind", "")).replace("_", " ")
    return say("was refused what is not theirs to do: {kind}, {whom}", kind=kind, whom=whom)


def _named(facts: Facts, names: Names, fact: str) -> str:
    return names.get(str(facts.get(fact, ""))) or say("somebody")


def _renamed(whom: str, facts: Facts, names: Names) -> str:
    return say("gave {person} another name", person=_named(facts, names, "caseworker_id"))


def _role(whom: str, facts: Facts, names: Names) -> str:
    person = _named(facts, names, "caseworker_id")
    return say("made {person} {role}", person=person, role=facts.get("role", ""))


def _left(whom: str, facts: Facts, names: Names) -> str:
    person, to = _named(facts, names, "caseworker_id"), _named(facts, names, "to_caseworker_id")
    return say_many(
        "let {person} leave, {count} client to {to}",
        "let {person} leave, {count} clients to {to}",
        int(facts.get("clients", 0)),
        person=person,
        to=to,
    )


def _back(whom: str, facts: Facts, names: Names) -> str:
    return say("took {person} back", person=_named(facts, names, "caseworker_id"))


def _on_call(whom: str, facts: Facts, names: Names) -> str:
    on_call = str(facts.get("on_call") or "")
    return (
        say("put {person} on call", person=names.get(on_call) or say("somebody"))
        if on_call
        else say("put nobody on call")
    )


def _command(whom: str, facts: Facts, names: Names) -> str:
    return f"rise relay {facts.get('command', '')}".rstrip()


_PLAIN: Mapping[str, Callable[[str], str]] = {
    "took_copy": lambda whom: say("took a copy of all that they may see"),
    "took_client_copy": lambda whom: say("took a copy of the file of {whom}", whom=whom),
    "brought_file": lambda whom: say("brought a photo or file to be sent"),
    "resolution": lambda whom: say("settled what became of a text to {whom}", whom=whom),
    "cancellation": lambda whom: say("took a text to {whom} back", whom=whom),
    "broadcast_cancellation": lambda whom: say("stopped a group text"),
    "claim": lambda whom: say("took a new number for {whom}", whom=whom),
    "wrong_person": lambda whom: say("marked a number of {whom} as somebody else's", whom=whom),
    "used_device": lambda whom: say("used a machine"),
    "wiped": lambda whom: say("deleted everything on their machine, as it was told to"),
    "device_purged": lambda whom: say("purged it on their machine"),
    "alerts": lambda whom: say("set how they are told while rise is closed"),
    "away": lambda whom: say("said when they are away"),
    "restored": lambda whom: say("put a backup in its place"),
}
"""Acts that are always said alike."""

_TELLING: Mapping[str, Callable[[str, Facts, Names], str]] = {
    "sent": _texted,
    "release": _let_go,
    "looked": _looked,
    "export_begun": _export_begun,
    "exported": _exported,
    "export_failed": _export_failed,
    "sent_group_text": _group_text,
    "broadcast_pause": _paused,
    "conversation": _conversation,
    "client": lambda whom, facts, names: say("wrote on the card of {whom}", whom=whom) + _fields(facts),
    "number": lambda whom, facts, names: say("wrote down a number of {whom}", whom=whom) + _fields(facts),
    "consent": _consent,
    "group": lambda whom, facts, names: say("changed a group") + _fields(facts),
    "member": _member,
    "template": lambda whom, facts, names: say("changed a template") + _fields(facts),
    "note": _noted,
    "document": _filed,
    "appointment": lambda whom, facts, names: say("wrote down an appointment") + _fields(facts),
    "transfer": _handed_over,
    "cover": _covered,
    "device": _device,
    "on_call": _on_call,
    "legal_hold": _held,
    "purge_begun": _purge_begun,
    "purged": _purged,
    "refused": _refused,
    "caseworker_renamed": _renamed,
    "caseworker_role": _role,
    "caseworker_left": _left,
    "caseworker_back": _back,
    "command": _command,
}
"""Acts whose facts tell more."""

KNOWN = frozenset(_PLAIN) | frozenset(_TELLING)
"""Every act that has words."""
