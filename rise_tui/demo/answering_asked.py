"""What a caseworker's text asks of whoever gets it, by plain rules over English and Spanish: enough to answer it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from rise_tui.domain.wording import even


class Asked(StrEnum):
    """What a text wants; the first that any of its sentences wants is what is answered."""

    FAREWELL = "farewell"
    WHO = "who"
    PAPER = "paper"
    COME = "come"
    WAY = "way"
    CALL = "call"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    WHY = "why"
    HOW = "how"
    YES_NO = "yes_no"
    OTHER = "other"
    BRING = "bring"
    MEETS = "meets"
    COMFORT = "comfort"
    BAD_NEWS = "bad_news"
    WILL_CALL = "will_call"
    PRAISE = "praise"
    OFFER = "offer"
    WELCOME = "welcome"
    THANKS = "thanks"
    TOLD = "told"


QUESTIONS = frozenset(
    {
        Asked.WHO,
        Asked.PAPER,
        Asked.COME,
        Asked.WAY,
        Asked.CALL,
        Asked.WHEN,
        Asked.WHERE,
        Asked.HOW_MANY,
        Asked.WHY,
        Asked.HOW,
        Asked.YES_NO,
        Asked.OTHER,
    }
)
"""What waits for an answer."""


@dataclass(frozen=True)
class Ask:
    """What a text wants, and what it is about: a paper's kind, `work`, `did`, `can` … or nothing more."""

    kind: Asked
    about: str = ""


