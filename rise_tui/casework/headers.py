"""What people write above the columns of a list, in English and Spanish, and what each stands for."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from rise_tui.domain.clients import fold

_WRITTEN: Mapping[str, str] = MappingProxyType(
    {
        "name": "name|full name|fullname|client|client name|clients name|clients|participant|participant name"
        "|member|person|student|nombre completo|nombre y apellido|nombre y apellidos|cliente|participante",
        "first_name": "first name|first|f name|fname|given name|given|firstname|forename|client first name|nombre"
        "|nombres|primer nombre",
        "last_name": "last name|last|l name|lname|surname|family name|family|lastname|client last name|apellido"
        "|apellidos",
        "phone": "phone|phones|phone number|phone no|phonenumber|cell|cells|cell phone|cellphone|cell number|cell no"
        "|mobile|mobile number|mobile phone|mobilephone|contact|contact number|number|numbers|telephone"
        "|telephone number|tel|other phone|other number|alt phone|alternate phone|second phone|home phone"
        "|telefono|telefonos|celular|movil|numero|numero de telefono|numero de celular|otro telefono",
        "group": "group|groups|group name|class|classes|program|programs|programme|workshop|cohort|grupo|grupos"
        "|clase|clases|programa|taller",
        "language": "language|lang|languages|preferred language|primary language|speaks|idioma|lengua",
        "external_id": "external id|externalid|id|client id|clientid|case number|casenumber|case id|case no|case"
        "|file number|file no|pp|ppn|pp number|participant id|custom id|numero de caso|expediente",
        "consent": "consent|consented|opt in|optin|opted in|may text|can text|ok to text|okay to text|texting|text ok"
        "|texting consent|sms consent|text consent|agreed|consentimiento|acepta|acepta mensajes",
        "zone": "time zone|timezone|zone|zona horaria",
    }
)
_FIELDS = {words: name for name, many in _WRITTEN.items() for words in many.split("|")}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NUMBERED = re.compile(r" ?\d{1,2}$")


def field_of(header: str) -> str:
    """The field that a header stands for, or nothing. Case, accents, signs and a number at its end do not count."""
    for written in (header, _CAMEL.sub(" ", header)):
        words = re.sub(r"[^a-z0-9]+", " ", fold(written).replace("'", "").replace("’", "")).strip()
        field = _FIELDS.get(words) or _FIELDS.get(_NUMBERED.sub("", words))
        if field:
            return field
    return ""


def is_understood(fields: set[str]) -> bool:
    """Is that enough to know somebody by: a name, and a number or an id?"""
    return bool(fields & {"phone", "external_id"}) and bool(fields & {"name", "first_name", "last_name"})
