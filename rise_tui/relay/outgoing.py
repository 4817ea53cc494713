"""By which ways the relay may tell people and places outside anything, as its settings say."""

from rise_tui.relay.alerting.head_ways import HeadWays
from rise_tui.relay.alerting.ways import Mailer
from rise_tui.relay.settings import Settings


def mailer_of(settings: Settings) -> Mailer | None:
    """The office's mail server; None: the relay sends no e-mail."""
    if not settings.smtp_host:
        return None
    return Mailer(
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_security,
        settings.smtp_from,
        settings.smtp_user,
        settings.smtp_password.get_secret_value(),
    )


def leaving_by(settings: Settings) -> HeadWays:
    """Where the audit log's newest hash goes once a day."""
    return HeadWays(settings.audit_head_to, mailer_of(settings), settings.alert_hosts)