_PAPERS = {
    "paystub": r"pay ?stubs?|pay ?slips?|check stubs?|stubs?|talon(es)?( de pago)?|recibos? de (pago|sueldo)",
    "id": r"id|id card|state id|identification|drivers license|identificacion|licencia",
    "certificate": r"certificate|certification|diploma|certificado",
    "letter": r"letter|lease|paperwork|carta|contrato|papeles",
}
_SEND = (
    r"send|photo|picture|pic|snap|a copy|(i|we|they) (still )?need (your|to see)"
    r"|(still )?miss(ing)?|is not here|asks? for"
    r"|mandeme|mandame|mande|me (puede )?(manda|mandar|envia|enviar)|envie|envieme|foto|copia|necesito (su|tu|ver)"
    r"|me falta|falta (su|tu)"
)
_PHOTO = (
    r"(send|text|show) (me|us) .*\b(photo|picture|pic)|(can|could) you (send|text|take) .*\b(photo|picture|pic)"
    r"|(photo|picture) .*\bsend it$|(mandeme|mande|me manda|me puede mandar|envieme) .*\bfoto|foto .*\bmandemela"
)
_OURS = (
    r"i (will|can) send|ill send|i sent|sending you|i(ve| have)? (got|received)|got your|received|thank(s| you) for"
    r"|le (mando|envio|mande|envie)|recibi|gracias por|is ready|esta list[oa]"
)
_EVENT = (
    r"class|classes|workshop|session|training|job fair|fair|appointment|interview|court|hearing|orientation|viewing"
    r"|meeting|meets?|group|check ?in|visit|clase|taller|sesion|feria|cita|entrevista|corte|juzgado|audiencia|reunion"
    r"|orientacion|visita"
)
_TIME = (
    r"(mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|tues|wed|thu|thurs|fri|today|tonight|tomorrow|noon"
    r"|next week|at [0-9]{1,2}|[0-9]{1,2}(:[0-9]{2})? ?(am|pm)|[0-9]{1,2}:[0-9]{2}"
    r"|lunes|martes|miercoles|jueves|viernes|sabado|domingo|hoy|manana|a las? [0-9]{1,2}|mediodia"
)
_COMING = (
    r"(can|could|will|would) you (still )?(come|make it|be there|attend|join|stop by|be able)"
    r"|are you (still )?(coming|able)|you coming|(reply|text|answer|say) (back )?(with )?(yes|y)|(please )?confirm"
    r"|let me know if you (can|are)|save you a (seat|spot|place)"
    r"|(puede|podra|podria|puedes|va a|vas a) (venir|ir|llegar|asistir|pasar|estar)|confirme|conteste si"
    r"|responda (si|con)"
)
_FIRST: tuple[tuple[Asked, str], ...] = (
    (
        Asked.FAREWELL,
        r"(will not|wont|no longer) (get|receive|be texted|text)|no more texts|(been|are|were) (unsubscribed|opted out)"
        r"|opted (you )?out|ya no (recibira|le)|no recibira|(i|we) (will not|wont|will stop|stop) (text|writ)"
        r"|no le (escribire|escribo|mandare)|le di de baja",
    ),
    (
        Asked.WHO,
        r"^((hi|hello|hola) )?is (this|that) (still )?[a-z]+( [a-z]+)?$|(is this|este es|es este) .*number"
        r"|is this still|am i (talking|texting) (to|with)|who is this|whos this|quien (es|habla)|^(usted )?es usted"
        r"|hablo con|es este su (numero|telefono)|este (sigue siendo|es) su",
    ),
)
_THEN: tuple[tuple[Asked, str], ...] = (
    (
        Asked.WHEN,
        r"^(and |so |hi \w+ |\w+ )?(when|what time|which day|what day|what days)\b"
        r"|(cuando|a que hora|que dia|que dias)\b.*",
    ),
    (Asked.WHERE, r"^(and |so |\w+ )?where\b|what(s| is) your (new )?address|donde|cual es su direccion"),
    (Asked.HOW_MANY, r"how (many|much|long)|cuant[oa]s?"),
    (Asked.WAY, r"how (will|would|can|do) you (get|come|go)|como (va a|piensa|puede) (llegar|ir|venir)|como llega"),
    (Asked.WHY, r"\bwhy\b|what happened|how come|por que|que paso"),
    (
        Asked.HOW,
        r"how (are|is|was|were|did|does|have|s|re)\b|hows|howre|how (it|you|everything|things)|como (esta|estan|le"
        r"|te|va|van|fue|estuvo|sigue|anda|se siente)|que tal|whats (up|new)|what(s| is) going on",
    ),
    (
        Asked.CALL,
        r"(can|could|may|should|will) (i|we|you) .*\b(call|talk|speak)|(free|available|ok|want) (to|for a) (talk|call)"
        r"|(puedo|podemos|puede|le|me) (llamar|llamarle|llamo|hablar)|hablar por telefono",
    ),
)
_STATED: tuple[tuple[Asked, str], ...] = (
    (Asked.COMFORT, r"so sorry|sorry for your|my condolences|pesame|lo siento mucho|mis condolencias"),
    (
        Asked.BAD_NEWS,
        r"unfortunately|(im|i am) sorry (to|but|that)|was denied|got denied|did not|didnt get|(is|was|been) cancell?ed"
        r"|no longer available|lamentablemente|lo siento|le negaron|fue (negad|rechazad|cancelad)[oa]|se cancelo",
    ),
    (
        Asked.WILL_CALL,
        r"(i will|ill|i can|going to|let me) (call|phone)|le (llamo|llamare|voy a llamar)|(lo|la) llamo",
    ),
    (
        Asked.PRAISE,
        r"congrat\w*|proud of|well done|good job|great (job|work|news)|nice work|happy (birthday|for you)|way to go"
        r"|you got (it|the|this)|good luck|^(\w+ )?you (did|earned)|wonderful|must be so|my day"
        r"|felicidades|felicitaciones|bien hecho|orgullos[oa]|feliz|buena suerte",
    ),
    (
        Asked.OFFER,
        r"let me know|(text|tell) me if|if you need|(im|i am) here|any questions|reach out|aviseme|escribame si"
        r"|si necesita|cualquier cosa|estoy aqui",
    ),
    (
        Asked.WELCOME,
        r"welcome to|my name is|this is my (new )?number|you can text me|bienvenid[oa]|mi nombre es|me llamo"
        r"|use this number|uso este numero",
    ),
    (
        Asked.THANKS,
        r"^(ok|okay|great|perfect|thank|thanks|you(re| are) welcome|no problem|got it|sounds good|will do|see you"
        r"|take care|anytime|any time|glad|understood|muy bien|perfecto|gracias|de nada|con gusto|nos vemos|hasta"
        r"|cuidese|entendido|me alegro|que bueno|listo)\b",
    ),
)
_ABOUT: dict[Asked, tuple[tuple[str, str], ...]] = {
    Asked.HOW: (
        ("work", r"\b(work|job|jobs|shift|week|warehouse|kitchen|boss|trabajo|semana|turno|jefe)\b"),
        ("family", r"\b(kids?|son|daughter|baby|mom|mother|family|hij[oa]s?|ninos?|bebe|mama|familia|guarderia)\b"),
        ("went", r"\b(how (did|was|were)|go|went|le fue|te fue|salio)\b"),
    ),
    Asked.HOW_MANY: (
        ("long", r"\b(long|tiempo)\b"),
        ("hours", r"\b(hours|hrs|horas|turnos|shifts)\b"),
        ("money", r"\b(much|pay|paying|cuanto|pagan|gana)\b"),
    ),
    Asked.WHEN: (("past", r"\b(did|was|were|have you|empezo|fue|comenzo|llego|salio)\b"),),
    Asked.YES_NO: (
        (
            "fits",
            r"(is|would) (that|it) (be )?(good|ok|okay|fine|alright|work)|that work|(esta|estaria) bien$|le parece"
            r"|le queda",
        ),
        (
            "well",
            r"all (right|good)|everything (ok|okay|good|alright|fine)|you (ok|okay|alright)|todo bien"
            r"|se encuentra bien",
        ),
        ("either", r"\bor (do|should|is|are|would|not|only|the|a)\b|\bo (es|la|el|le|solo|prefiere)\b"),
        ("offer", r"shall i|should i|want me|you want|would you like|you need|le anoto|quiere|necesita|le ayudo"),
        ("did", r"\b(did you|have you|has|were you|was|got|recibio|fue|hablo|llamo|llego|pudo|termino)\b"),
        ("can", r"\b(can|could|will|would|able|puede|podria|podra|quiere|le gustaria)\b"),
    ),
}
_FOOTER = re.compile(r"\b(reply|text|send|responda|envie|conteste)( with)? (stop|alto|help)\b")
_NOT_WORD = re.compile(r"[^a-z0-9:]+")
_ENDS = re.compile(r"(?<=[.!?\n])(?![0-9])")


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b")


