"""What the demo's clients say when they answer, in English and Spanish: to be read and argued with.

Everyone of them is invented. A line is what one person would write with a thumb; who writes it may leave out capitals
and marks (see `answering_plan`).
"""

from collections.abc import Mapping

Lines = Mapping[str, tuple[str, ...]]
"""By language: the ways to say one thing."""


def _both(en: tuple[str, ...], es: tuple[str, ...]) -> Lines:
    return {"en": en, "es": es}


EMOJI = ("👍", "👍🏾", "👌", "🙏")
THUMBS = EMOJI[:3]

YES = _both(
    (
        "Yes I'll be there",
        "Yes",
        "Yes, see you then",
        "I'll be there",
        "Yes I can come",
        "Yep I'll be there early",
        "Yes thank you for the reminder",
    ),
    (
        "Sí, ahí estaré",
        "Sí",
        "Sí, nos vemos",
        "Claro que sí",
        "Sí puedo, gracias",
        "Sí voy",
        "Sí, gracias por avisarme",
    ),
)
NO = _both(
    (
        "No, I have to work that day",
        "I can't make it, my daughter has a doctor's appointment",
        "No sorry, they changed my shift",
        "I can't come, I don't have bus fare till Friday",
        "No, I'm sick. Can I come to the next one?",
    ),
    (
        "No puedo, tengo que trabajar ese día",
        "No puedo ir, mi niña tiene cita con el doctor",
        "No, me cambiaron el turno. Perdón",
        "No voy a poder, no tengo para el bus hasta el viernes",
        "No puedo, estoy enfermo. ¿Puedo ir a la próxima?",
    ),
)
MAYBE = _both(
    (
        "Can I bring my son? I don't have a sitter",
        "Is it ok if I come a little late? I get off work right before",
        "How long is it? I work after",
        "Is there somewhere to park?",
        "Is it the same room as last time?",
        "If I miss it can I do it another day?",
    ),
    (
        "¿Puedo llevar a mi niño? No tengo quien lo cuide",
        "¿Puedo llegar un poco tarde? Salgo del trabajo justo antes",
        "¿Cuánto dura? Trabajo después",
        "¿Hay donde estacionar?",
        "¿Es en la misma sala que la otra vez?",
        "Si falto, ¿puedo hacerla otro día?",
    ),
)
BESIDES = _both(
    (
        "Do I need to bring anything?",
        "Can my cousin come too? He is looking for work",
        "Sorry I'm just seeing this",
    ),
    ("¿Tengo que llevar algo?", "¿Puede ir mi primo también? Está buscando trabajo", "Perdón, apenas lo vi"),
)
AFTER_ALL_NOT = _both(
    ("Sorry I can't come after all, they called me in to work", "I can't make it, my ride fell through. I'm sorry"),
    ("Perdón, siempre no puedo ir, me llamaron del trabajo", "No voy a poder, se me cayó el transporte. Perdón"),
)
AFTER_ALL = _both(
    ("I can come after all, I switched my shift", "I can make it, my sister will watch the kids"),
    ("Sí puedo ir, cambié el turno", "Sí voy a poder, mi hermana me cuida a los niños"),
)
WITH_PHOTO = _both(
    ("Here it is", "Here you go", "this is the last one", "Is this ok?", "I hope you can read it"),
    ("Aquí está", "Aquí le mando", "es el último que tengo", "¿Así está bien?", "Ojalá se pueda leer"),
)
LATER = {
    "paystub": _both(
        ("I get it Friday, I'll send it then", "ok when I get home", "It's at the house, I'll send it tonight"),
        ("Me lo dan el viernes, se lo mando", "ok cuando llegue a casa", "Lo tengo en casa, se lo mando en la noche"),
    ),
    "id": _both(
        ("ok when I get home", "Give me a minute, I'm on the bus", "It's at the house, I'll send it tonight"),
        ("ok cuando llegue a casa", "Deme un ratito, voy en el bus", "La tengo en casa, se la mando en la noche"),
    ),
    "": _both(
        ("ok when I get home", "I have to look for it, I'll send it tonight", "They told me Friday, I'll send it then"),
        ("ok cuando llegue a casa", "Lo tengo que buscar, se lo mando en la noche", "Me dijeron que el viernes"),
    ),
}
HAS_NONE = {
    "paystub": _both(
        (
            "They pay me on a card, I don't get a stub. What do I do?",
            "My boss only pays cash right now. Is a letter ok?",
        ),
        ("Me pagan con tarjeta, no me dan talón. ¿Qué hago?", "Me pagan en efectivo. ¿Sirve una carta?"),
    ),
    "id": _both(
        ("I lost it, the new one is coming in the mail. Is the paper ok?", "It expired. Is that ok?"),
        ("La perdí, la nueva viene por correo. ¿Sirve el papel?", "Ya se venció. ¿Sirve así?"),
    ),
    "": _both(
        ("I don't have it yet, they said a week", "Which one do you mean?"),
        ("Todavía no lo tengo, dijeron una semana", "¿Cuál es el que necesita?"),
    ),
}
CALL = _both(
    (
        "Yes you can call now",
        "After 4 please, I'm at work",
        "ok call me",
        "Can we do tomorrow morning?",
        "Give me 10 min",
    ),
    ("Sí, llámeme ahora", "Después de las 4 por favor, estoy trabajando", "ok llámeme", "¿Puede ser mañana temprano?"),
)
WHEN = {
    "": _both(
        ("After 3", "Tomorrow morning is best", "Thursday, I'm off", "Any day after 4", "Around 4"),
        ("Después de las 3", "Mañana temprano es mejor", "El jueves, no trabajo", "Como a las 4"),
    ),
    "past": _both(
        ("Last Monday", "About two weeks ago", "Friday", "Yesterday afternoon"),
        ("El lunes pasado", "Hace como dos semanas", "El viernes", "Ayer en la tarde"),
    ),
}
WHERE = _both(
    ("At my mom's for now", "I'm at home", "On the bus, 20 min away", "Same place as before", "At work till 4"),
    ("En casa de mi mamá por ahora", "Estoy en casa", "En el bus, llego en 20", "En el mismo lugar", "En el trabajo"),
)
HOW_MANY = {
    "": _both(("Two", "Just one", "I think three"), ("Dos", "Nada más uno", "Creo que tres")),
    "hours": _both(
        ("About 30 this week", "24, they cut one day", "40 with the overtime"),
        ("Como 30 esta semana", "24, me quitaron un día", "40 con el tiempo extra"),
    ),
    "money": _both(
        ("16.50 an hour", "About 480 a week before tax", "17 an hour, 18 on nights"),
        ("16.50 la hora", "Como 480 a la semana", "17 la hora, 18 de noche"),
    ),
}
WHY = _both(
    (
        "They said it's slow this week",
        "The bus never came",
        "My son was sick",
        "I overslept, no excuse. It won't happen again",
    ),
    (
        "Dijeron que hay poco trabajo",
        "El bus nunca llegó",
        "Mi niño estaba enfermo",
        "Me quedé dormido, no vuelve a pasar",
    ),
)
HOW = {
    "": _both(
        (
            "I'm ok, thank you for asking",
            "Doing good",
            "Hanging in there",
            "Better than last week",
            "A little stressed, rent is due",
        ),
        ("Bien, gracias por preguntar", "Todo bien gracias a Dios", "Ahí vamos", "Mejor que la semana pasada"),
    ),
    "work": _both(
        (
            "It's good, they gave me more hours",
            "Tired but good",
            "Good. First check comes Friday",
            "Long days but I like the people there",
            "Not great, my supervisor is on me about the bus",
        ),
        (
            "Bien, me dieron más horas",
            "Cansado pero bien",
            "Bien, el viernes me pagan",
            "Días largos pero buena gente",
            "Más o menos, el jefe es difícil",
        ),
    ),
    "family": _both(
        ("They're good, thank you", "Good, growing too fast", "Better, the fever is gone"),
        ("Bien gracias", "Bien, creciendo muy rápido", "Mejor, ya no tiene fiebre"),
    ),
    "went": _both(
        (
            "It went good I think",
            "Good! They said they'll call me this week",
            "Ok. I was nervous",
            "They gave it to somebody else",
        ),
        (
            "Me fue bien creo",
            "¡Bien! Dijeron que me llaman esta semana",
            "Más o menos, estaba nervioso",
            "Se lo dieron a otro",
        ),
    ),
}
IT_IS_SO = {
    "": _both(("Yes", "Yes I do", "Yes, still"), ("Sí", "Sí, todavía", "Así es")),
    "did": _both(("Yes I did", "Yes, yesterday", "Yes all done"), ("Sí, ya", "Sí, ayer", "Sí, ya quedó")),
    "can": _both(("Yes I can", "Yes please", "Sure"), ("Sí puedo", "Sí por favor", "Claro")),
}
IT_IS_NOT = {
    "": _both(("No", "No not yet", "Not right now"), ("No", "Todavía no", "Ahorita no")),
    "did": _both(
        ("Not yet, I'll do it tomorrow", "No, nobody called me", "Not yet"),
        ("Todavía no, mañana lo hago", "No, nadie me ha llamado", "Todavía no"),
    ),
    "can": _both(
        ("No, I can't this week. Next week?", "I'm not sure, let me check my schedule"),
        ("No puedo esta semana. ¿La próxima?", "No sé, déjeme ver mi horario"),
    ),
}
NOT_SURE = _both(
    ("I'm not sure, let me find out and text you back", "Let me ask my supervisor", "I don't know yet"),
    ("No sé, déjeme preguntar y le aviso", "Le pregunto a mi jefe", "Todavía no sé"),
)
BRING = _both(
    ("Ok I'll bring it", "I only have the last one, is that ok?", "Ok", "Does a picture on my phone count?"),
    ("Ok lo llevo", "Solo tengo el último, ¿está bien?", "Ok", "¿Sirve una foto en el teléfono?"),
)
WILL_CALL = _both(
    ("ok", "ok after 3 please, I'm at work till then", "I'll keep my phone on"),
    ("ok", "ok después de las 3 por favor, estoy trabajando", "Aquí espero su llamada"),
)
BAD_NEWS = _both(
    ("Ok thank you for telling me", "Oh no. What can I do now?", "Is there a waiting list?", "ok"),
    ("Ok gracias por avisarme", "Ay no. ¿Qué puedo hacer?", "¿Hay lista de espera?", "ok"),
)
PRAISE = _both(
    ("Thank you!", "Thank you, that means a lot", "🙏", "I couldn't do it without y'all"),
    ("¡Gracias!", "Gracias, de verdad", "🙏", "No lo hubiera logrado sin ustedes"),
)
OFFER = _both(
    ("Ok thank you", "Will do", "Can you help me with a bus pass?"),
    ("Ok gracias", "Sí, gracias", "¿Me puede ayudar con un pase del bus?"),
)
WELCOME = _both(
    ("ok thanks", "Thank you, I saved your number", "ok"),
    ("ok gracias", "Gracias, ya guardé su número", "ok"),
)
TOLD = _both(
    ("Ok thank you", "Got it", "ok", "👍", "Thank you so much"),
    ("Ok gracias", "Entendido", "ok", "👍", "Muchas gracias"),
)
ITS_ME = _both(("Yes this is {first}", "yes it's me"), ("Sí, soy {first}", "sí soy yo"))
ITS_SOMEBODY = _both(("yes it's me", "yes"), ("sí soy yo", "sí"))
WRONG = _both(("No sorry, wrong number",), ("No, número equivocado",))
STOP = "STOP"

SAFE = _both(
    ("I'm ok right now. My sister is with me", "I'm ok. I'm at my mom's"),
    ("Ahorita estoy bien. Mi hermana está conmigo", "Estoy bien. Estoy con mi mamá"),
)
PLEASE_CALL = _both(("Yes please call", "ok. you can call"), ("Sí, llámeme por favor", "ok. me puede llamar"))
STILL_HERE = _both(
    ("Thank you for writing back", "ok. thank you", "I'm here. Thank you"),
    ("Gracias por contestarme", "ok. gracias", "Aquí estoy. Gracias"),
)
