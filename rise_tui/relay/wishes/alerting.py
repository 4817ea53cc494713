"""The rules of alerts: each says for themselves how they want to be told, and nobody else reads it."""

from rise_tui.domain.alerting import MOST_TIMES, is_mail, minutes_of
from rise_tui.domain.errors import BadInput
from rise_tui.relay.store.alerts import put_setting
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.wishes.wished import Accepted, Wished, invalid, not_yours
from rise_tui.wire.resources import PutAlerts


def apply(tx: Tx, wish: Wished) -> Accepted:
    """How this caseworker wants to be told while no app of theirs listens. Only they themselves are told of it."""
    body = wish.as_a(PutAlerts)
    caseworker_id = wish.ids["caseworker_id"]
    if caseworker_id != wish.by.caseworker_id:
        raise not_yours()
    if body.email is not None and not is_mail(body.email):
        raise invalid("/email", "It is no e-mail address.")
    if body.webhook is not None and not body.webhook.startswith(("https://", "http://127.0.0.1:")):
        raise invalid("/webhook", "It is an https address.")
    if (body.quiet_from is None) != (body.quiet_to is None):
        raise invalid("/quiet_to", "Quiet hours have a beginning and an end.")
    try:
        at_times = sorted({minutes_of(written) for written in body.at})
    except BadInput:
        raise invalid("/at", "Times of day are written like 08:30.") from None
    if len(at_times) > MOST_TIMES:
        raise invalid("/at", f"At most {MOST_TIMES} times of day.")
    seq = wish.tell(tx, "AlertsChanged", audience=caseworker_id, ref_id=caseworker_id)
    is_new = put_setting(
        tx,
        wish.office_id,
        caseworker_id,
        {
            "email": body.email,
            "webhook": body.webhook,
            "at_times": at_times,
            "quiet_from": body.quiet_from,
            "quiet_to": body.quiet_to,
            "least_minutes": body.least_minutes,
        },
        seq,
    )
    return Accepted(caseworker_id, seq, is_new=is_new)
