"""The words behind the marks, in English and Spanish: lists to be read and argued with.

Phrases stand between semicolons, in lower case and without accents, as `wording.even` makes a text; `(a|b)` is either,
`x?` is perhaps, a space any white space. A phrase is found only as whole words.
"""

from rise_tui.domain.wording import rule, word_set

URGENT = rule(
    # somebody may die
    r"suicid\w*; kill(ing)? myself; end(ing)? (my life|it all); (want|wanna|going|ready) to die; wanna die",
    r"better off dead; (hurt|cut)(ing|ting)? myself; don'?t want to (live|be alive); over ?dos\w*; bleeding",
    r"od'?(ed|ing); shooting; 911; (got|been|was|get|getting) (shot|stabbed|jumped|robbed|raped); ambulance",
    r"emergency; can'?t breathe; heart attack",
    # somebody is not safe
    r"help me; in danger; not safe; unsafe; scared for my (life|kids?); gun to my head",
    r"(he|she|they|husband|wife|boyfriend|girlfriend|ex)('s| is| are|'re)? ((gonna|going to|trying to) )?"
    r"(hit|hits|hitting|beat|beats|beating|hurt|hurting|kill|choked|threatened|threatening) me",
    r"(gonna|going to|trying to) (kill|hurt) (me|us|him|her|them|somebody|someone)",
    # back to what they came from
    r"relaps\w*; arrested; locked up; (in|to|back to) (jail|custody); using again",
    r"(police|cops) (are|is|came|at|took|have); warrant; violat(ed|ion); turn(ing)? myself in",
    # no roof, a hospital
    r"evict\w*; kicked ((me|us) )?out; homeless; (nowhere|no ?where|no place) to (sleep|stay|go|live)",
    r"sleeping (outside|in my car|on the street); (in|in the|to the|rushed to|at the) (er|emergency room)",
    r"(in|in the|to the|rushed to) hospital; urgent; asap",
    # Spanish
    r"matarme; quitarme la vida; quiero morir(me)?; no quiero (seguir viviendo|vivir); hacerme dano; sobredosis; recai",
    r"recaida; emergencia; urgente; ambulancia; auxilio; socorro; ayudame; ayudeme; en peligro; tengo miedo",
    r"me (pego|golpeo|golpea|pega|amenazo|amenaza|apunalaron|dispararon|arrestaron|detuvieron|agarro la policia)",
    r"(estoy|esta) (preso|presa|detenido|detenida); carcel; orden de arresto; desaloj(o|aron|ando)",
    r"me (corrieron|echaron) de (la|mi) casa; (en|a) la calle; no tengo (a )?donde (dormir|vivir|ir|quedarme)",
    r"(en el|al) hospital",
)
"""After these somebody should look now: life, safety, arrest, relapse, a roof."""

NOT_URGENT = rule(
    r"not (an emergency|urgent|in danger); no es (una emergencia|urgente); emergency (contact|number|exit)",
    r"no warrant; (no longer|not) homeless; used to be homeless; (job|work|hired|working|shift) (at |in )?the hospital",
    r"(trabajo|trabajando) (en el|al) hospital; (asap|urgent) care",
)
"""What sounds like it and is not; taken out before looking."""

WRONG_PERSON = rule(
    r"wrong (number|person|phone|#); who('?s| is) this; who dis; who are you; you have the wrong; u got the wrong",
    r"(don'?t|do not) know (you|who (this|you|that)|any|anyone|anybody|that person)",
    r"(not|no longer) (his|her|their) (number|phone); (not|no longer) \w+'s (number|phone)",
    r"this (is not|isn'?t|ain'?t) (him|her|them|that person|\w+'s (phone|number))",
    r"numero equivocado; equivocad[oa] de numero; se (equivoco|equivocaron); quien (es|eres|habla)( usted)?",
    r"no (lo|la|le|te|los) conozco; no conozco a (esa|ese|ninguna?); no soy (el|ella|esa persona)",
)

