"""Which plain words make a text urgent, and which only sound like it: read the two lists and argue with them."""

import pytest

from rise_tui.domain.marks import Mark, marks_of, urgent_words

URGENT = """
Help me
please help me
HELP ME PLEASE
somebody help me he's here
can someone help me
nobody will help me
you have to help me
help me get away from him
help me get out of here
I want to kill myself
I'm thinking about ending my life
I’m suicidal
I don't want to be here anymore
I can't take it anymore
no reason to live
he's going to kill himself
I cut myself again
she's better off dead he said
he hit me last night
He beat me and there were kids here
my boyfriend is threatening me
I'm scared of him
he put his hands on me
my ex is following me on the street
he got shot down the street
there is shooting outside
there was a shooting on our block
call 911
she overdosed
he od'd, he od'ed
my baby isn't breathing
he won't wake up
my cousin passed out on the floor
she is unconscious
chest pain since this morning
the house is on fire
water broke
No, relapsed again last night
I relapsed
I'm using again
I need detox
going through withdrawals
I got arrested last night
I was locked up last night
my son is in jail
there's a warrant out for me
do I have any warrants
I got violated
they are evicting us, we got evicted
we got kicked out
I'm homeless
I have nowhere to go
help me find a place to sleep tonight
sleeping on the streets
it's an emergency
call me asap
URGENT
they took my kids
ice took my husband
he is being deported
ayúdame
ayúdeme por favor
Ayúdame a salir de aquí
auxilio
quiero morirme
ya no aguanto más
no tengo ganas de vivir
mi esposo me pega
me está golpeando
me van a desalojar
me van a matar
lo arrestaron anoche
estoy en la cárcel
mi ex salió de la cárcel y tengo miedo
vivo en la calle con mis hijos
no respira
llame a la policía
me deportaron
""".strip().splitlines()
NOT_URGENT = """
help me with my resume
Can you help me with my resume?
can you please help me
Could you help me? I need to reschedule
can u help me find a job
help me out with some bus tokens please
help me fill out the application
please help me get a new ID
can you guys help me move
my sister will help me move Saturday
I need someone to help me move
that would help me a lot
you help me so much thank you
ayúdame con mi currículum
me puedes ayudar con la solicitud
ayúdeme a llenar la solicitud
ayudame a buscar trabajo
I'll send it asap
will do asap
not urgent, whenever you can
nothing urgent
I went to urgent care for my foot
my emergency contact changed
in case of emergency call my mom
do I go to the relapse prevention class?
no relapse, 60 days clean
I haven't relapsed
I'm not using again I promise
I have never been arrested
I was arrested in 2009, does it matter?
I learned to weld when I was in jail
I have a custody hearing at 10
he hit me up about the job
hit me up when you can
you beat me to it
that gave me a heart attack lol
dying laughing
I can't go on Monday
we were shooting hoops
I passed out resumes all day
are you following me on instagram
I got kicked out of the zoom
the police are hiring
I applied for the ambulance driver job
fentanyl test strips training
I have to go to the hospital for a checkup
no parking violations
does an eviction record matter
I'm no longer homeless
I'm not waking up that early
I live at 911 Market St
me gustan los deportes
mi hijo hace deporte
soy Socorro, la de la clase
hola señora socorro
tengo cita en el hospital
vivo en la calle 5 con Lehigh
tengo miedo de llegar tarde
se me pegó la gripe
me siguen llamando del trabajo
aprendí a soldar cuando estuve en la cárcel
contacto de emergencia es mi mamá
no es urgente
""".strip().splitlines()


@pytest.mark.parametrize("body", URGENT)
def test_plain_words_of_danger_are_urgent(body: str) -> None:
    assert Mark.URGENT in marks_of(body, has_media=False)
    assert urgent_words(body), "and everyone sees which words"


@pytest.mark.parametrize("body", NOT_URGENT)
def test_a_plain_request_that_only_sounds_like_danger_is_not_urgent(body: str) -> None:
    assert urgent_words(body) == ()
    assert Mark.URGENT not in marks_of(body, has_media=False)


@pytest.mark.parametrize("asked", ["Can you help me with my resume?", "Ayúdeme con mi solicitud", "not urgent"])
@pytest.mark.parametrize("danger", ["he hit me", "no puedo respirar", "help me"])
def test_a_plain_request_hides_no_danger_beside_it(asked: str, danger: str) -> None:
    assert urgent_words(f"{asked} {danger}") == (danger,)
    assert urgent_words(f"{danger}. {asked}") == (danger,)
