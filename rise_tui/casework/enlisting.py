"""What a row of a list adds, as wishes: the client, numbers, consents, groups."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rise_tui.casework.amending import amend, the_holding
from rise_tui.casework.desk import Desk
from rise_tui.casework.group_wishes import put as put_group
from rise_tui.casework.group_wishes import put_member
from rise_tui.casework.roster import Roster
from rise_tui.casework.wishing import wish
from rise_tui.casework.wishing_consent import wish_consent
from rise_tui.domain.clock import to_wire
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.ids import new_id
from rise_tui.domain.say import say
from rise_tui.store.engine import Session


@dataclass(frozen=True)
class News:
    """What a row says of somebody that is not here yet. `groups` by name."""

    client_id: str
    line: int
    is_new: bool = False
    fields: Mapping[str, Any] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    consents: Mapping[str, ConsentState] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    ended: tuple[tuple[str, str], ...] = ()
    """who has which number no more, because it is this person's now"""

    @property
    def is_empty(self) -> bool:
        """Is all of it here already?"""
        return not (self.is_new or self.fields or self.numbers or self.consents or self.groups)


def write(desk: Desk, session: Session, roster: Roster, news: News, list_name: str = "") -> None:
    """Show it here and wish it of the relay, in the caller's transaction; `list_name`: where it was read."""
    if news.fields:
        _client(desk, session, news)
    for client_id, e164 in news.ended:
        amend(desk, session, the_holding(client_id, e164), {"until_at": desk.now}, None)
    for e164 in news.numbers:
        if desk.store.conversations.get(session, f"tel:{e164}") is not None:
            _claim(desk, session, news.client_id, e164)
        else:
            _number(desk, session, news.client_id, e164)
    for e164, state in news.consents.items():
        _consent(desk, session, news, e164, state, list_name)
    for name in news.groups:
        put_member(desk, session, _group(desk, session, roster, name), news.client_id, is_member=True)
    desk.store.conversations.refresh(session, news.client_id)


def _client(desk: Desk, session: Session, news: News) -> None:
    store, client_id = desk.store, news.client_id
    body = {**news.fields, "caseworker_id": desk.caseworker_id} if news.is_new else dict(news.fields)
    seq = None if news.is_new else store.clients.seq(session, client_id)
    wish(
        desk,
        session,
        "client",
        lane=client_id,
        ids={"client_id": client_id},
        body=body,
        if_match=seq,
        makes=client_id if news.is_new else None,
        names=() if news.is_new else (client_id,),
        shows=("client", client_id, body),
    )
    store.clients.put(session, client_id, **body)  # the name for finding follows


def _number(desk: Desk, session: Session, client_id: str, e164: str) -> None:
    how = {"is_confirmed": True, "confirmed_how": "import"}
    if desk.store.pending.row(session, "holding", (client_id, e164)):  # it was theirs before, and is again
        again = {"until_at": None, "from_at": desk.now, "is_confirmed": 1, "confirmed_how": "import"}
        amend(desk, session, the_holding(client_id, e164), again, None)
        return
    wish(
        desk,
        session,
        "number",
        lane=client_id,
        ids={"client_id": client_id, "e164": e164},
        body={**how, "from_at": to_wire(desk.now)},
        names=(client_id,),
        shows=("holding", (client_id, e164), {**how, "from_at": desk.now}),
    )


def _claim(desk: Desk, session: Session, client_id: str, e164: str) -> None:
    """The number has written to the office already: all that was said with it becomes the client's."""
    claim_id = new_id()
    how = {"is_confirmed": True, "confirmed_how": "claim", "from_at": desk.now}
    wish(
        desk,
        session,
        "claim",
        lane=client_id,
        ids={"claim_id": claim_id},
        body={"e164": e164, "client_id": client_id},
        names=(client_id,),
        makes=claim_id,
        shows=("holding", (client_id, e164), how),
    )


def _consent(desk: Desk, session: Session, news: News, e164: str, state: ConsentState, list_name: str) -> None:
    wording = say("line {line} of {list}", line=news.line, list=list_name or say("a list"))
    said = {"state": state.value, "how": "import", "wording": wording}
    wish_consent(desk, session, news.client_id, (e164, news.client_id, Purpose.ALL.value), said)


def _group(desk: Desk, session: Session, roster: Roster, name: str) -> str:
    """The group of that name, made if it is not there."""
    group_id = roster.enter_group(session, name)
    if not roster.is_new(group_id):
        return group_id
    put_group(desk, session, group_id, {"name": name, "kind": "list"}, is_new=True)
    return group_id
