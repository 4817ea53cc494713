"""The words behind the marks and behind *sounds like STOP*, in English and Spanish: to be read and argued with.

How a phrase is written: see `wording.Phrasebook`. Lower case, no accents.
"""

from functools import cache

from rise_tui.domain.wording import Phrasebook, word_set

_PHRASES = {
    # After these somebody should look now: life, safety, arrest, relapse, a roof.
    "urgent": (
        "suicid*; kill(ing)? (myself|himself|herself); end(ing)? (my life|it all); tak(e|ing) my (own )?life;",
        "(want|wanna|going|ready) to die; wanna die; no reason to live; better off dead;",
        "(hurt|hurting|cut|cutting) (myself|himself|herself); dont want to (live|be alive|be here anymore);",
        "cant (go on (anymore|like this|living)|take (it|this) anymore|do this anymore); over ?dos*; bleeding;",
        "od(ed|ing); shooting; gunshot*; 911; (got|been|was|get|getting) (shot|stabbed|jumped|robbed|raped|attacked);",
        "ambulance; emergency; call the (police|cops); domestic violence;",
        "cant breathe; heart attack; help me; in danger; not safe; unsafe; scared for my (life|kids?);",
        "(scared|afraid) of (him|her|my (husband|wife|boyfriend|girlfriend|ex));",
        "(he|she|they|husband|wife|boyfriend|girlfriend|ex)(s| is| are|re)? ((gonna|going to|trying to) )?"
        "(hit|hits|hitting|beat|beats|beating|hurt|hurting|kill|choked|threatened|threatening) me;",
        "(being|getting) (beaten|abused|threatened|stalked); put (his|her|their) hands on me;",
        "(gonna|going to|trying to) (kill|hurt) (me|us|him|her|them|somebody|someone);",
        "relaps*; arrested; locked up; (in|to|back to) (jail|custody); using again; violat(ed|ion); warrants?;",
        "(need|into|to) detox; (in|going through) withdrawals?; psych ward; at the police station;",
        "(police|cops) (are|is|came|at|took|have); turn(ing)? myself in; evict*; kicked (me |us )?out; homeless;",
        "(nowhere|no ?where|no place) to (sleep|stay|go|live); sleeping (outside|in my car|on the streets?);",
        "(place|somewhere) to (sleep|stay) (tonight|for the night);",
        "(in|in the|to the|rushed to|at the) (er|emergency room); (in|in the|to the|rushed to) hospital; urgent;",
        "(call|text|answer|contact|reach) (me )?(back )?(please )?asap; need (you|help|someone|somebody) asap;",
        "raped; rap(e|ed|ing) me; sexually assault*; assaulted me; molest(ed|ing); abus(ed|ing|es) me; kidnap*;",
        "(stalking|following) me; (he|she|they|who) (has|have|had|got|pulled) (a )?(gun|knife); at gunpoint;",
        "chest pains?; seizures?; passed out; (not|isnt) breathing; unconscious;",
        "(he|hes|she|shes|they|theyre|baby) (wont|isnt|is not|not) (wake|waking) up;",
        "fentanyl; bleeding out; going into labor; water broke; (house|apartment|building) is on fire;",
        "(they|he|she|dhs|cps) took my (kids?|son|daughter|baby|children); ice (took|came|agents?);",
        "deport(ed|ing|ation|ar|arme|arlo|arla|arnos|aron|an|ado|ada|acion)?;",
        "matarme; quitarme la vida; (quiero|quisiera) morir(me)?; no quiero (seguir viviendo|vivir); hacerme dano;",
        "(sin|no tengo) ganas de vivir; ya no (puedo|aguanto) mas; no aguanto mas; sobredosis; violencia domestica;",
        "recai; recaida; emergencia; urgente; ambulancia; auxilio; socorro; ayudame; ayudeme; en peligro; tengo miedo;",
        "me (pego|golpeo|golpea|pega|amenazo|amenaza|apunalaron|dispararon|arrestaron|detuvieron|agarro la policia);",
        "me (esta|estan) (pegando|golpeando|amenazando|siguiendo|persiguiendo);",
        "me (van a|quieren|quiere|va a) (matar|deportar|desalojar|arrestar|pegar|golpear);",
        "(lo|la|los) (arrestaron|detuvieron); arrestaron a; llam(e|en|a) a la policia; no respira; inconsciente;",
        "(estoy|esta) (preso|presa|detenido|detenida); carcel; orden de arresto; desaloj(o|aron|ando);",
        "me (corrieron|echaron) de (la|mi) casa; (vivo|viviendo|duermo|durmiendo|quede) en la calle;",
        "(en el|al) hospital; me (quiero|voy a) (morir|matar); me (violo|violaron|persigue|persiguen|siguen);",
        "me (robaron|asaltaron|sacaron de la casa); no puedo respirar; sangrando; dolor de pecho; convulsion*;",
        "sin (techo|casa); (tiene|trae|saco) (una )?(pistola|arma|cuchillo); la migra;",
        "se llevaron a (mi|mis) (hij*|nin*);",
        "no tengo (a )?donde (dormir|vivir|ir|quedarme)",
    ),
    # A wish for no more texts.
    "stop_like": (
        "(stop|quit|cease|discontinue) ~ (text*|txt*|messag*|msg*|contact*|sms|sending|writing|bother*|harass*|spam*);",
        "(stop|quit) ~ (reminders?|alerts?|calling me);",
        "no more ~ (texts?|txts?|texting|messages?|msgs?|messaging|sms);",
        "(dont|do not|never|no longer|not to) (ever |you ever )?(text|txt|message|msg|contact|write|spam)(ing)? (to )?"
        "(me|us|this number|my (phone|number|cell));",
        "(dont|do not|no longer|didnt) (want|wish|need|like) (you )?~ (texts|texted|texting|messages|msgs|txts|sms);",
        "(dont|do not) want (this|a|any|your|another|you to|to get a|to get any) (text|message|contact);",
        "(take|remove|delete|drop|erase|get) (me|us|my (name|number|phone)|this number) (off|from|out);",
        "(remove|delete|lose|erase|forget) (my|this) (number|phone); unsubscribe; opt(ing|ed)? (me |us )?out; optout;",
        "leave (me|us) alone; (cancel|end) ~ (texts|messages|texting|messaging|subscription|reminders);",
        "revoke (my )?consent;",
        "no (me|nos) (vuelvan? a |vuelvas a )?(escriban?|escribas|escribir(me)?|manden?|mandes|mandar(me)?|envien?|"
        "envies|enviar(me)?|texteen?|textees|textear(me)?|contacten?|contactes|contactar(me)?|molesten?|molestes|"
        "molestar(me)?);",
        "(deja|deje|dejen|dejar|para|pare|paren|parar) (ya )?de (escribir|mandar|enviar|textear|molestar|contactar)"
        "(me|nos)?; (no|basta|alto|pare|paren) ~ (a los )?(mensajes?|textos);",
        "no (quiero|deseo) ~ (mensajes?|textos?);",
        "no (quiero|deseo) que me (escriban?|manden?|envien?|contacten?|llamen?);",
        "(quite|quiten|saque|saquen|borre|borren|elimine|eliminen|remueva|remuevan|quita|saca|borra)(me|nos) de;",
        "(quite|quiten|quita|borre|borren|borra|elimine|eliminen) (mi|este) (numero|telefono);",
        "(dejame|dejeme|dejenme) en paz; (dar|de)me de baja; cancel(ar|e|en) ~ (mensajes|textos)",
    ),
    "wrong_person": (
        "wrong (number|person|phone); who(s| is) this; who dis; who are you; (you have|u got|you got) the wrong;",
        "(dont|do not) know (you|who (this|you|that)|any|anyone|anybody|that person);",
        "this (is not|isnt|aint) (him|her);",
        "(not|no longer) (his|her|their) (number|phone); numero equivocado; equivocad(o|a) de numero;",
        "se (equivoco|equivocaron); quien (es|eres|habla); no (lo|la|le|te|los) conozco;",
        "no conozco a (esa|ese|ningun*);",
        "no soy (el|ella|esa persona)",
    ),
    "new_number": (
        "new (number|phone|cell|phone number|cell number); (changed|switched) (my )?(number|phone)s?; use this number;",
        "(lost|broke|cracked) my (phone|cell); (my|this) (number|phone) (has |is )?(changed|changing);",
        "(reach|text|call) me (at|on) (this|my other); nuevo (numero|telefono|celular); numero nuevo; telefono nuevo;",
        "cambie (de|mi) (numero|telefono); (perdi|se me (perdio|rompio)) (mi|el) (telefono|celular);",
        "este es mi (numero|telefono)",
    ),
    "yes": (
        "(i will|ill|well|we will|gonna|going to|i can) (be there|be at|make it|come|attend|see you); on my way;",
        "count me in; (see|c) (you|u|ya) (there|then|tomorrow);",
        "(see|c) (you|u|ya) (monday|tuesday|wednesday|thursday|friday|saturday|sunday);",
        "im coming; i am coming; i confirm; confirmed; will do; will be there;",
        "plan(ning)? (to|on) (be there|being there|come|coming|make it|attend|attending);",
        "sounds good;",
        "that works; (ahi|alli) (estare|estoy|nos vemos|voy a estar); (si|alli) (estare|voy|ire|puedo);",
        "claro que si; por supuesto;",
        "confirmo; voy en camino; cuente conmigo; de acuerdo; nos vemos",
    ),
    "no": (
        "(cant|cannot|can not|wont|will not|unable to|not able to|couldnt|not gonna|not going to) (be able to )?"
        "(make it|make|come|go|attend|be there);",
        "(not|aint) (coming|going); (have|need) to (cancel|miss|reschedule); i have to work; no estare;",
        "have (work|court) (that|this) day; i work that day; tengo que trabajar; no me es posible;",
        "no (voy|ire|podre|puedo|vamos)( a)?( poder)?( ir| asistir| llegar| estar)?",
    ),
    "thanks": (
        "thanks?; thank (you|u); thanx; thx; ty; tysm; tks; appreciate (it|you|that|u); god bless( you)?; blessed;",
        "blessings; gracias; se lo agradezco; bendiciones",
    ),
    # What sounds like one of them and is not; taken out before looking.
    "not_meant": (
        "(not|isnt|nothing|nada) (an emergency|urgent|urgente|in danger); no es (una emergencia|urgente); urgent care;",
        "(no|in case of( an)?) emergency; en caso de( una)? emergencia; (contacto|numero) de emergencia;",
        "emergency (contacts?|number|exit|funds?|relief|rental|leave|card|form|brake);",
        "(no|any|avoid|without|traffic|parking|code) violations?; no warrants?; eviction (record|history);",
        "(no|any|past|prior|old) evictions?; (no longer|not|used to be) homeless; homeless (services|program);",
        "(can|could|would|will) (you|u) (guys )?(please |pls |plz )?help me; (you|u|she|he|they|that|it) helps? me;",
        "(you|u|she|he|they|that|it|mom|mother|dad|father|sister|brother|son|daughter|friend) (will|can|could|would)"
        " help me; (someone|somebody|able|offered|supposed|promised|asked you|going|like you) to help me;",
        "help me (out )?(please |pls )?with (my|a|an|the|this|that|these|those|it|some*|your|getting|finding|filling);",
        "help me (out )?(please |pls )?with (job*|work|housing|rent|food|bus|transport*|paper*|resume*|school);",
        "help me (please |pls )?(fill|write|apply|print|understand|sign|schedule|reschedule|prepare|practice|study);",
        "help me (please |pls )?(log|look for|read|upload|send|change|update|figure|move|pay|enroll|see if|set up);",
        "help me (please |pls )?(find|get|make|do|use|create|choose) (a|an|the|some|it|this|that|another|work|"
        "jobs?|housing|my (id|birth|papers?|social|license|resume|benefits));",
        "help me find out; help me out (a|please|today|tomorrow|on|by);",
        "ayud(ame|eme) (por favor )?con (mi|mis|el|la|los|las|un|una|eso|esto|algo);",
        "ayud(ame|eme) (por favor )?a (llenar|hacer|aplicar|escribir|entender|llegar);",
        "ayud(ame|eme) (por favor )?a (encontrar|buscar|conseguir) (un|una|trabajo|empleo|ropa|comida);",
        "relapse prevention; prevencion de (la )?recaida; no relapse; (not|never|without|havent|didnt|wont) relaps*;",
        "(not|never|wont be) using again; (never|not|ever) (been |get |getting |got )?arrested;",
        "arrested (back )?in (19*|20*); (was|were) (in jail|locked up) (before|back in|when);",
        "(when|while) (i was |i were )?(in jail|locked up); used to be (in jail|locked up);",
        "sal(i|ir) de la carcel; (estuve|estaba) en la carcel; custody (hearing|case|court|battle|papers);",
        "hit(s|ting)? me up; hit me back (when|asap|with|at|on|later); beats? me (to|there|here);",
        "(gave|give|gives) me a heart attack; almost had a heart attack; to die (laughing|of boredom);",
        "boss (is )?(gonna|going to) kill me; cut(ting)? myself (some|off|short|shaving);",
        "shooting (pool|hoops|basketball|you a); you following me;",
        "following me on (insta*|facebook|fb|ig|tiktok|twitter|snap*);",
        "passed out (flyers|papers|resumes|applications|food);",
        "kicked (me |us )?out of (the )?(zoom|meeting|call|chat|app|group chat|website|system|account);",
        "(police|cops) (are|is) hiring; ambulance (driver|job|company|training);",
        "fentanyl (training|class|test|strips);",
        "hospital for (my|a|an) (appointment|checkup|interview|job|training|class|shift);",
        "(cita|entrevista|clase) (en el|al) hospital; me pego (la|el|un) (gripe|covid|virus|resfriado|catarro);",
        "(soy|llamo|senora|sra|dona) socorro; tengo miedo de (llegar|perder|no|que no|reprobar);",
        "me siguen (mandando|llamando|llegando|diciendo|pidiendo|pagando);",
        "vivo en la calle (numero|0*|1*|2*|3*|4*|5*|6*|7*|8*|9*); (apt|room|suite|unit|live at|office at) 911;",
        "(who|nobody|no one|he|she|they|it|you|that) will be there;",
        "(job|work|works|hired|working|shift) (at |in )?the hospital; (trabajo|trabajando) (en el|al) hospital;",
        "(dont|do not|cant|cannot|can not|never|didnt|to not|wont) (stop|quit); (doesnt|does not) stop;",
        "stop(ping)? (by|in|at);",
        "(they|he|she|you|u|why|i) (dont|do not|never) (ever )?(text|write|message|contact) (me|us);",
        "(dont|never|doesnt|didnt) (text|write|message|contact) (me|us) back; no (voy|quiero) ~ perder",
    ),
}  # fmt: skip

