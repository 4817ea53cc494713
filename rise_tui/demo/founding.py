"""What the demo's office begins with: who works there, its groups, its saved texts, and the secrets it is given."""

from dataclasses import dataclass

OFFICE = "RISE Philadelphia"
ZONE = "America/New_York"
PACE = 3.75
"""Segments a second: a registered long code of low volume."""
PRICE_MICROS = 8300
RULES = {"sign_in_days": 0}
"""A demo that was not opened for long opens as ever."""
STAFF = (("Dana Ortiz", "caseworker"), ("Luis Vega", "caseworker"), ("Tanya Brooks", "caseworker"),
         ("Ruth Abrams", "supervisor"))  # fmt: skip
"""Name and role; the first one is signed in."""
ME = 0


@dataclass(frozen=True)
class Secrets:
    """What nobody may guess, and so no seed makes: the relay's own secrets, and the token of who is signed in."""

    instance_id: str
    media_secret: str
    token: str


MORNING, EVENING, RESUME, JOB_FAIR, HOUSING, EVERYONE = range(6)
GROUPS = (
    ("Class 3, mornings", "class"),
    ("Class 4, evenings", "class"),
    ("Resume workshop", "workshop"),
    ("Job fair", "job fair"),
    ("Housing", "list"),
    ("Everyone", "list"),
)
"""Name and kind."""

ADDRESS = "990 Spring Garden St, room 7"
TEMPLATES = (
    (
        "Class reminder", "r",
        "Hi {first_name}, it's {caseworker} at RISE. Class is tomorrow at 9, 990 Spring Garden, room 7. If you miss it"
        " your spot may go to someone on the list, so plan the way there tonight: which bus, who watches the kids."
        " Can you come? Yes or no is enough.",
        "Hola {first_name}, soy {caseworker} de RISE. La clase es mañana a las 9, 990 Spring Garden, sala 7. Si falta,"
        " su lugar puede pasar a otra persona; piense hoy cómo llega: qué bus, quién cuida a los niños. ¿Puede venir?"
        " Sí o no es suficiente.",
    ),
    (
        "Court reminder", "k",
        "Hi {first_name}, you have court this week. If you miss it the judge can order your arrest. Find the room and"
        " your bus the day before, and leave early. I can help you plan the way. Can you make it?",
        "Hola {first_name}, esta semana tiene corte. Si falta, el juez puede ordenar su arresto. Busque la sala y el"
        " bus un día antes y salga temprano. Le ayudo a planear el camino. ¿Puede ir?",
    ),
    (
        "Next appointment", "a",
        "Hi {first_name}, it's {caseworker} at RISE. A reminder: {appointment}, {appointment_place}. If something comes"
        " up, text me before and we find another time. Can you come? Yes or no is enough.",
        "Hola {first_name}, soy {caseworker} de RISE. Le recuerdo: {appointment}, {appointment_place}. Si algo se lo"
        " impide, escríbame antes y buscamos otra hora. ¿Puede venir? Sí o no es suficiente.",
    ),
    (
        "See you then", "g",
        "Great, see you then!",
        "¡Muy bien, nos vemos!",
    ),
    (
        "Paystub", "p",
        "{first_name}, I still need your last paystub for your file. A photo is fine: the whole page, flat, in good"
        " light. Without it your transport card stops at the end of the month.",
        "{first_name}, me falta su último talón de pago. Una foto basta: la hoja entera, plana y con buena luz. Sin él"
        " su tarjeta de transporte se detiene a fin de mes.",
    ),
    (
        "Bring your papers", "b",
        "Please bring your ID and your last two paystubs. If one is missing, text me and we find a way.",
        "Traiga su identificación y sus dos últimos talones de pago. Si le falta uno, escríbame y buscamos cómo.",
    ),
    ("Address", "d", "We are at 990 Spring Garden, room 7, second floor. The El stops at Spring Garden.",
     "Estamos en 990 Spring Garden, sala 7, segundo piso. El tren El para en Spring Garden."),
    ("I will call you", "c", "I will call you this afternoon.", "Le llamo esta tarde."),
    ("Got it, filed", "f", "Got it, thank you. It is in your file.", "Lo tengo, gracias. Ya está en su archivo."),
    ("We missed you", "m",
     "{first_name}, we missed you in class today. Is everything all right? It meets again in a week.",
     "{first_name}, hoy nos hizo falta en la clase. ¿Está todo bien? La próxima es en una semana."),
    ("First text", "w",
     "Hi {first_name}, this is {caseworker} from RISE. I use this number for reminders and questions; you can text me"
     " here, I answer on work days. Reply STOP if you want no texts.",
     "Hola {first_name}, soy {caseworker} de RISE. Uso este número para recordatorios y preguntas; puede escribirme"
     " aquí, contesto los días de trabajo. Responda STOP si no quiere mensajes."),
)  # fmt: skip
"""Name, key, English, Spanish: the person's name, what it is for, what happens if one misses it, and the way there."""