_PAPER = {kind: _whole(words) for kind, words in _PAPERS.items()}
_ASKS_PHOTO = re.compile(_PHOTO)
_SENDS, _IS_OURS, _HAS_EVENT, _HAS_TIME, _ASKS_COMING = map(_whole, (_SEND, _OURS, _EVENT, _TIME, _COMING))
_COURT = _whole("court|hearing|judge|corte|juzgado|audiencia|juez")
_BRINGS = _whole(r"bring|with you|traiga|trae|traer")
_SEES = _whole(r"see you|meet|nos vemos|la veo|lo veo|le veo")
_FIRST_RULES = [(kind, re.compile(words)) for kind, words in _FIRST]
_THEN_RULES = [(kind, re.compile(words)) for kind, words in _THEN]
_STATED_RULES = [(kind, re.compile(words)) for kind, words in _STATED]
_ABOUT_RULES = {kind: [(about, re.compile(words)) for about, words in rules] for kind, rules in _ABOUT.items()}
_WEIGHT = {kind: place for place, kind in enumerate(Asked)}


def asked_by(body: str) -> Ask:
    """What the text wants of whoever gets it; a text that only tells something is `TOLD`."""
    asks = [_of_sentence(*sentence) for sentence in _sentences(body)]
    ask = min(asks, key=lambda ask: _WEIGHT[ask.kind], default=Ask(Asked.TOLD))
    return Ask(Asked.COME, "court") if ask.kind is Asked.COME and _COURT.search(even(body)) else ask


def _sentences(body: str) -> list[tuple[str, bool]]:
    """Each sentence as plain words, and whether it is a question; what only tells how to stop is left out."""
    sentences = []
    for part in _ENDS.split(even(body)):
        words = _NOT_WORD.sub(" ", part.replace("'", "").replace("’", "")).strip()
        if words and not _FOOTER.search(words):
            sentences.append((words, "?" in part or "¿" in part))
    return sentences


def _of_sentence(words: str, is_question: bool) -> Ask:
    for kind, rule in _FIRST_RULES:
        if rule.search(words) and (is_question or kind is Asked.FAREWELL):
            return Ask(kind)
    paper = next((kind for kind, rule in _PAPER.items() if rule.search(words)), "")
    if ((paper and _SENDS.search(words)) or _ASKS_PHOTO.search(words)) and not _IS_OURS.search(words):
        return Ask(Asked.PAPER, paper)
    if is_question or words.startswith(("how ", "when ", "where ", "what time")):
        for kind, rule in _THEN_RULES:
            if rule.search(words):
                return Ask(kind, _about(kind, words))
    if _ASKS_COMING.search(words) and (is_question or not _IS_OURS.search(words)):
        return Ask(Asked.COME)
    if is_question:
        return _other_question(words, paper)
    if paper and _BRINGS.search(words):
        return Ask(Asked.BRING, paper)
    if (_HAS_EVENT.search(words) or _SEES.search(words)) and _HAS_TIME.search(words):
        return Ask(Asked.MEETS)
    return Ask(next((kind for kind, rule in _STATED_RULES if rule.search(words)), Asked.TOLD))


def _other_question(words: str, paper: str) -> Ask:
    if _HAS_EVENT.search(words) and _HAS_TIME.search(words):
        return Ask(Asked.COME)
    if paper and re.search(r"\b(have|got|tiene|ya)\b", words):
        return Ask(Asked.PAPER, paper)
    if re.search(r"\b(what|which|who|whose|que|cual|quien|quienes)\b", words):
        return Ask(Asked.OTHER)
    return Ask(Asked.YES_NO, _about(Asked.YES_NO, words))


def _about(kind: Asked, words: str) -> str:
    return next((about for about, rule in _ABOUT_RULES.get(kind, ()) if rule.search(words)), "")


def paper_in(body: str) -> str:
    """The kind of paper that a text names first, or nothing: what *a photo of it* means."""
    words = _NOT_WORD.sub(" ", even(body).replace("'", "").replace("’", ""))
    found = ((match.start(), kind) for kind, rule in _PAPER.items() if (match := rule.search(words)))
    return min(found, default=(0, ""))[1]