POLITE = word_set(
    "please pls plz ok okay hi hello just can could would will you i said told want need to it this that now already",
    "thanks thank por favor porfavor ya hola gracias right me asap everything immediately wrong number person",
)
"""A sentence of these and one of BARE_STOP is a wish to stop."""
BARE_STOP = word_set("stop stopall quit optout alto basta parar paren pare")

SMALL_WORDS = word_set(
    "a again all also and for have good great day nice one night so much very many you u your ur the help ok okay k kk",
    "sir maam miss mr mrs ms got it cool perfect awesome alright will do i we too really lot lots everything yes",
    "que y muy por todo la ayuda su tu usted ud buen buena dia tarde noche dios le lo te bendiga igualmente amen si de",
    "nada senor senora perfecto listo vale bueno hi hello hey this that reminder text info information same to evening",
    "morning weekend muchas mil",
)
"""What may stand beside thanks in a text that needs no answer."""

TITLES = word_set("ms miss mrs mr sr sra senor senora srta don dona")
"""After these comes a name, which says nothing by itself."""

YES_FIRST = word_set("yes yea yeah yep yup yess yesss y ya si sip claro sure definitely absolutely")
NO_FIRST = word_set("no nope nah n")
AGREED = word_set("ok okay k kk")
NO_IS_NO_NO = word_set(
    "problem problema problems worries more mas se sabia idea doubt hay me rush one longer tengo need way matter es"
    " entiendo entendi recibi"
)
"""After these a first *no* is no answer: *no problem*, *no se*."""
BEFORE_AN_ANSWER = word_set("sorry hi hello hey hola lo siento perdon disculpe disculpa buenos dias")
"""What may stand before the word that answers: *sorry no*."""

