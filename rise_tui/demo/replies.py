"""The replies that wait in the demo's inbox: 27 of the kinds that really come, a few minutes to two days old."""

from dataclasses import dataclass

from rise_tui.demo.founding import EVENING, HOUSING, JOB_FAIR, MORNING, RESUME

H = 60


@dataclass(frozen=True, slots=True)
class Word:
    """Something said so many minutes ago, by them or by us; `paper`: the kind of the photo with it."""

    ago: int
    is_theirs: bool
    text: str
    paper: str = ""
    error: int | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """Somebody's last words. What a group was told before them stands in the group's own history.

    `snoozed`: until `tomorrow`, `monday` or `reply`.
    """

    first: str
    last: str
    language: str
    groups: tuple[int, ...]
    words: tuple[Word, ...]
    note: str = ""
    snoozed: str = ""
    is_flagged: bool = False


def _us(ago: int, text: str, error: int | None = None) -> Word:
    return Word(ago, False, text, "", error)


def _they(ago: int, text: str, paper: str = "") -> Word:
    return Word(ago, True, text, paper)


ENDINGS = (
    Ending("Wanda", "Bryant", "en", (JOB_FAIR,), (
        _us(50 * H, "Hi Wanda, it's Dana from RISE. I have not heard from you in a while. All good?"),
        _they(47 * H, "You got the wrong number, no Wanda here"),
    )),
    Ending("Marcus", "Bell", "en", (MORNING, HOUSING), (
        _us(60 * H, "Marcus, please bring your last paystub to class, the transport office asks for it."),
        _they(45 * H, "Can I bring my paystub after class instead? Boss prints it that day"),
    ), note="Works nights, text after 2 pm."),
    Ending("Ana", "Ruiz", "es", (MORNING,), (
        _us(54 * H, "Ana, si puede, mándeme una foto de su último talón."),
        _they(41 * H, "mi talón de esta semana", "paystub"),
    )),
    Ending("Terrence", "Hall", "en", (MORNING,), (_they(38 * H, "Yes I'll be there"),)),
    Ending("Keisha", "Monroe", "en", (MORNING,), (_they(34 * H, "No I have work that day"),)),
    Ending("Andre", "Coleman", "en", (JOB_FAIR,), (
        _us(52 * H, "Hi Andre, did you get the flyer for the job fair?"),
        _they(29 * H, "stop texting me please"),
    )),
    Ending("Denise", "Walker", "en", (HOUSING,), (
        _us(55 * H, "Hi Denise, the landlord needs a copy of your ID. A photo is fine."),
        _they(54 * H, "ok when im home"),
        _they(27 * H, "", "id"),
    )),
    Ending("Deshawn", "Carter", "en", (EVENING,), (
        _us(49 * H, "Deshawn, your bus pass is at the front desk."),
        _they(25 * H, "Yall said the bus pass was ready and it WASNT. I lost 2 hours pay for nothing. This is some bs"),
    ), note="Has every reason to be short with offices. Say what went wrong, then fix it."),
    Ending("Isaiah", "Grant", "en", (MORNING,), (_they(23 * H, "STOP"),)),
    Ending("Luis", "Ortega", "es", (MORNING, JOB_FAIR), (
        _us(50 * H, "Señor Ortega, su carta de referencia está en la recepción."),
        _they(21 * H, "Muchas gracias señora, que Dios la bendiga"),
    )),
    Ending("Maria", "Delgado", "es", (MORNING,), (_they(18 * H, "¿A qué hora es la clase?"),)),
    Ending("Jamal", "Pierce", "en", (JOB_FAIR, EVENING), (
        _us(12 * 24 * H, "How is the new schedule, Jamal?"),
        _they(14 * H, "They cut my hours again idk what to do"),
    ), is_flagged=True, note="Two jobs in spring, one now. Watch the rent."),
    Ending("Monique", "Ellis", "en", (JOB_FAIR,), (
        _us(30 * H, "Monique, you got the interview: Tuesday 10:30, ask for Ms Grant."),
        _they(12 * H, "Thank you so much Ms Dana"),
    )),
    Ending("Nicole", "Price", "en", (HOUSING, EVENING), (
        _us(48 * H, "Nicole, can you send me a photo of the certificate when you have it?"),
        _they(10 * H, "here it is!!", "certificate"),
    )),
    Ending("Hector", "Ruiz", "es", (MORNING,), (_they(9 * H, "sí"),)),
    Ending("Dwayne", "Foster", "en", (MORNING,), (_they(7 * H + 30, "what do I need to bring"),)),
    Ending("Carmen", "Vega", "es", (MORNING,), (_they(6 * H, "Mi niño está enfermo, no puedo ir"),)),
    Ending("Patrice", "Young", "en", (MORNING, HOUSING), (
        _us(9 * 24 * H, "Patrice, any news from the hotel?"),
        _they(5 * H, "I GOT THE JOB!! I start next week 😭🙏"),
    )),
    Ending("Eric", "Simmons", "en", (JOB_FAIR,), (
        _us(4 * 24 * H, "Eric, how did the first week go?"),
        _they(3 * H + 40, "Can u call me"),
    )),
    Ending("Brianna", "Stokes", "en", (MORNING,), (_they(2 * H + 30, "yes"),)),
    Ending("Tyrell", "Banks", "en", (MORNING,), (_they(H + 40, "ok I'll try"),)),
    Ending("Omar", "Hughes", "en", (RESUME, EVENING), (
        _us(3 * 24 * H, "Omar, I have time for your resume tomorrow at 1."),
        _they(55, "Can I come at 2 instead of 1?"),
    )),
    Ending("Shawn", "Mills", "en", (JOB_FAIR,), (
        _us(28 * H, "Shawn, your reference letter is ready at the front desk."),
        _they(31, "thank u"),
    )),
    Ending("Jaylen", "Brooks", "en", (HOUSING,), (
        _us(6 * 24 * H, "Jaylen, how are things at your aunt's?"),
        _they(6 * 24 * H - 90, "its ok. not sleeping much"),
        _us(6 * 24 * H - 100, "I am here if you want to talk, any work day."),
        _they(19, "I cant do this no more. I dont want to be alive"),
    ), note="Lost his brother in spring. Aunt's number is on the card."),
    Ending("Rosa", "Medina", "es", (HOUSING,), (
        _us(29 * H, "Rosa, ya está aprobada su solicitud. Pase a firmar cuando pueda."),
        _they(7, "gracias!! me puede mandar la dirección otra vez?"),
    )),
    # Nobody waits for an answer here.
    Ending("Calvin", "Reed", "en", (JOB_FAIR,), (
        _us(44 * H, "Calvin, your bus pass is at the desk.", 30003),
    )),
    Ending("Robert", "Dunn", "en", (HOUSING,), (
        _us(12 * 24 * H, "Robert, the housing list moved: you are number 4."),
        _they(12 * 24 * H - 15, "finally"),
    ), note="Changes phones often."),
    Ending("Iris", "Santiago", "es", (EVENING,), (
        _us(3 * 24 * H, "Iris, ¿ya le dijeron algo del turno?"),
        _they(30 * H, "mañana me dicen y le aviso"),
    ), snoozed="tomorrow"),
    Ending("Kevin", "Nolan", "en", (RESUME,), (
        _us(5 * 24 * H, "Kevin, which of the two jobs do you want?"),
        _they(4 * 24 * H, "let me talk to my wife first"),
    ), snoozed="reply"),
    Ending("Yolanda", "Fields", "en", (HOUSING,), (
        _us(4 * 24 * H, "Yolanda, did the landlord sign?"),
        _they(3 * 24 * H, "he is back next week he said"),
    ), snoozed="monday"),
    Ending("Lamar", "Gaines", "en", (EVENING,), (
        _us(26 * H, "Lamar, court is soon. If you miss it the judge can order your arrest. How will you get there?"),
    ), is_flagged=True),
)  # fmt: skip
"""The known people, the longest waiting first."""

STRANGERS = (
    (_they(32 * H, "hey its rob dunn this is my new number"),),
    (
        _they(16 * H, "who is this? wrong number"),
    ),
)  # fmt: skip
"""What came from numbers that nobody has."""
UNREAD = 27
