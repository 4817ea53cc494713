"""Where things are: the paths of `/v1`, each written once, for the relay to mount and for the app to call."""

from dataclasses import dataclass

from rise_tui.wire.shapes import Wish

V1 = "/v1"
ME = f"{V1}/me"
SNAPSHOT = f"{V1}/snapshot"
EVENTS = f"{V1}/events"
CLIENT_EVENTS = f"{V1}/clients/{{client_id}}/events"
MEDIA = f"{V1}/media/{{sha256}}"
HEALTH = "/healthz"
INBOUND = "/carriers/{carrier}/inbound"
STATUS = "/carriers/{carrier}/status/{message_id}"
SENT_MEDIA = "/carriers/{carrier}/media/{message_id}/{index}"

IDEMPOTENCY_KEY = "Idempotency-Key"
IF_MATCH = "If-Match"
PROBLEM_JSON = "application/problem+json"
EVENT_STREAM = "text/event-stream"


def at_carrier(path: str, carrier: str) -> str:
    """One of the three paths of carriers with this one's name in it; what else is open in it stays open."""
    return path.replace("{carrier}", carrier)


@dataclass(frozen=True)
class Resource:
    """A thing that may be PUT: its name (the wish's `kind`), its path below `/v1`, its body's model by name."""

    kind: str
    template: str
    model: str

    @property
    def body(self) -> type[Wish]:
        """The body's model; the app, which only needs paths, never imports these."""
        from rise_tui.wire import resources

        body: type[Wish] = getattr(resources, self.model)
        return body

    def path(self, **ids: str) -> str:
        """The full path for these ids."""
        return V1 + self.template.format(**ids)


RESOURCES: dict[str, Resource] = {
    resource.kind: resource
    for resource in (
        Resource("client", "/clients/{client_id}", "PutClient"),
        Resource("number", "/clients/{client_id}/numbers/{e164}", "PutHolding"),
        Resource("message", "/messages/{message_id}", "PutMessage"),
        Resource("resolution", "/messages/{message_id}/resolution", "PutResolution"),
        Resource("release", "/messages/{message_id}/release", "PutRelease"),
        Resource("cancellation", "/messages/{message_id}/cancellation", "PutCancellation"),
        Resource("broadcast", "/broadcasts/{broadcast_id}", "PutBroadcast"),
        Resource("broadcast_cancellation", "/broadcasts/{broadcast_id}/cancellation", "PutCancellation"),
        Resource("broadcast_pause", "/broadcasts/{broadcast_id}/pause", "PutPause"),
        Resource("conversation", "/conversations/{client_id}", "PutConversation"),
        Resource("group", "/groups/{group_id}", "PutGroup"),
        Resource("member", "/groups/{group_id}/members/{client_id}", "PutMember"),
        Resource("template", "/templates/{template_id}", "PutTemplate"),
        Resource("note", "/notes/{note_id}", "PutNote"),
        Resource("document", "/documents/{document_id}", "PutDocument"),
        Resource("claim", "/claims/{claim_id}", "PutClaim"),
        Resource("look", "/looks/{look_id}", "PutLook"),
        Resource("transfer", "/transfers/{transfer_id}", "PutTransfer"),
        Resource("cover", "/covers/{cover_id}", "PutCover"),
        Resource("device", "/devices/{device_id}", "PutDevice"),
        Resource("wiped", "/wiped", "PutWiped"),
        Resource("consent", "/consents/{consent_id}", "PutConsent"),
        Resource("wrong_person", "/wrong_persons/{wrong_person_id}", "PutWrongPerson"),
        Resource("alerts", "/alerts/{caseworker_id}", "PutAlerts"),
        Resource("on_call", "/on_call", "PutOnCall"),
        Resource("away", "/away/{caseworker_id}", "PutAway"),
        Resource("appointment", "/appointments/{appointment_id}", "PutAppointment"),
        Resource("legal_hold", "/clients/{client_id}/legal_hold", "PutLegalHold"),
        Resource("export", "/exports/{export_id}", "PutExport"),
        Resource("purge_done", "/purges/{purge_id}/done", "PutPurgeDone"),
    )
}
"""Every resource with a JSON body, by kind; `media` is PUT as bytes at `MEDIA`."""
