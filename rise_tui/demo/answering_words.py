"""What the demo's clients say when they answer, in English and Spanish: to be read and argued with.

Everyone of them is invented. A line is what one person would write with a thumb; who writes it may leave out capitals
and marks (see `answering_plan`).
"""

from collections.abc import Mapping

Lines = Mapping[str, tuple[str, ...]]
"""By language: the ways to say one thing."""


def both(en: tuple[str, ...], es: tuple[str, ...]) -> Lines:
    """The ways in English and in Spanish."""
    return {"en": en, "es": es}


THUMBS = ("👍", "👍🏾", "👍🏽")
EMOJI = (*THUMBS, "👌", "🙏")

CALL = both(
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
    "": both(
        ("Tomorrow morning is best", "Thursday, I'm off", "Any day after 4", "Friday after work"),
        ("Mañana temprano es mejor", "El jueves, no trabajo", "Cualquier día después de las 4"),
    ),
    "hour": both(
        ("Around 4", "After 3", "4:30, sometimes 5", "I get off at 3 this week"),
        ("Como a las 4", "Después de las 3", "A las 4 y media", "Esta semana salgo a las 3"),
    ),
    "start": both(
        ("Monday at 7", "They said the 1st", "Next week, they will text me the day"),
        ("El lunes a las 7", "Dijeron que el primero", "La semana que viene, me avisan el día"),
    ),
    "past": both(
        ("Last Monday", "About two weeks ago", "Friday", "Yesterday afternoon"),
        ("El lunes pasado", "Hace como dos semanas", "El viernes", "Ayer en la tarde"),
    ),
}
THAT_DAY = both(
    ("{day}", "{day} is better for me", "{day} works", "{day}, after work"),
    ("El {day}", "El {day} me queda mejor", "El {day} sí puedo"),
)
"""One of the days that the text offers."""
WHERE = both(
    ("At my mom's for now", "I'm at home", "On the bus, 20 min away", "Same place as before", "At work till 4"),
    ("En casa de mi mamá por ahora", "Estoy en casa", "En el bus, llego en 20", "En el mismo lugar", "En el trabajo"),
)
HOW_MANY = {
    "": both(("Two", "Just one", "I think three"), ("Dos", "Nada más uno", "Creo que tres")),
    "long": both(
        ("They didn't say", "About two weeks", "Till the end of the month"),
        ("No me dijeron", "Como dos semanas", "Hasta fin de mes"),
    ),
    "hours": both(
        ("About 30 this week", "24, they cut one day", "40 with the overtime"),
        ("Como 30 esta semana", "24, me quitaron un día", "40 con el tiempo extra"),
    ),
    "money": both(
        ("16.50 an hour", "About 480 a week before tax", "17 an hour, 18 on nights"),
        ("16.50 la hora", "Como 480 a la semana", "17 la hora, 18 de noche"),
    ),
}
WAY = both(
    (
        "The 54 bus, I looked it up",
        "My sister can drive me",
        "I walk, it's not far",
        "I don't know yet. Is there a bus pass?",
    ),
    ("En el bus 54", "Me lleva mi hermana", "Caminando, no queda lejos", "No sé todavía. ¿Hay pase del bus?"),
)
WHY = both(
    (
        "They said it's slow this week",
        "The bus never came",
        "My son was sick",
        "It's a long story. Can you call me?",
    ),
    (
        "Dijeron que hay poco trabajo",
        "El bus nunca llegó",
        "Mi niño estaba enfermo",
        "Es una historia larga. ¿Me puede llamar?",
    ),
)
HOW = {
    "": both(
        (
            "I'm ok, thank you for asking",
            "Doing good",
            "Hanging in there",
            "Better than last week",
            "A little stressed, rent is due",
        ),
        ("Bien, gracias por preguntar", "Todo bien gracias a Dios", "Ahí vamos", "Mejor que la semana pasada"),
    ),
    "work": both(
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
    "family": both(
        ("They're good, thank you", "Good, growing too fast", "Better, the fever is gone"),
        ("Bien gracias", "Bien, creciendo muy rápido", "Mejor, ya no tiene fiebre"),
    ),
    "went": both(
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
    "": both(("Yes", "Yes I do", "Yes, still"), ("Sí", "Sí, todavía", "Así es")),
    "did": both(("Yes I did", "Yes, yesterday", "Yes all done"), ("Sí, ya", "Sí, ayer", "Sí, ya quedó")),
    "can": both(("Yes I can", "Yes", "Sure"), ("Sí puedo", "Sí", "Claro")),
    "fits": both(("Yes that works", "Yes that's good", "ok"), ("Sí, está bien", "Sí, así está bien", "ok")),
    "well": both(
        ("Yes I'm ok, thank you for asking", "Yes all good", "Yes. My phone was off, sorry"),
        ("Sí, todo bien, gracias por preguntar", "Sí, todo bien", "Sí. Tenía el teléfono apagado, perdón"),
    ),
    "either": both(("Either one is fine", "The first one I think"), ("Como usted diga", "Lo primero creo")),
    "offer": both(
        ("Yes please", "Yes, that would help a lot", "please, thank you"), ("Sí por favor", "Sí, me ayudaría mucho")
    ),
}
IT_IS_NOT = {
    "": both(("No", "No not yet", "Not yet"), ("No", "Todavía no", "Ahorita no")),
    "did": both(
        ("Not yet, I'll do it tomorrow", "No, nobody called me", "Not yet"),
        ("Todavía no, mañana lo hago", "No, nadie me ha llamado", "Todavía no"),
    ),
    "can": both(
        ("No, I can't this week. Next week?", "I'm not sure, let me check my schedule"),
        ("No puedo esta semana. ¿La próxima?", "No sé, déjeme ver mi horario"),
    ),
    "fits": both(
        ("Can we do later? I'm at work till 4", "Not that day. Friday?"),
        ("¿Puede ser más tarde? Salgo a las 4", "Ese día no. ¿El viernes?"),
    ),
    "well": both(
        ("Not really. It's been a hard week", "A lot going on with my family right now"),
        ("No mucho. Ha sido una semana difícil", "Tengo problemas en la casa ahorita"),
    ),
    "either": both(("I don't know yet, can I tell you tomorrow?",), ("No sé todavía, ¿le aviso mañana?",)),
    "offer": both(
        ("No I'm ok, thank you", "Not yet, let me try first"),
        ("No, estoy bien, gracias", "Todavía no, déjeme ver primero"),
    ),
}
OTHER = {
    "": both(
        ("I'm not sure, let me find out and text you back", "I don't remember, let me look", "I don't know yet"),
        ("No sé, déjeme preguntar y le aviso", "No me acuerdo, déjeme buscar", "Todavía no sé"),
    ),
    "need": both(
        ("Bus fare mostly", "Filling out the forms, there's a lot", "Work shoes, size 11", "Somebody to call with me"),
        ("Más que nada para el bus", "Llenar los formularios, son muchos", "Zapatos para el trabajo"),
    ),
    "person": both(
        ("Mr Lane, he's the day manager", "A lady named Pat I think", "My cousin"),
        ("El señor Lane, el encargado", "Una señora, Pat creo", "Mi primo"),
    ),
    "work": both(
        ("Dishes first, then they train me on prep", "Loading trucks, nights", "Cleaning, mornings"),
        ("Primero platos, luego cocina", "Cargando camiones, de noche", "Limpieza, en las mañanas"),
    ),
}
BRING = {
    "": both(
        ("Ok I'll bring it", "Ok", "Does a picture on my phone count?", "I don't have it yet, is that ok?"),
        ("Ok lo llevo", "Ok", "¿Sirve una foto en el teléfono?", "Todavía no lo tengo, ¿está bien?"),
    ),
    "paystub": both(
        ("Ok I'll bring it", "I only have the last one, is that ok?", "Ok", "Does a picture on my phone count?"),
        ("Ok lo llevo", "Solo tengo el último, ¿está bien?", "Ok", "¿Sirve una foto en el teléfono?"),
    ),
}
CALL_US = both(
    ("ok I'll call on my lunch break", "I'm at work, can I call at 4?", "I just tried, it went to voicemail"),
    ("ok le llamo en mi descanso", "Estoy trabajando, ¿le puedo llamar a las 4?", "Ya le llamé y no contestan"),
)
GREETING = both(("Hi", "hey", "Hi, good to hear from you"), ("Hola", "buenas", "Hola, ¿cómo está?"))
WILL_CALL = both(
    ("ok", "ok after 3 please, I'm at work till then", "I'll keep my phone on"),
    ("ok", "ok después de las 3 por favor, estoy trabajando", "Aquí espero su llamada"),
)
COMFORT = both(("Thank you", "thank you, I appreciate that", "🙏"), ("Gracias", "Gracias, se lo agradezco", "🙏"))
BAD_NEWS = both(
    ("Ok thank you for telling me", "Oh no. What can I do now?", "Is there a waiting list?", "ok"),
    ("Ok gracias por avisarme", "Ay no. ¿Qué puedo hacer?", "¿Hay lista de espera?", "ok"),
)
PRAISE = both(
    ("Thank you!", "Thank you, that means a lot", "🙏", "I couldn't do it without y'all"),
    ("¡Gracias!", "Gracias, de verdad", "🙏", "No lo hubiera logrado sin ustedes"),
)
OFFER = both(
    ("Ok thank you", "Will do", "Is there a bus pass I can get?"),
    ("Ok gracias", "Sí, gracias", "¿Hay pases del bus?"),
)
WELCOME = both(
    ("ok thanks", "Thank you, I saved your number", "ok"),
    ("ok gracias", "Gracias, ya guardé su número", "ok"),
)
TOLD = both(
    ("Ok thank you", "Got it", "ok", "👍", "Thank you so much"),
    ("Ok gracias", "Entendido", "ok", "👍", "Muchas gracias"),
)
ITS_ME = both(("Yes this is {first}", "yes it's me"), ("Sí, soy {first}", "sí soy yo"))
ITS_SOMEBODY = both(("yes it's me", "yes"), ("sí soy yo", "sí"))
WRONG = both(("No sorry, wrong number",), ("No, número equivocado",))
STOP = "STOP"

SAFE = both(
    ("I'm ok right now. My sister is with me", "I'm ok. I'm at my mom's"),
    ("Ahorita estoy bien. Mi hermana está conmigo", "Estoy bien. Estoy con mi mamá"),
)
PLEASE_CALL = both(("Yes please call", "ok. you can call"), ("Sí, llámeme por favor", "ok. me puede llamar"))
YES_THANK_YOU = both(("yes. thank you", "I think so, yes"), ("sí. gracias", "creo que sí"))
STILL_HERE = both(
    ("Thank you for writing back", "ok. thank you", "I'm here. Thank you"),
    ("Gracias por contestarme", "ok. gracias", "Aquí estoy. Gracias"),
)
