"""What a client is told when somebody else sees to them from now on: words to begin with, in their language."""

_NEW = {
    "en": "Hi {first_name}, this is {caseworker} at {office}. From now on I am your caseworker. You can text me here.",
    "es": "Hola {first_name}, soy {caseworker} de {office}. Desde ahora le atiendo yo. Puede escribirme aquí.",
}
_OLD = {
    "en": "Hi {first_name}, this is {former} at {office}. From now on {caseworker} is your caseworker; this number"
    " stays the same.",
    "es": "Hola {first_name}, soy {former} de {office}. Desde ahora le atiende {caseworker}; este número sigue igual.",
}
_NEUTRAL = {
    "en": "Hi, from now on {caseworker} reads what is texted to this number.",
    "es": "Hola, desde ahora {caseworker} lee lo que se escribe a este número.",
}
"""For a phone that others read, too: no office, and nobody's whole name."""


def transfer_text(
    language: str,
    *,
    first_name: str,
    caseworker: str,
    former: str,
    office: str,
    is_from_new: bool,
    is_discreet: bool,
) -> str:
    """The words as they stand in the field, to be changed by whoever sends them; names as people say them."""
    words = _NEUTRAL if is_discreet else _NEW if is_from_new else _OLD
    if is_discreet:
        caseworker = caseworker.partition(" ")[0]
    written = words.get(language, words["en"]).format(
        first_name=first_name, caseworker=caseworker, former=former, office=office
    )
    return " ".join(written.replace(" ,", ",").split())
