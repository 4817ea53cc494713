"""What is talked about in Spanish, a thread at a time; how it is written: see `talk`."""

THREADS = """
# first-text once
> Hola {first}, soy Dana de RISE. Uso este número para recordatorios y preguntas; puede escribirme aquí, contesto los días de trabajo. Responda STOP si no quiere mensajes.
< ok gracias | muy bien señora | gracias, lo guardo | ok señora Dana
> Qué bueno tenerle con nosotros. | Cualquier cosa, escríbame primero y buscamos cómo.

# work-well
> Hola {first}, ¿cómo le va en {work}? | {first}, ¿cómo estuvo la primera semana en {work}?
< bien gracias a dios, cansado pero bien | todo bien, me pusieron de noche | son muchas horas pero bien
> Me alegro. Guarde los talones, necesitamos los dos últimos. | Qué bueno. Descanse cuando pueda.
< si señora | ok gracias | gracias por preguntar

# hours-cut
< me quitaron horas otra vez | esta semana solo me dieron 3 días
> Lo siento. ¿Le dijeron por cuánto tiempo? & Qué pena. ¿Es a todos o solo a usted?
< dicen que está flojo & a todos
> Traiga el horario a su próxima cita y buscamos algo más. & La semana que viene hay contrataciones en el mercado. ¿Le anoto?
< ok gracias & sí por favor

# hired once
< me dieron el trabajo!!! | me llamaron, empiezo el lunes
> ¡Felicidades, {first}! Usted lo logró. | ¡Qué alegría! ¿Qué papeles le piden?
< la identificación y el seguro | solo mi identificación
> Tráigalos y hacemos copias, para que nada se pierda.
< ok gracias por todo

# first-pay once
< hoy me pagaron por primera vez | ya me llegó el primer cheque
> Es un gran día, {first}. ¡Bien hecho!
< llevé a los niños a comer | estoy feliz, gracias | pagué el teléfono primero
> Disfrútelo. Y cuando pueda mándeme una foto del talón.

# paystub-sent
> {first}, necesito su último talón de pago. Una foto basta: la hoja entera y con buena luz. | Hola {first}, ¿me manda una foto del talón más nuevo?
< [paystub] aquí está | [paystub] este es el de esta semana | [paystub]
= paystub
> Lo tengo, gracias. Ya está en su archivo. | Perfecto, se lee todo.
< ok | de nada | gracias a usted

# paystub-missing
> {first}, todavía me falta el talón del mes pasado. Sin él se detiene su tarjeta de transporte el 30.
< lo perdí señora & mi jefe no los imprime & está en la aplicación y olvidé la clave
> Llamamos juntos para que lo impriman otra vez. ¿A qué hora puede? & Pida en la oficina una carta con sus horas y su pago, también sirve. & Traiga el teléfono el {day} y lo abrimos juntos.
< en la tarde por favor & mañana le pregunto & ok gracias
@ Paystub for last month still missing; payroll letter would do.

# id-sent
> {first}, el dueño necesita copia de su identificación. Una foto basta.
< [id] aquí la tiene | [id]
= id
> Gracias, ya la tengo.

# certificate
< [certificate] mire señora | [certificate] ya lo tengo!!
= certificate
> ¡{first}, felicidades! Lo pongo en su archivo.
< gracias por todo | gracias a dios y a ustedes

# bus
< el bus no pasó, voy tarde | el tren está parado
> Gracias por avisar. Tome el próximo, le guardo el lugar. | Venga de todos modos.
< ya voy | voy en camino
< ya llegué

# sick
< me siento mal, no puedo ir hoy | mi hijo tiene fiebre, estamos en el doctor
> Que se mejore. Mándeme la nota del doctor cuando la tenga. & Quédese en casa. ¿Necesita algo?
< gracias señora & no gracias, todo bien
> Cuídese mucho.

# lease
> Buenas noticias, {first}: el dueño dijo que sí. Hoy manda el contrato. | {first}, el apartamento de la calle Ruby es suyo. Hoy llega el contrato.
< de verdad?? | gracias a dios | ay qué alegría
> De verdad. No lo firme sin leerlo, lo leemos juntos.
< puedo llevarlo mañana? | ok señora
> Claro, a las {time}. Traiga la identificación y dos talones.
< ok gracias

# landlord
< el dueño no arregla el agua caliente | me quiere cobrar de más
> Tome una foto y mándesela por texto, para que quede escrito. Yo le llamo hoy.
< ok gracias | ya me contestó
> Avíseme si para el {day} no pasa nada.

# court
> {first}, tiene corte el {day} a las {time}, 1301 Filbert, sala 506. Si falta, el juez puede ordenar su arresto. ¿Cómo va a llegar?
< en tren & me lleva mi hermano & trabajo ese día & qué nervios señora
> Muy bien. Llegue media hora antes. & Muy bien. Llegue media hora antes. & Le hago una carta para el patrón. & Es normal. Puedo entrar con usted. ¿Quiere?
< ok gracias & ok & gracias & sí por favor
> Póngase lo de la entrevista. & Póngase lo de la entrevista. & Está en la recepción. & Nos vemos en la puerta.
< salió bien & me dieron otra fecha & ya terminó todo, gracias a dios
> Gracias por avisarme. Bien hecho. & Gracias por avisarme. Anoto la fecha. & ¡Qué buena noticia, {first}!
@ Court: went, told me the same day.

# interview
> {first}, tiene entrevista el {day} a las {time}. Pregunte por la señora Grant.
< qué me pongo? & ok, qué nervios & llevo algo?
> Camisa limpia, sin gorra. & Llegue temprano y haga una pregunta al final. & Dos copias de su currículum, están en la recepción.
< gracias | deséeme suerte
< creo que me fue bien | dijeron que llaman esta semana
> Gracias por avisar. | Cruzo los dedos.

# class-missed
> {first}, hoy nos hizo falta en la clase. ¿Está todo bien?
< perdón, tuve que trabajar | no tuve quien cuide a los niños | se me olvidó señora
> Gracias por decirme. Puede reponerla el {day} a las {time}. & La próxima semana, en la misma sala.
< ok ahí estaré & gracias

# childcare
< no tengo quien cuide a los niños el {day} | puedo llevar a mi niña a la clase?
> Tráigalos. Hay un cuarto con juguetes y está la señora Joyce.
< de verdad? gracias | ay gracias señora

# funeral once
< falleció mi mamá | se murió mi abuela anoche
> {first}, lo siento mucho. No tiene que hacer nada ahora. ¿Hay alguien con usted?
< mi hermana | gracias señora
> Le escribo a su trabajo para que le den los días.
< se lo agradezco mucho
> Tómese su tiempo. Aquí estoy.

# light-bill
< me van a cortar la luz | me llegó un aviso de corte
> Tome una foto del aviso y mándemela, hay un fondo para eso.
< [letter] este es | [letter]
= letter
> La tengo. Hago la solicitud ahora.
< dios la bendiga
> Dijeron que sí, {first}.
< gracias gracias

# letter
> {first}, su carta de referencia está en la recepción.
< gracias | paso mañana

# check-in
> Hola {first}, hace tiempo que no sé de usted. ¿Todo bien? | {first}, ¿cómo está la familia?
< todo bien gracias a dios | aquí trabajando | bien señora, y usted?
> Me alegro. | Escríbame cuando quiera.

# thanks
< muchas gracias por todo | gracias por la carta señora
> Usted hizo el trabajo, {first}. | Para eso estamos.

# address
< cuál es la dirección? | dónde queda?
> 990 Spring Garden, sala 7, segundo piso. El tren El para en Spring Garden.
< ok gracias

# call-me
< me puede llamar? | llámeme cuando pueda por favor
> Le llamo a las {time}, ¿está bien? | Estoy en una reunión hasta las {time}, luego le llamo.
< sí | ok
@call Talked for ten minutes.

# kids
< mi hijo sacó buenas notas | la niña ya camina
> ¡Qué orgullo, {first}! | Qué linda noticia.
< gracias señora
"""  # noqa: E501 - a line is what one person says at once
