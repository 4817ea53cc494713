"""What is talked about in English, a thread at a time; how it is written: see `talk`."""

THREADS = """
# first-text once
> Hi {first}, this is Dana from RISE. I use this number for reminders and questions; you can text me here, I answer on work days. Reply STOP if you want no texts.
< ok thanks | ok got it | cool thank you | Ok ms Dana | is this your cell
> Good to have you with us. | Save the number so you know it is me. | Any time you are stuck, write first, we find a way.

# work-well
> Hi {first}, how is it going at {work}? | {first}, how was your first week at {work}? | Checking in, {first}: how is {work} treating you?
< its good they got me on nights but its good | good so far just tired | going good, my feet hurt lol | ok. long hours but im not complaining
> Glad to hear it. Nights are hard, sleep when you can. | Good. Keep every paystub, we need the last two. | You earned that. Keep going.
< I will thank you | yes maam | ok | thanks for checking on me

# hours-cut
< they cut my hours again | boss cut me to 3 days this week | only got 18 hours this week
> I am sorry. Did they say for how long? & That is hard. Is it everybody or only you?
< nah they said its slow & everybody they said
> Bring the schedule to your next visit, we look for a second job that fits around it. & There is a hiring day at the food terminal next week. Shall I put your name down?
< ok I will & yes please, that would help a lot

# hired once
< I GOT THE JOB!!! | they called me I start monday | guess who got hired | got it!! 16.50 a hour
> {first}, that is wonderful. You did that. What do they need from you? | Congratulations! I knew it. What do they need before you start?
< they need my id and social | just my id | drug test and my id then im good
> Bring it all by my office and we make copies, so nothing goes missing. | If the ID is a problem text me today, not the day before.
< ok will do | thank you for everything

# first-pay once
< first check hit today | got paid today first time in 2 years | first check! not much but its mine
> That is a big day, {first}. How does it feel? | Well done. How does it feel? | I am proud of you. What will you do with it?
< took my daughter to eat | im about to cry lol | paid my phone bill first thing
> Enjoy it. And send me a photo of the stub when you can. | Good. Put a little aside, even ten dollars.

# paystub-sent
> {first}, I need your last paystub for your file. A photo is fine: the whole page, in good light. | Hi {first}, can you send me a photo of your newest paystub?
< [paystub] here you go | [paystub] my stub from this week | [paystub] this is the last one | [paystub]
= paystub
> Got it, thank you. It is in your file. | Perfect, I can read everything. | Thank you, that is the one.
< ok | np | cool

# paystub-blurred
> Hi {first}, the transport office asks for one more paystub. Can you take a photo today?
< [paystub] is this ok | [paystub]
> The bottom is cut off, I cannot see the net pay. Can you take it again, flat on a table?
< [paystub] how about now | [paystub] try this one
= paystub
> That is perfect. Thank you. | Now I see everything. Thanks for doing it again.
< no problem | ok good

# paystub-missing
> {first}, I still miss the paystub for last month. Without it your transport card stops on the 30th. | Hi {first}, last month's paystub is not here yet.
< my boss said they dont print them & I lost it & its on the app but I forgot the password
> Ask payroll for a letter with your hours and pay, that counts too. & Call the number on the old one, they can print it again. Want me to call with you? & Bring your phone {day}, we open it together.
< ok ill ask tomorrow & can you call with me & ok I come then
@ Paystub for last month still missing; payroll letter would do.

# id-lost
< I lost my wallet with my ID in it | somebody took my bag, my ID is gone | I cant find my ID nowhere
> Oh no. First things first: are you all right? | I am sorry. Are you all right? We can replace the ID, it takes about a week.
< yeah im ok just mad | im ok | yes but I need it for work
> Come by {day} with your birth certificate, I give you the letter so that it costs nothing. | I write you the fee waiver. Can you come {day} at {time}?
< ok ill be there & can I come after work
> See you then. & After 4 is fine.

# id-sent
> {first}, the landlord needs a copy of your ID. A photo is fine. | Can you send me a photo of your ID, {first}? For the job application.
< [id] here | [id] got the new one!! | [id]
= id
> Thank you, I have it. | Good photo. It is in your file.

# certificate
< [certificate] look what I got | [certificate] passed!! | [certificate] here it is
= certificate
> {first}! Congratulations. I put it in your file and on the wall. | Well done. That is worth two dollars an hour more, ask them.
< thank you ms dana | lol ok I will | couldnt do it without yall

# bus
< bus never came im gonna be late | the 47 just drove past me | im at the stop no bus for 30 min | septa is a mess today
> Thank you for telling me. Take the next one, I hold your seat. | Come anyway, late is better than not.
< ok on my way | coming | ok thank you
< here | im downstairs | made it

# bus-pass
> {first}, your bus pass is at the front desk. | Hi {first}, the new transport card is here, at the desk until five.
< ok coming & can my cousin pick it up & thank you I was walking
> Good. Ask for Ms Price. & It has to be you, with ID. The desk is open till five, Thursdays till seven. & You should not have to. Ask for Ms Price.
< ok & ok I come & got it

# sick
< Im sick I cant come today | throwing up all night, not coming | my son got a fever we at the doctor
> Get well. Send me the doctor's note when you have it, then it does not count against you. & Stay home. Is there anything you need?
< ok I will & no im good thank you
> Feel better, {first}.

# lease
> Good news, {first}: the landlord on Vine said yes. He sends the lease today. | {first}, the apartment on Ruby Street is yours. The lease comes today.
< for real?? | finally | omg thank you | im crying
> For real. Read it before you sign, or bring it here and we read it together.
< can I bring it tomorrow | ok I dont understand half of it lol | I will bring it
> Of course, at {time}. Bring your ID and the last two paystubs too.
< ok

# lease-sent
> Did the lease come, {first}? Send me a photo of the page with both signatures.
< [lease] this one | [lease] is this the page | [lease]
= lease
> That is the page. Now it is official. | Got it. Keep the original somewhere dry.
< first time with my name on a door | thank you | lol ok

# viewing
> {first}, there is a room to see on Lehigh, {day} at {time}. Ask for Mr Haines. Can you go?
< yes & what bus is that & I work till 3 & how much is it
> Good. 620 with heat. & The 54 stops at the corner. & He can wait until four. Shall I tell him? & 620 with heat.
< ok im going & ok im going & yes please tell him & ok I go look
< it was nice but no heat & I like it, he said call tomorrow & somebody already took it
> We keep looking. There is another one next week. & Good. I call him in the morning. & We keep looking. There is another one next week.

# landlord
< landlord says I owe late fee & no hot water 3 days now & ceiling leaking again and he dont answer
> Do not pay anything in cash. Bring me what he gave you. & Take a photo and text it to him, so it is in writing. I call him today. & Take a photo and text it to him. I call the city today.
< ok & he finally answered me & I will
> Tell me if nothing happens by {day}. | Keep the texts.

# court
> {first}, you have court {day} at {time}, 1301 Filbert, room 506. If you miss it the judge can order your arrest. How will you get there?
< the el & my brother driving me & I got work that day & im scared
> Good. Plan to be there half an hour early. & Good. Be there half an hour early. & I write your boss a letter, they must let you go. & That is normal. I can go in with you. Shall I?
< ok thank you & ok & letter would help & yes please
> Wear what you wore to the interview. & Wear what you wore to the interview. & It is at the front desk. & I will. Meet me at the door.
< it went ok, they gave me another date & judge said im doing good & its over!!! case closed & they pushed it to next month
> Thank you for telling me. I write the date down. & Well done for going. & That is such good news, {first}. & Thank you for telling me. I write the date down.
@ Court: went, told me the same day.

# probation
< my PO changed my day & do I got to tell my PO about the new job & PO didnt answer my calls
> Which day is it now? & Yes, in writing. I help you with the letter. & Leave a message every time and keep the times. I call the office as well.
< mondays & ok thanks & ok he called back

# interview
> {first}, you got the interview: {day} at {time}, ask for Ms Grant. Look at their page tonight. | Interview {day} at {time}, {first}! The warehouse on Aramingo.
< what do I wear & ok!! nervous & do I bring my resume
> Clean shirt, no cap. & Say what you did inside too: kitchen for two years is work. & Two copies, they are at the desk.
< ok thank you | got it | ok wish me luck
< it went good I think & they said they call this week & didnt get it
> Thank you for telling me. I keep my fingers crossed. & Good. If they have not called by {day}, we call them. & That was practice. There are two more next week.

# resume
< can you look at my resume & can you print my resume again my phone broke & how do I put my time on the resume
> Bring it {day}, we do it together in half an hour. & It is at the front desk, five copies. & We put the kitchen work first, with the years. You do not have to write where.
< ok what time & thank you!! & ok that works
> At {time}. & Any time. & Come {day} at {time}, I type it for you.

# job-fair
> {first}, the job fair is {day}, 10 to 3, Convention Center. Forty employers who hire people with records. Can you come?
< yes & what do I need to bring & can I come after 1
> Good. Ten copies of your resume are at the desk. & Ten copies of your resume and your ID. I print them for you. & After one is fine, the lines are shorter.
< ok see you there | thank you
< talked to 6 of them, 2 want me to come back | got 3 numbers | it was packed, got 2 numbers
> That is a good day's work, {first}. | Call them tomorrow, before ten.

# class-late
< running late 15 min | train stuck be there soon | overslept im sorry coming now
> We start with coffee, come in. | Thank you for telling me. Come.
< here

# class-missed
> {first}, we missed you in class today. Is everything all right?
< sorry I had to work | my babysitter didnt show | I forgot it was today | had a bad day
> Thank you for telling me. You can make it up {day} at {time}. & It happens. Next week again, same room. & Do you want me to remind you on the morning, too?
< ok ill be there & ok thank you & yes please
@ Missed class, told why. Make-up offered.

# childcare
< I got nobody to watch my kids {day} | can I bring my daughter to class | daycare called they closed tomorrow
> Bring them. There is a room with toys and Ms Joyce is there.
< really? thank you | omg thank you
> She has snacks as well.

# phone
< phone gets cut off friday til I get paid & my phone is cracked I can only see half & I got a new phone same number
> Thank you for telling me. Leave me a number of somebody in the house. & Then I call, instead of texting. & Good. I keep this number.
< my moms, I bring it & ok thanks & ok

# relapse once
< I messed up last night | I used again. im sorry | been clean 5 months and I slipped
> Thank you for telling me, {first}. That took courage. Are you safe now? | I am glad you wrote. Where are you now?
< yeah im at my sisters | im home | yes just ashamed
> No shame. Shall I call you? | One night does not take five months away. Shall we call the clinic together?
< yes | ok | please
> Calling now.
< thank you for not giving up on me | I got an appointment tomorrow 9am
> I am here tomorrow too. Text me when you come out.
< im out. went good
@ Slipped, told me at once. Went to the clinic next morning. Check in weekly for a month.

# funeral once
< my grandmom passed this morning | my brother got killed saturday | my mom passed
> {first}, I am so sorry. You do not have to do anything now. | I am so sorry. Is somebody with you?
< my aunt here | thank you | I dont know what to do
> I tell the class. When is the service? | I can write to your work, so that you get the days.
< {day} at 11 | please | yes they said they need proof
> A program from the service is proof. I write them today. | Take your time. Write when you want to.
< thank you for everything | I will

# tough-day
< today is hard | everything is going wrong | I dont know if I can keep doing this
> I hear you. What happened? | That sounds heavy. What is it?
< just tired of fighting for everything & my kids mom wont let me see them & bills
> You have come a long way since spring. Come by, there is coffee. & There is a family lawyer here on Thursdays. Come by, we ask her. & One thing at a time. Which one is first?
< ok I come by tomorrow & thanks for listening. I come thursday & the light bill
> I am here. & Good. Bring the papers. & There is help for that one. Bring the bill.

# kids
< my son made honor roll | my daughter walked today | got my visits back!!!
> {first}, that is wonderful. | You must be so proud. | Send me a picture if you like.
< I will lol | im so happy | thank you

# light-bill
< they about to cut my lights off | got a shut off notice
> Bring the notice today, not tomorrow: there is a fund, but it needs the paper. | Do not panic. Take a photo of it and send it.
< [letter] this is it | [letter]
= letter
> Got it. I apply for you now. They stop the shut-off for thirty days. | Thank you. I call them this afternoon.
< thank you thank you | god bless you
> They said yes. | It is paid, {first}.
< im crying. thank you

# letter
> {first}, your reference letter is ready at the front desk. & The letter for your landlord is done. Shall I mail it or do you come by?
< thank u & ill come by
> It is in the blue folder. | Ask at the desk, blue folder.
< got it thanks

# check-in
> Hi {first}, I have not heard from you in a while. All good? | {first}, just checking in. How are you? | Thinking of you, {first}. How is everything?
< yes im good just working | hey ms dana im ok | been busy but good | could be better but im ok
> Good to hear. | Write any time. | Glad you answered.

# thanks
< just want to say thank you | thank you for last week | I never said thanks for the letter
> You did the work, {first}. | That makes my day. | Any time.

# address
< whats the address again | where yall at | what floor
> 990 Spring Garden St, room 7, second floor. The El stops at Spring Garden. | Same place: 990 Spring Garden, room 7.
< ok thx

# call-me
< can u call me | call me when you get a chance
> I can call at {time}, is that good? | In a meeting until {time}, then I call you.
< yes | ok
@call Talked for ten minutes.
< thanks for calling

# bank
< they wont let me open a account & can I get paid without a bank
> There is a credit union on Broad that does not ask about the past. I go with you if you like. & Yes, on a card, but the fees are high. The credit union on Broad is better, I go with you.
< ok when
> {day} at {time}. Bring your ID.
< ok

# meds
< ran out of my meds | pharmacy says my insurance stopped
> How many days do you have left? | That must not wait. How many do you have left?
< 2 days & none since yesterday
> I called: they turn it on again today, go after {time}. & Go to the clinic on Lehigh, they give you a week. Tell them I sent you.
< thank you it worked & ok got them
"""  # noqa: E501 - a line is what one person says at once
