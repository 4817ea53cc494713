"""What the demo's clients say when they are asked to come, or to send a photo of a paper."""

from rise_tui.demo.answering_words import both

YES = both(
    (
        "Yes I'll be there",
        "Yes",
        "Yes, see you then",
        "I'll be there",
        "Yes I can come",
        "Yep I'll be there early",
        "Yes thank you for the reminder",
        "Yes, I already told my boss",
        "I'm coming",
        "Yes, my sister is dropping me off",
        "Yes, looking forward to it",
        "yeah I'll be there",
    ),
    (
        "Sí, ahí estaré",
        "Sí",
        "Sí, nos vemos",
        "Claro que sí",
        "Sí puedo, gracias",
        "Sí voy",
        "Sí, gracias por avisarme",
        "Sí, ya pedí permiso en el trabajo",
        "Ahí estaré primero Dios",
    ),
)
NO = both(
    (
        "No, I have to work that day",
        "I can't make it, my daughter has a doctor's appointment",
        "No sorry, they changed my shift",
        "I can't come, I don't have bus fare till Friday",
        "No, I'm sick. Can I come to the next one?",
        "I can't make it this time, I have nobody for the kids",
        "No, I got called in. Sorry",
    ),
    (
        "No puedo, tengo que trabajar ese día",
        "No puedo ir, mi niña tiene cita con el doctor",
        "No, me cambiaron el turno. Perdón",
        "No voy a poder, no tengo para el bus hasta el viernes",
        "No puedo, estoy mal de la garganta. ¿Puedo ir a la próxima?",
        "No voy a poder, no tengo con quién dejar a los niños",
    ),
)
MAYBE = both(
    (
        "Can I bring my son? I don't have a sitter",
        "Is it ok if I come a little late? I get off work right before",
        "How long is it? I work after",
        "Is there somewhere to park?",
        "Is it the same place as last time?",
        "If I miss it can I do it another day?",
        "Is there food there?",
        "Do they give us a bus pass to get there?",
    ),
    (
        "¿Puedo llevar a mi niño? No tengo quien lo cuide",
        "¿Puedo llegar un poco tarde? Salgo del trabajo justo antes",
        "¿Cuánto dura? Trabajo después",
        "¿Hay donde estacionar?",
        "¿Es en el mismo lugar que la otra vez?",
        "Si falto, ¿puedo hacerla otro día?",
    ),
)
BESIDES = both(
    (
        "Can my cousin come too? He is looking for work",
        "What time does it end?",
        "Save me a seat please",
        "Is it ok if my daughter waits outside the room?",
    ),
    (
        "¿Puede ir mi primo también? Está buscando trabajo",
        "¿A qué hora termina?",
        "Guárdeme un lugar por favor",
    ),
)
COURT_YES = both(
    (
        "Yes I'll be there",
        "Yes, my mom is driving me",
        "I'll be there early",
        "Yes I have the day off",
        "Yes thank you for reminding me",
    ),
    ("Sí, ahí estaré", "Sí, me lleva mi mamá", "Sí, voy temprano", "Sí, gracias por recordarme"),
)
COURT_NO = both(
    ("I don't know if I can get off work. Can you write to my boss?", "I can't get off that day, what do I do?"),
    ("No sé si me dan permiso. ¿Le puede escribir a mi jefe?", "No puedo faltar al trabajo, ¿qué hago?"),
)
COURT_MAYBE = both(
    ("Which bus goes there?", "What room is it?", "Can you come with me?", "Is my lawyer going to be there?"),
    ("¿Qué bus llega ahí?", "¿En qué sala es?", "¿Puede venir conmigo?", "¿Va a estar mi abogado?"),
)
AFTER_ALL_NOT = both(
    ("Sorry I can't come after all, they called me in to work", "I can't make it, my ride fell through. I'm sorry"),
    ("Perdón, siempre no puedo ir, me llamaron del trabajo", "No voy a poder, se me cayó el transporte. Perdón"),
)
AFTER_ALL = both(
    ("I can come after all, I switched my shift", "I can make it, my sister will watch the kids"),
    ("Sí puedo ir, cambié el turno", "Sí voy a poder, mi hermana me cuida a los niños"),
)
WITH_PHOTO = both(
    ("Here it is", "Here you go", "this is the last one", "Is this ok?", "I hope you can read it"),
    ("Aquí está", "Aquí le mando", "es el último que tengo", "¿Así está bien?", "Ojalá se pueda leer"),
)
WHICH = both(("A photo of what?", "Which paper do you mean?"), ("¿Una foto de qué?", "¿De cuál papel?"))
LATER = {
    "paystub": both(
        ("I get it Friday, I'll send it then", "ok when I get home", "It's at the house, I'll send it tonight"),
        ("Me lo dan el viernes, se lo mando", "ok cuando llegue a casa", "Lo tengo en casa, se lo mando en la noche"),
    ),
    "id": both(
        ("ok when I get home", "Give me a minute, I'm on the bus", "It's at the house, I'll send it tonight"),
        ("ok cuando llegue a casa", "Deme un ratito, voy en el bus", "La tengo en casa, se la mando en la noche"),
    ),
    "": both(
        ("ok when I get home", "I have to look for it, I'll send it tonight", "They told me Friday, I'll send it then"),
        ("ok cuando llegue a casa", "Lo tengo que buscar, se lo mando en la noche", "Me dijeron que el viernes"),
    ),
}
HAS_NONE = {
    "paystub": both(
        (
            "They pay me on a card, I don't get a stub. What do I do?",
            "My boss only pays cash right now. Is a letter ok?",
        ),
        ("Me pagan con tarjeta, no me dan talón. ¿Qué hago?", "Me pagan en efectivo. ¿Sirve una carta?"),
    ),
    "id": both(
        ("I lost it, the new one is coming in the mail. Is the paper ok?", "It expired. Is that ok?"),
        ("La perdí, la nueva viene por correo. ¿Sirve el papel?", "Ya se venció. ¿Sirve así?"),
    ),
    "": both(
        ("I don't have it yet, they said a week", "They said it comes in the mail"),
        ("Todavía no lo tengo, dijeron una semana", "Dijeron que llega por correo"),
    ),
}
