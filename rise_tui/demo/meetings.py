"""What goes to many: the classes' reminders and what people answer, workshops, job fairs, housing, news to everyone."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from rise_tui.demo.days import DAY, DAYS, DIAS, HOUR, Days
from rise_tui.demo.founding import EVENING, EVERYONE, HOUSING, JOB_FAIR, MORNING, RESUME

WEEKS = 34
TERM, PRESENT = 10, 7
"""Weeks that a class lasts; the present one is in its seventh."""
TERMS = 1 + -(-(WEEKS - PRESENT) // TERM)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A text to a group: when it goes, its name, and its words in English and Spanish. `is_asking`: people answer."""

    at: int
    group: int
    name: str
    english: str
    spanish: str
    starts_at: int
    is_asking: bool = True
    term: int = 0
    """of a class: 0 is the present one, 1 the one before; who was in it is no longer"""


_CLASS = (
    "Hi {{first_name}}, Class {number} meets {day} at {hour}, 990 Spring Garden, room 7: {topic}. If"
    " you miss it your spot may go to someone on the list, so plan the way there tonight. Can you come?",
    "Hola {{first_name}}, la clase {number} es el {dia} a las {hour}, 990 Spring Garden, sala 7: {tema}. Si"
    " falta, su lugar puede pasar a otra persona: piense hoy cómo llega. ¿Puede venir?",
)
_TOPICS = (
    ("how to read your paystub, so bring one", "cómo leer su talón de pago, traiga uno"),
    ("the question about your record", "la pregunta sobre sus antecedentes"),
    ("a budget on one page", "un presupuesto en una hoja"),
    ("your rights as a tenant", "sus derechos como inquilino"),
    ("your first week at work", "su primera semana de trabajo"),
    ("a bank account without fees", "una cuenta de banco sin cargos"),
    ("interviews, we practice", "entrevistas, practicamos"),
    ("talking with your probation officer", "cómo hablar con su oficial"),
    ("health insurance, bring your letters", "seguro médico, traiga sus cartas"),
    ("your resume on one page", "su currículum en una hoja"),
)
"""What the classes are about."""
_WORKSHOP = (
    "Hi {first_name}, the resume workshop is {day} at 1, room 4. Bring every job you ever had, inside too; you leave"
    " with ten printed copies. Can you come?",
    "Hola {first_name}, el taller de currículum es el {dia} a la 1, sala 4. Traiga todos sus trabajos; sale con diez"
    " copias impresas. ¿Puede venir?",
)
_FAIR = (
    "Hi {first_name}, the job fair is {day}, 10 to 3, Convention Center. Forty employers who hire people with records."
    " Last time 31 of us came home with a second interview. Can you come?",
    "Hola {first_name}, la feria de empleo es el {dia}, de 10 a 3, Convention Center. Cuarenta empresas que contratan"
    " a personas con antecedentes. ¿Puede venir?",
)
_HOUSING = (
    "Hi {first_name}, the housing list moves this week. Please send what changed: income, who lives with you, your"
    " number. A photo of your newest paystub helps.",
    "Hola {first_name}, esta semana se mueve la lista de vivienda. Mándeme lo que cambió: ingresos, quién vive con"
    " usted, su número. Ayuda una foto del último talón.",
)
_NEWS = (
    ("Office closed", "Hi {first_name}, the office is closed {day}. Text me as always; I answer the day after.",
     "Hola {first_name}, la oficina está cerrada el {dia}. Escríbame como siempre; contesto al día siguiente."),
    ("Coats", "Hi {first_name}, there are warm coats and boots for you and your kids at the desk, {day} from 10. First"
     " come, first served.",
     "Hola {first_name}, hay abrigos y botas para usted y sus niños en la recepción, el {dia} desde las 10."),
    ("Cooling center", "Hi {first_name}, it will be over 95 until {day}. The library on Vine is open and cool, with"
     " water. Check on your people.",
     "Hola {first_name}, habrá más de 95 grados hasta el {dia}. La biblioteca en Vine está abierta y fresca."),
    ("Voting", "Hi {first_name}, in Pennsylvania you may vote once you are home. Forms are at the desk until {day}.",
     "Hola {first_name}, en Pensilvania puede votar cuando ya está en casa. Hay formularios hasta el {dia}."),
)  # fmt: skip