NEW_NUMBER = rule(
    r"new (number|phone|cell|#|phone number|cell number); (changed|switched|change) (my )?(number|phone)s?",
    r"(lost|broke|cracked) my (phone|cell); (my|this) (number|phone) (has |is )?(changed|changing); use this number",
    r"(reach|text|call) me (at|on) (this|my other|\(?\d+); my number is (now )?[(+]?\d+",
    r"nuevo (numero|telefono|celular); numero nuevo; telefono nuevo; cambie (de|mi) (numero|telefono)",
    r"(perdi|se me (perdio|rompio)) (mi|el) (telefono|celular); este es mi (numero|telefono)",
)

YES = rule(
    r"(i will|i'?ll|we'?ll|we will|gonna|going to|i can) (be there|make it|come|attend|see you); on my way",
    r"count me in; see you (there|then|tomorrow); i'?m (coming|in|going); i confirm; confirmed; will do; sounds good",
    r"that works; ahi (estare|estoy|nos vemos); (si|alli) (estare|voy|ire|puedo); claro que si; por supuesto; confirmo",
    r"voy en camino; cuente conmigo; de acuerdo; nos vemos",
)

NO = rule(
    r"(can'?t|cannot|can not|won'?t|will not|unable to|not able to|couldn'?t|not gonna|not going to) (be able to )?"
    r"(make|come|go|attend|be there)",
    r"(not|ain'?t) (coming|going); (have|need) to (cancel|miss|reschedule); i have to work",
    r"no (voy|ire|podre|puedo|vamos)( a)?( poder)?( ir| asistir| llegar| estar)?; no estare",
)

THANKFUL = rule(
    r"thanks?; thank (you|u); thanx; thx; ty; tysm; tks; appreciate (it|you|that|u); god bless( you)?; bless(ed|ings)?",
    r"gracias; muchas gracias; mil gracias; se lo agradezco; bendiciones",
)

SMALL_WORDS = word_set(
    "a again all also and for have good great day nice one night so much very many you u your ur the help ok okay k kk",
    "sir maam ma'am miss mr mrs ms got it cool perfect awesome alright will do i we too really lot lots everything yes",
    "que y muy por todo la ayuda su tu usted ud buen buena dia tarde noche dios le lo te bendiga igualmente amen si de",
    "nada senor senora perfecto listo vale bueno hi hello hey this that reminder text info information same to evening",
    "morning weekend",
)
"""What may stand beside thanks in a text that needs no answer."""

YES_FIRST = word_set("yes yea yeah yep yup yess yesss y ya si sip claro sure definitely absolutely")
NO_FIRST = word_set("no nope nah n")
AGREED = word_set("ok okay k kk")
NO_IS_NO_NO = word_set(
    "problem problema problems worries more mas se sabia idea doubt hay me rush one longer tengo need way matter es"
)
"""After these a first *no* is no answer: *no problem*, *no se*."""

QUESTION = rule(
    r"what (time|day|is|are|do|should|about|if|happens|address); what'?s; when (is|are|do|does|can|will|should)",
    r"when'?s; where (is|are|do|does|can|should); where'?s; who (do|is|can|should|will); how (do|can|much|long|far)",
    r"how (many|should)",
    r"(can|could|would|will|do|did|are|have) (you|u); (can|could|should|may|do|am|will) i; (is|are) (there|it|we)",
    r"que (hora|dia|tengo|debo|hago|necesito|pasa); cuando (es|son|tengo|puedo|empieza); cuanto; tengo que (ir|llevar)",
    r"donde (es|esta|queda|son|puedo|tengo); como (hago|puedo|llego|le hago); (me )?(puede|puedes|podria|podrian)",
)

ENGLISH = word_set(
    "the and you is are to i my have will be can not with for that this what was on at it me do don't i'm your of",
    "please today tomorrow need when how going but they he she",
)
SPANISH = word_set(
    "el la los las que de y es en un una por para con no mi yo tengo puedo estoy esta como pero muy usted me se lo le",
    "hoy manana gracias hola buenos dias necesito cuando donde voy porque cita trabajo",
)
"""The small words by which a language is told."""