YES_ALONE = frozenset(
    (
        *("i can", "i will", "of course", "for sure", "got it", "im going", "im in", "be there"),
        *("okie dokie", "alright", "bet", "confirm", "sounds great", "vale", "voy", "puedo", "esta bien", "perfecto"),
        *("confirmado", "confirmada", "listo", "lista", "dale", "sin falta", "va", "seguro"),
        *("entendido", "esta perfecto", "muy bien"),
    )
)
"""A yes where nothing else is said; within a longer text they mean too many things."""
NO_ALONE = frozenset(
    (
        *("cant", "i cant", "not today", "i dont think i can", "cant do it", "wont be able to", "i wont be able to"),
        *("imposible", "no creo"),
    )
)
"""A no where nothing else is said."""
YES_SIGNS, NO_SIGNS = "\N{THUMBS UP SIGN}\N{OK HAND SIGN}\N{WHITE HEAVY CHECK MARK}", "\N{THUMBS DOWN SIGN}"
"""An answer where there are no words."""

GREETINGS = word_set(
    "hi hello hey hola good morning afternoon evening buenos buenas dias tardes so and but ok okay yes no ms mr mrs",
    "miss senor senora sir maam please thanks gracias por favor y pero si",
)
"""What may stand before a question's first word."""
_QUESTIONS = {
    "question": (
        "what (time|day|is|are|do|should|about|if|happens|address); whats;",
        "when (is|are|do|does|can|will|should); whens;",
        "where (is|are|do|does|can|should); wheres; who (do|is|can|should|will);",
        "how (do|can|much|long|far|many|should);",
        "(can|could|would|will|do|did|are|have) (you|u); (can|could|should|may|do|am|will) i; (is|are) (there|it|we);",
        "que (hora|dia|tengo|debo|hago|necesito|pasa); cuando (es|son|tengo|puedo|empieza); cuanto;",
        "tengo que (ir|llevar);",
        "donde (es|esta|queda|son|puedo|tengo); como (hago|puedo|llego|le hago); a que hora;",
        "(me )?(puede|puedes|podria|podrian)",
    )
}  # fmt: skip

ENGLISH = word_set(
    "the and you is are to i my have will be can not with for that this what was on at it me do dont im your of",
    "please today tomorrow need when how going but they he she",
)
SPANISH = word_set(
    "el la los las que de y es en un una por para con mi yo tengo puedo estoy esta como pero muy usted me se lo le",
    "hoy manana gracias hola buenos dias necesito cuando donde voy porque cita trabajo",
)
"""The small words by which a language is told."""


@cache
def phrasebook() -> Phrasebook:
    """All phrases as one tree; made at first use, some milliseconds."""
    return Phrasebook(_PHRASES)


@cache
def questions() -> Phrasebook:
    """How questions begin that have no sign."""
    return Phrasebook(_QUESTIONS)


def make_ready() -> None:
    """Make all phrases now, so that the first text does not wait for them."""
    phrasebook()
    questions()
