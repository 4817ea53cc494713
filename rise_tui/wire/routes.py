"""Where things are: the paths of `/v1`, each written once, for the relay to mount and for the app to call."""

from dataclasses import dataclass

from rise_tui.wire import resources
from rise_tui.wire.shapes import Wish

V1 = "/v1"
ME = f"{V1}/me"
SNAPSHOT = f"{V1}/snapshot"
EVENTS = f"{V1}/events"
CLIENT_EVENTS = f"{V1}/clients/{{client_id}}/events"
MEDIA = f"{V1}/media/{{sha256}}"
HEALTH = "/healthz"
TWILIO_INBOUND = "/carriers/twilio/inbound"
TWILIO_STATUS = "/carriers/twilio/status/{message_id}"
TWILIO_MEDIA = "/carriers/twilio/media/{message_id}/{index}"

IDEMPOTENCY_KEY = "Idempotency-Key"
IF_MATCH = "If-Match"
PROBLEM_JSON = "application/problem+json"
EVENT_STREAM = "text/event-stream"


@dataclass(frozen=True)
class Resource:
    """A thing that may be PUT: its name (the wish's `kind`), its path below `/v1`, and the body's model."""

    kind: str
    template: str
    body: type[Wish]

    def path(self, **ids: str) -> str:
        """The full path for these ids."""
        return V1 + self.template.format(**ids)


RESOURCES: dict[str, Resource] = {
    resource.kind: resource
    for resource in (
        Resource("client", "/clients/{client_id}", resources.PutClient),
        Resource("number", "/clients/{client_id}/numbers/{e164}", resources.PutHolding),
        Resource("message", "/messages/{message_id}", resources.PutMessage),
        Resource("resolution", "/messages/{message_id}/resolution", resources.PutResolution),
        Resource("cancellation", "/messages/{message_id}/cancellation", resources.PutCancellation),
        Resource("broadcast", "/broadcasts/{broadcast_id}", resources.PutBroadcast),
        Resource("broadcast_cancellation", "/broadcasts/{broadcast_id}/cancellation", resources.PutCancellation),
        Resource("broadcast_pause", "/broadcasts/{broadcast_id}/pause", resources.PutPause),
        Resource("conversation", "/conversations/{client_id}", resources.PutConversation),
        Resource("group", "/groups/{group_id}", resources.PutGroup),
        Resource("member", "/groups/{group_id}/members/{client_id}", resources.PutMember),
        Resource("template", "/templates/{template_id}", resources.PutTemplate),
        Resource("note", "/notes/{note_id}", resources.PutNote),
        Resource("document", "/documents/{document_id}", resources.PutDocument),
        Resource("claim", "/claims/{claim_id}", resources.PutClaim),
        Resource("look", "/looks/{look_id}", resources.PutLook),
        Resource("consent", "/consents/{consent_id}", resources.PutConsent),
        Resource("appointment", "/appointments/{appointment_id}", resources.PutAppointment),
    )
}
"""Every resource with a JSON body, by kind; `media` is PUT as bytes at `MEDIA`."""
