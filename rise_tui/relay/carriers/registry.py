"""Which carriers there are, by the name that the settings use."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from rise_tui.domain.clock import Clock
from rise_tui.relay.carriers.base import Carrier
from rise_tui.relay.carriers.twilio import Twilio
from rise_tui.relay.settings import Settings

CARRIERS: Mapping[str, Callable[[Settings, Clock], Carrier]] = MappingProxyType({Twilio.name: Twilio})


def open_carrier(settings: Settings, clock: Clock) -> Carrier:
    """The carrier that the settings name, with their credentials."""
    return CARRIERS[settings.carrier](settings, clock)
