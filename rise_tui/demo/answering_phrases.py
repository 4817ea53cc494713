"""What a caseworker may ask for, and the phrases by which that is known: English and Spanish, to be argued with.

The words that they are looked for in have no capitals, accents and apostrophes. Each group is a regular expression.
"""

from enum import StrEnum


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
    CALL_US = "call_us"
    PRAISE = "praise"
    OFFER = "offer"
    WELCOME = "welcome"
    THANKS = "thanks"
    TOLD = "told"
    GREETING = "greeting"


PAPERS = {
    "paystub": r"pay ?stubs?|pay ?slips?|check stubs?|stubs?|talon(es)?( de pago)?|recibos? de (pago|sueldo)",
    "id": r"id|id card|state id|identification|drivers license|identificacion|licencia",
    "certificate": r"certificate|certification|diploma|certificado",
    "letter": r"letter|lease|paperwork|carta|contrato|papeles",
}
SEND = (
    r"send|photo|picture|pic|snap|a copy|(i|we|they) (still )?need (your|to see)"
    r"|(still )?miss(ing)?|is not here|asks? for"
    r"|mandeme|mandame|mande|me (puede )?(manda|mandar|envia|enviar)|envie|envieme|foto|copia|necesito (su|tu|ver)"
    r"|me falta|falta (su|tu)"
)
PHOTO = (
    r"(send|text|show) (me|us) .*\b(photo|picture|pic)|(can|could) you (send|text|take) .*\b(photo|picture|pic)"
    r"|(can|could) you (send|take) (it|them|that|the whole|another)"
    r"|(photo|picture) .*\bsend it$|(mandeme|mande|me manda|me puede mandar|envieme) .*\bfoto|foto .*\bmandemela"
)
OURS = (
    r"i (will|can) send|ill send|i sent|sending you|i(ve| have)? (got|received)|got your|received|thank(s| you) for"
    r"|le (mando|envio|mande|envie)|recibi|gracias por|is ready|esta list[oa]"
)
EVENT = (
    r"class|classes|workshop|session|training|job fair|fair|appointment|interview|court|hearing|orientation|viewing"
    r"|meeting|meets?|group|check ?in|visit|clase|taller|sesion|feria|cita|entrevista|corte|juzgado|audiencia|reunion"
    r"|orientacion|visita"
)
TIME = (
    r"(mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|tues|wed|thu|thurs|fri|today|tonight|tomorrow|noon"
    r"|next week|at [0-9]{1,2}|[0-9]{1,2}(:[0-9]{2})? ?(am|pm)|[0-9]{1,2}:[0-9]{2}"
    r"|lunes|martes|miercoles|jueves|viernes|sabado|domingo|hoy|manana|a las? [0-9]{1,2}|mediodia"
)
COMING = (
    r"(can|could|will|would) you (still )?(come|make it|be there|attend|join|stop by|be able)"
    r"|are you (still )?(coming|able)|you coming|(reply|text|answer|say) (back )?(with )?(yes|y)|(please )?confirm"
    r"|let me know if you (can|are)|save you a (seat|spot|place)"
    r"|(puede|podra|podria|puedes|va a|vas a) (venir|ir|llegar|asistir|pasar|estar)|confirme|conteste si"
    r"|responda (si|con)"
)
FIRST: tuple[tuple[Asked, str], ...] = (
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
THEN: tuple[tuple[Asked, str], ...] = (
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
STATED: tuple[tuple[Asked, str], ...] = (
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
        Asked.CALL_US,
        r"call me (when|as soon|at|today|tomorrow|back|please)|please call|give (me|us) a call|llame(me|nos)"
        r"|(call|call me)$",
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
    (
        Asked.GREETING,
        r"^(hi|hello|hey|good (morning|afternoon|evening)|hola|buenos dias|buenas tardes|buenas)( \w+){0,2}$",
    ),
)
ABOUT: dict[Asked, tuple[tuple[str, str], ...]] = {
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
    Asked.WHEN: (
        ("past", r"\b(did|was|were|have you|empezo|fue|comenzo|llego|salio)\b"),
        ("start", r"\b(start|begin|move|open|empieza|empezar|comienza|se muda)\b"),
        ("hour", r"\b(time|hora)\b"),
    ),
    Asked.OTHER: (
        ("need", r"you need|\bhelp|necesita|ayud"),
        ("person", r"\b(who|whose|quien|quienes)\b"),
        ("work", r"\b(doing|job|work|position|trabajo|puesto)\b"),
    ),
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
        ("did", r"\b(did|have you|has|were you|was|got|recibio|fue|hablo|llamo|llego|pudo|termino)\b"),
        ("can", r"\b(can|could|will|would|able|puede|podria|podra|quiere|le gustaria)\b"),
    ),
}