def meetings(chance: random.Random, days: Days) -> Iterator[Meeting]:
    """All that went to many in eight months, and what is about to be: the newest first."""
    coming = days.next_workday()
    evening = days.next_workday(3)
    fair = days.next_workday(6)
    for week in range(WEEKS):
        yield _class(days, MORNING, 3, coming - timedelta(weeks=week), 9, week)
        if week:
            yield _class(days, EVENING, 4, evening - timedelta(weeks=week), 18, week)
        if week % 4 == 1:
            yield _other(days, RESUME, "Resume workshop", coming - timedelta(weeks=week) + timedelta(days=1), _WORKSHOP)
            yield _other(days, HOUSING, "Housing list", evening - timedelta(weeks=week), _HOUSING, is_asking=False)
        if week % 11 == 1:
            yield _other(days, JOB_FAIR, "Job fair", fair - timedelta(weeks=week + 2), _FAIR)
        if week % 8 == 2:
            name, *words = _NEWS[week // 8 % len(_NEWS)]
            day = coming - timedelta(weeks=week) + timedelta(days=chance.randint(1, 3))
            yield _other(days, EVERYONE, name, day, (words[0], words[1]), is_asking=False)


def _class(days: Days, group: int, number: int, day: datetime, hour: int, week: int) -> Meeting:
    """A class; its reminder goes the day before, of the one to come as long ago as the first replies to it need."""
    is_next = week == 0 and group == MORNING
    at = days.before_at_work(days.now - 49 * HOUR if is_next else days.at(day - timedelta(days=1), 10 + number % 3, 12))
    topic, tema = _TOPICS[week % len(_TOPICS)]
    names = {"day": DAYS[day.weekday()], "dia": DIAS[day.weekday()], "topic": topic, "tema": tema}
    english, spanish = (one.format(number=number, hour=hour if hour < 13 else hour - 12, **names) for one in _CLASS)
    term = 0 if week < PRESENT else 1 + (week - PRESENT) // TERM
    return Meeting(at, group, f"Class {number}, {_date(day)}", english, spanish, days.at(day, hour), term=term)


def _other(
    days: Days, group: int, name: str, day: datetime, words: tuple[str, str], *, is_asking: bool = True
) -> Meeting:
    at = days.before_at_work(days.at(day, 11 + group % 4, 7 * group) - 3 * DAY)
    english, spanish = (
        one.replace("{day}", DAYS[day.weekday()]).replace("{dia}", DIAS[day.weekday()]) for one in words
    )
    starts_at = days.at(day, 13 if group == RESUME else 10)
    return Meeting(at, group, f"{name}, {_date(day)}", english, spanish, starts_at, is_asking)


def _date(day: datetime) -> str:
    return f"{day:%b} {day.day}"


Answers = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
"""What people say, and what the caseworker may say to that."""
_YES = (
    ("yes", "Yes", "yes", "ok", "Yes I'll be there", "yes ms dana", "I will be there", "ok see you", "yes!!", "👍"),
    ("Great, see you then!", "Good. See you.", "See you there."),
)
_NO = (
    ("no", "No I have work that day", "cant make it sorry", "I have court that day", "my daughter sick not sure"),
    ("Thank you for telling me.", "Thank you for telling me. The next one, then."),
)
_SI = (
    ("sí", "si", "sí señora", "ok", "ahí estaré", "gracias, ahí nos vemos", "👍"),
    ("¡Muy bien, nos vemos!", "Muy bien, ahí nos vemos."),
)
ANSWERS: dict[str, Answers] = {
    "en": (
        _YES,
        _YES,
        _YES,
        _NO,
        (("can I come late", "is it ok if im 20 min late"), ("That is fine, come.", "Yes, come.")),
        (("is it the same room", "which room again?"), ("The same, room 7.", "Room 7, second floor.")),
        (("can I bring my daughter", "I got my son that day, can he come?"), ("Bring them, there are toys.",)),
        (("thank you", "thx for the reminder"), ()),
    ),
    "es": (
        _SI,
        _SI,
        (("no puedo, trabajo", "no voy a poder"), ("Gracias por avisar.", "Gracias por avisar. Será la próxima.")),
        (("¿puedo llevar a mi niña?",), ("Claro, hay juguetes.",)),
        (("¿en la misma sala?",), ("En la misma, la sala 7.",)),
        (("gracias",), ()),
    ),
}
"""To a text that asks whether they come."""
ASIDE: dict[str, Answers] = {
    "en": ((("ok thanks", "thank you", "thx", "good to know"), ()), (("ok I will", "ok"), ())),
    "es": ((("gracias", "ok gracias señora"), ()),),
}
"""To one that only tells something."""
