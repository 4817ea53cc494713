"""The people of the gallery's office and of the tests, and what was said. Nobody exists; numbers are 555-01xx."""

from dataclasses import dataclass

OFFICE = "RISE Philadelphia"
ZONE = "America/New_York"
SENDER = "+12155550199"
CASEWORKER = "Dana Ortiz"
COLLEAGUE = "Luis Vega"

CLASS = "Class 3"
HOUSING = "Housing"
JOB_FAIR = "Job fair"
GROUPS = (CLASS, HOUSING, JOB_FAIR)

TEMPLATES = (
    ("See you then", "g", "Great, see you then!", "¡Muy bien, nos vemos!"),
    (
        "Bring your papers",
        "p",
        "Please bring your ID and your last two paystubs. If one is missing, text me and we find a way.",
        "Traiga su identificación y sus dos últimos talones de pago. Si le falta uno, escríbame y buscamos cómo.",
    ),
    ("Address", "d", "We are at 990 Spring Garden, room 7.", "Estamos en 990 Spring Garden, sala 7."),
    ("I will call you", "c", "I will call you this afternoon.", "Le llamo esta tarde."),
)


@dataclass(frozen=True)
class Word:
    """Something said: minutes before now, by the client or by the caseworker.

    `photo` names a drawn paper; `error_code` is the carrier's, for a text of ours that did not arrive.
    """

    ago: int
    is_theirs: bool
    text: str
    photo: str = ""
    error_code: int | None = None


@dataclass(frozen=True)
class Life:
    """One client: `end` are the last two digits of 215-555-01xx."""

    first: str
    last: str
    end: int
    groups: tuple[str, ...] = ()
    language: str = "en"
    words: tuple[Word, ...] = ()
    note: str = ""
    consent: str = "opted_in"
    is_done: bool = False
    """their last word needed no answer"""


def ours(ago: int, text: str) -> Word:
    """Something the caseworker wrote so many minutes ago."""
    return Word(ago, False, text)


def theirs(ago: int, text: str, photo: str = "") -> Word:
    """Something the client wrote so many minutes ago."""
    return Word(ago, True, text, photo)


HOUR = 60
DAY = 24 * HOUR

REMINDER = "Hi {first}, Class 3 meets Monday at 9, 990 Spring Garden, room 7. Bring your last paystub. Can you come?"
RECORDATORIO = "Hola {first}, la clase 3 es el lunes a las 9, 990 Spring Garden, sala 7. Traiga su talón. ¿Puede venir?"

LIVES = (
    Life("Marcus", "Bell", 1, (CLASS, HOUSING), words=(
        ours(9 * DAY, "Hi Marcus, it's Dana from RISE. How is the warehouse job going?"),
        theirs(9 * DAY - 50, "its good they got me on nights but its good"),
        ours(9 * DAY - 60, "Glad to hear it. Nights are hard, sleep when you can."),
        ours(3 * DAY, REMINDER),
        theirs(2 * DAY + 90, "ok"),
        theirs(2 * DAY, "Can I bring my paystub Monday instead? Boss said he prints it then"),
    ), note="Works nights, text after 2 pm."),
    Life("Ana", "Ruiz", 2, (CLASS,), "es", words=(
        ours(20 * DAY, "Hola Ana, ¿cómo va la guardería?"),
        theirs(20 * DAY - 200, "bien gracias, ya tengo cupo para los dos"),
        ours(3 * DAY, RECORDATORIO),
        ours(3 * DAY - 5, "Y si puede, mándeme una foto de su último talón."),
        theirs(DAY + 40, "mi talón de esta semana", "paystub"),
    )),
    Life("Terrence", "Hall", 3, (CLASS,), words=(
        ours(15 * DAY, "Terrence, the union hall called back. They have a spot in the January group."),
        theirs(15 * DAY - 8, "for real? thank you"),
        ours(3 * DAY, REMINDER),
        theirs(DAY, "Yes I'll be there"),
    )),
    Life("Luis", "Ortega", 4, (CLASS, JOB_FAIR), "es", words=(
        ours(2 * DAY, "Señor Ortega, su cita con vivienda es el lunes a las 11."),
        theirs(22 * HOUR, "Gracias señora, nos vemos el lunes"),
    )),
    Life("Denise", "Walker", 5, (HOUSING,), words=(
        ours(6 * DAY, "Hi Denise, the landlord needs a copy of your ID. A photo is fine."),
        theirs(6 * DAY - 30, "ok when im home"),
        theirs(20 * HOUR, "", "id"),
    )),
    Life("Jamal", "Pierce", 6, (JOB_FAIR,), words=(
        ours(30 * DAY, "Welcome to RISE, Jamal. You can text me here any time, I answer on work days."),
        theirs(30 * DAY - 9, "ok thanks"),
        theirs(19 * HOUR, "They cut my hours again idk what to do"),
    )),
    Life("Keisha", "Monroe", 7, (CLASS,), words=(
        ours(3 * DAY, REMINDER),
        theirs(18 * HOUR, "No I have work that day"),
    )),
    Life("Robert", "Dunn", 8, (HOUSING,), words=(
        ours(12 * DAY, "Robert, the housing list moved: you are number 4."),
        theirs(12 * DAY - 15, "finally"),
    ), note="Changes phones often.", is_done=True),
    Life("Tyrell", "Banks", 9, (CLASS,), words=(
        ours(3 * DAY, REMINDER),
        theirs(16 * HOUR, "ok"),
    )),
    Life("Maria", "Delgado", 10, (CLASS,), "es", words=(
        ours(3 * DAY, RECORDATORIO),
        theirs(16 * HOUR - 20, "¿A qué hora es la clase?"),
    )),
    Life("Andre", "Coleman", 11, (JOB_FAIR,), words=(
        ours(5 * DAY, "Hi Andre, the job fair is Thursday at the Convention Center, 10 to 3."),
        theirs(15 * HOUR, "stop texting me please"),
    )),
    Life("Shawn", "Mills", 12, (JOB_FAIR,), words=(
        ours(DAY, "Shawn, your reference letter is ready at the front desk."),
        theirs(14 * HOUR, "thank u"),
    )),
    Life("Nicole", "Price", 13, (HOUSING,), words=(
        ours(2 * DAY, "Nicole, can you send me a photo of the certificate when you have it?"),
        theirs(13 * HOUR, "here it is!!", "certificate"),
    )),
    Life("Victor", "Lane", 14, (HOUSING,), words=(
        ours(14 * HOUR, "Victor, the viewing is at 8 tonight, 1801 Vine."),
        theirs(12 * HOUR, "I'm outside nobody is here"),
    )),
    Life("Brianna", "Stokes", 15, (CLASS,), words=(
        ours(3 * DAY, REMINDER),
        theirs(11 * HOUR, "yes"),
    )),
    Life("Hector", "Ruiz", 16, (CLASS,), "es", words=(
        ours(3 * DAY, RECORDATORIO),
        theirs(9 * HOUR, "sí"),
    )),
    Life("Dwayne", "Foster", 17, (CLASS,), words=(
        ours(3 * DAY, REMINDER),
        theirs(9 * HOUR - 12, "what do I need to bring"),
    )),
    Life("Monique", "Ellis", 18, (JOB_FAIR,), words=(
        ours(DAY, "Monique, you got the interview: Tuesday 10:30, ask for Ms Grant."),
        theirs(8 * HOUR, "Thank you so much Ms Dana"),
    )),
    Life("Omar", "Hughes", 19, (CLASS,), words=(
        ours(8 * HOUR, "Omar, see you at 2 today."),
        theirs(7 * HOUR, "Running late 15 min"),
    )),
    Life("Eric", "Simmons", 20, (JOB_FAIR,), words=(
        ours(4 * DAY, "Eric, how did the first week go?"),
        theirs(5 * HOUR, "Can u call me"),
    )),
    Life("Patrice", "Young", 21, (CLASS, HOUSING), words=(
        ours(40 * DAY, "Patrice, congratulations on the certificate!"),
        theirs(40 * DAY - 30, "thank you!! couldnt do it without yall"),
        ours(3 * DAY, REMINDER),
    )),
    Life("Calvin", "Reed", 22, (JOB_FAIR,), words=(
        Word(2 * DAY, False, "Calvin, your bus pass is at the desk.", error_code=30003),
    )),
    Life("Rosa", "Medina", 23, (HOUSING,), "es", words=(
        ours(10 * DAY, "Rosa, ya está aprobada su solicitud."),
        theirs(10 * DAY - 5, "gracias a dios"),
        ours(10 * DAY - 9, "¡Felicidades!"),
    )),
    Life("Isaiah", "Grant", 24, (CLASS,), words=(
        ours(50 * DAY, "Isaiah, welcome to RISE. Text me here any time."),
        theirs(49 * DAY, "STOP"),
    ), is_done=True),
)  # fmt: skip

STRANGER = (theirs(17 * HOUR, "new number this is Rob"),)
STRANGERS_NUMBER = "+12155550148"
