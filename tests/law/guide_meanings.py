"""What the guide says beside the code's own words about a trouble, and in which part of the page each stands."""

SIGNING_IN = "Signing in, the line, this machine"
TEXTS = "Texts and drafts"
PHOTOS = "Photos and papers"
CLIENTS = "Clients, numbers, consent"
PEOPLE = "Colleagues and machines"
MANY = "Group texts and groups"
SAVED = "Templates"
TIMES = "Times, hours, names"
LISTS = "Lists that are taken in"
UNDOING = "Taking back, and what somebody else did meanwhile"
SHELL = "Commands and settings"
DEMO = "The demo"
RELAY = "The relay's own commands"

SECTIONS: dict[str, str] = {
    "account": SIGNING_IN,
    "sync/": SIGNING_IN,
    "store/": SIGNING_IN,
    "casework/desk": SIGNING_IN,
    "commands/account": SIGNING_IN,
    "commands/syncing": SIGNING_IN,
    "casework/texting": TEXTS,
    "casework/outgoing": TEXTS,
    "casework/drafting": TEXTS,
    "casework/outside_editor": TEXTS,
    "casework/taking_back": TEXTS,
    "casework/resolving": TEXTS,
    "casework/releasing": TEXTS,
    "casework/held_texts": TEXTS,
    "casework/reminding": CLIENTS,
    "casework/strangers": CLIENTS,
    "casework/noting": TEXTS,
    "screens/writing": TEXTS,
    "casework/attaching": TEXTS,
    "domain/attachments": TEXTS,
    "domain/merge": TEXTS,
    "casework/filing": PHOTOS,
    "casework/papers": PHOTOS,
    "casework/looking": PHOTOS,
    "casework/unfiled": PHOTOS,
    "screens/acts/filing": PHOTOS,
    "screens/acts/papers": PHOTOS,
    "screens/dialogs/file_photo": PHOTOS,
    "casework/card": CLIENTS,
    "casework/clients": CLIENTS,
    "casework/consenting": CLIENTS,
    "casework/claiming": CLIENTS,
    "casework/numbering": CLIENTS,
    "casework/opting": CLIENTS,
    "casework/deciding_late": CLIENTS,
    "casework/proposing": CLIENTS,
    "casework/finding": CLIENTS,
    "casework/appointing": CLIENTS,
    "casework/wishing": CLIENTS,
    "domain/phone": CLIENTS,
    "casework/colleagues": PEOPLE,
    "casework/covering": PEOPLE,
    "casework/uncovering": PEOPLE,
    "casework/signed_in_devices": PEOPLE,
    "casework/transferring": PEOPLE,
    "casework/being_away": PEOPLE,
    "casework/left_behind": PEOPLE,
    "casework/being_told": PEOPLE,
    "domain/alerting": PEOPLE,
    "casework/exporting": CLIENTS,
    "casework/keeping_whole": CLIENTS,
    "casework/audience": MANY,
    "casework/broadcasting": MANY,
    "casework/planning": MANY,
    "casework/previewing": MANY,
    "casework/recipients": MANY,
    "casework/retrying": MANY,
    "casework/rewriting": MANY,
    "casework/steering": MANY,
    "casework/tallying": MANY,
    "casework/tally_sheets": MANY,
    "casework/grouping": MANY,
    "casework/ungrouping": MANY,
    "domain/groups": MANY,
    "domain/names": MANY,
    "casework/templating": SAVED,
    "casework/wording": SAVED,
    "screens/acts/templates": SAVED,
    "domain/clock": TIMES,
    "domain/hours": TIMES,
    "domain/safe_hours": TIMES,
    "domain/rule_words": RELAY,
    "domain/office_rules": RELAY,
    "domain/typed_time": TIMES,
    "casework/sheets": LISTS,
    "casework/workbooks": LISTS,
    "casework/listed": LISTS,
    "casework/deciding": LISTS,
    "casework/amending": UNDOING,
    "casework/clashes": UNDOING,
    "casework/hearing_no": UNDOING,
    "casework/shared_clashes": UNDOING,
    "casework/undoing": UNDOING,
    "casework/triage": UNDOING,
    "casework/together": UNDOING,
    "casework/refusals": UNDOING,
    "commands/": SHELL,
    "guide/": SHELL,
    "settings": SHELL,
    "commands/demo": DEMO,
    "demo/": DEMO,
    "commands/relay": RELAY,
    "commands/relay_alerts": RELAY,
    "commands/relay_carrier": RELAY,
    "commands/relay_devices": RELAY,
    "commands/relay_holding": RELAY,
    "commands/relay_keeping": RELAY,
    "commands/relay_people": RELAY,
    "commands/relay_audit": RELAY,
    "commands/relay_days": RELAY,
    "commands/relay_records": RELAY,
    "commands/relay_rules": RELAY,
    "commands/relay_writing": RELAY,
    "domain/office_words": RELAY,
    "relay/": RELAY,
    "relay/store/": RELAY,
    "relay/keeping/": RELAY,
}
"""The part of the page for a module, or for all of a folder (with a slash at its end)."""

MEANINGS: dict[str, str] = {
    "You would be back before you are away": "The end is before the beginning, or past.",
    "The words are too long": "What you say while you are away has at most 600 characters.",
    "You are told nothing while rise is closed": "Nothing is to be switched off.",
    "You are not away": "Nothing is to be ended: whoever writes is told nothing by itself.",
    "Until when are you away?": "`rise away` needs `--until`, or `--back` alone.",
    "No text of theirs says that it is the wrong person": "It was answered or decided about meanwhile.",
    "NAME has no number now": "There is no number to which texts could go, so there is nothing to switch.",
    "This text was let go already": "It leaves as soon as the office has heard of it.",
    "A newer rise has changed the copy on this machine": "Another, newer rise has opened the copy on this machine.",
    "All of it has left already": "There is nothing left to drop; each text that left has left.",
    "Another relay answers at this address": "The address is right, but it is not the relay that you signed in to.",
    "Another version of rise has put this here": "A newer rise on this machine has left something that this one "
    "cannot send.",
    "It goes out already": "It was not paused. p pauses it.",
    "It has been changed since": "z takes back only what still stands as you left it.",
    "It is being dropped already": "What has not left is on its way out of the line. Wait a moment.",
    "It is called that already": "Type another name, or Esc leaves it as it is.",
    "It is paused already": "p lets it go on.",
    "It stands so already": "What you typed is what stands there: nothing was changed, and nothing is to be taken "
    "back.",
    "There is no such machine": "It may be listed by another name.",
    "They have this client already": "Choose another colleague.",
    "They have these clients already": "Choose another colleague.",
    "This cover is over": "A colleague or a supervisor has ended it, or its time has come. Plan another one.",
    "NAME has written meanwhile": "What you were about to snooze has a new text in it that you have not read.",
    "No text may go to them": "They said STOP, or have no number that can be texted.",
    "No text of theirs sounds like STOP": "It was decided already, here or by a colleague. Read what they wrote last.",
    "Nobody would get this": "Consent, numbers or a closed or paused state leave out everybody whom you chose.",
    "None of them is in NAME": "There is nobody to take out of that group.",
    "Nothing of theirs waits for an answer any more": "Somebody has answered or filed it meanwhile. u makes it need "
    "a reply again.",
    "PATH cannot be read": "The system says why. Make the file readable for you, or copy it to a place of your own.",
    "Something else has been said since": "Their consent has changed after what you wanted to take back.",
    "Something else is being written just now": "Another window of yours is writing to the copy on this machine.",
    "TEXT may be morning or afternoon": "An hour from 1 to 6 alone can be either.",
    "That fits several people": "There are several of that name.",
    "That is no reason for it": "Choose one of the reasons that stand there.",
    "That is recorded already": "Their consent stands so; nothing was changed.",
    "That is too much for a text": "What was pasted is longer than a draft may be; nothing of it was put in. Send "
    "it in parts.",
    "That number cannot be texted": "It is too short, too long, or no number of a phone.",
    "The list has changed while you looked": "Somebody came into a group, left it, or said STOP.",
    "The copy on this machine cannot be opened": "It cannot be used as it is; rise doctor says more.",
    "The office cannot be reached": "The relay did not answer in time; the words after it say how. What you did "
    "waits on this machine.",
    "The office did not add this client": "The relay's own words say why.",
    "The office did not take this group": "The relay's own words say why. Make the group again.",
    "The office has this decision already": "You said that it was no wish to stop, and what was held because of it "
    "has gone on.",
    "The office did not take it": "Its own words say why. Look at it with rise refused: offer it again, or drop it.",
    "The phone company takes no texts: TITLE": "The relay is there, but the phone company does not take the "
    "office's texts. Often the account was stopped or its payment has run out.",
    "The photo is not on this machine any more": "The photo that was to go out is gone from this machine.",
    "The relay does not answer": "No way to the relay: the network, the name, or the relay itself is down. The "
    "words after it say which.",
    "The relay refuses this sign-in": "The relay's own words say why. Ask your administrator.",
    "The table could not be written": "The system says why. Type another place, or make room.",
    "There is no such group text": "It was thrown away, or it is a colleague's. 3 shows those that there are.",
    "There is nobody to try again": "Nobody's text failed in a way that another try could mend.",
    "They are all in NAME already": "Nobody was moved.",
    "They do not have this number now": "Somebody has ended it meanwhile. The card shows their numbers.",
    "They have this number already": "It stands on their card.",
    "They have written meanwhile": "What you were about to do was about their earlier words.",
    "This cannot be taken back any more": "This rise does not know how to.",
    "This client is not here any more": "They were handed to a colleague meanwhile. Ask your supervisor if you need "
    "to see them.",
    "This group finds its people itself": "Who is in it follows from a rule, such as no contact for 14 days.",
    "This group is not there any more": "Somebody has deleted it. Its people are still here.",
    "This is settled already": "Somebody chose already, here or in another window. Look at the card.",
    "This is too large": "The relay takes no photo or file of that size. Make it smaller.",
    "This note is not here any more": "Somebody has taken it away meanwhile.",
    "This number is nobody's yet": "Papers, notes and groups belong to a client; i says whose number it is.",
    "This paper is not in the file any more": "Somebody has taken it out of the file. F shows what is in it.",
    "This photo is not here any more": "The client is not one of yours any more, or the text was taken away.",
    "This preview is old": "What you look at was counted some minutes ago.",
    "This template is not there any more": "Somebody has deleted it. t shows those that there are.",
    "This text cannot be taken back any more": "z takes back a text only while it is held.",
    "This text did not fail": "= is for texts that did not arrive; this one has, or is on its way.",
    "This text is not here any more": "Another window has sent it or taken it back. Look at the conversation.",
    "Too late to send": "It waited here for too long, without a line. Its words stand in the draft again.",
    "Urgent ones are decided about one by one": "What is done for many at once leaves out whoever is marked urgent.",
}
"""What a trouble means, where the code's own words do not say it, or where there is more to say."""

INSTEAD: dict[str, str] = {
    "Nobody here has this number": "Check the number. If it is somebody's new one, add it on their card.",
    "Photos cannot be shown on this machine": "The part that draws them is not installed. "
    "Have rise installed again with the part images. They can be filed all the same.",
    "Something unexpected happened (CODE)": "A fault of ours. Where it happened stands in the file that is named; "
    "nothing of a client is in it. What was typed is kept: open rise again, and report the code.",
    "The copy on this machine is damaged": "It cannot be read; what the office has is whole. Run rise "
    "doctor, and move the folder that it names away: the next start fetches everything anew. What was half written, "
    "or waited here, is in that folder: keep it, and show it to whoever helps you.",
    "The text was not sent": "The words after it say why. It was never offered to the office: then its words stand in "
    "the draft again. Else it stands in the conversation, marked as not sent.",
    "This photo is too large to show here": "It holds more than can be drawn safely. It can be filed all the same.",
    "This draft is open in another window": "Two windows never write into one draft. r takes it over (a note: Enter), "
    "or go on in the other one.",
}
"""What is said where the code's own words, one after the other, would not read well."""

LINES: dict[str, str] = {
    "BadRow": "That line stays out. Put it right in the list, and take the list in again.",
    "Question": "Only a person can decide that. In the app it is asked; rise import leaves the line out.",
}
"""What to do about a line of a list, by what the code calls it."""

LOG: dict[str, str] = {
    "the records wait: KIND": "A purge, or what else the relay does for what it keeps, waits: the database is busy, or "
    "the disk is full. It is gone on with within a minute.",
    "the records could not be looked after: KIND": "Something unexpected in a purge or in the audit log's daily hash; "
    "it is tried again every minute. If it repeats, report it.",
    "what was purged still stands in the write-ahead log: somebody reads it all the time": "What was purged is gone "
    "from the database, but something kept its write-ahead log in use. Close whatever reads it; the next purge "
    "empties it.",
    "the audit log's newest hash could not leave this machine: WHY": "`RISE_RELAY_AUDIT_HEAD_TO` names a file that "
    "cannot be written or an address that did not take the hash, or the mail server did not take it. It is tried "
    "again, each hour at last; nothing is lost.",
    "plain http is open beyond this machine: let nobody but the proxy with TLS come to this port": "`--host` is not "
    "this machine alone. Apps refuse such an address, and no token is read that comes to the port without encryption.",
    "a token came over plain http and was not read: a proxy must say X-Forwarded-Proto: https": "Somebody reached "
    "the relay from another machine without encryption, and was told so. If that was your proxy, let it say how it was "
    "itself reached, as Caddy does, in `X-Forwarded-Proto`.",
    "a photo could not be written: WHY": "The disk is full, or the folder of photos cannot be written. It is tried "
    "again; make room.",
    "a round of WHAT failed: KIND": "Something unexpected while the phone company was asked for missing texts or for "
    "receipts; the next round tries again. If it repeats, report it.",
    "WHAT could not store what it found: KIND": "The database was busy or full; what was found is found again.",
    "a text that no webhook had brought was taken in": "It came while the relay was away or could not store it, and "
    "stands there now with the time at which it came. If it repeats while the relay runs, look at the proxy.",
    "N texts that no webhook had brought were taken in": "They came while the relay was away or could not store them, "
    "and stand there now with the time at which they came. If it repeats while the relay runs, look at the proxy.",
    "what came to the carrier could not be listed: WHY": "The phone company's list could not be read; it is read "
    "again at the next look.",
    "what came since the backup could not be listed; texts leave all the same": "For ten minutes after a backup was "
    "put back. Who said STOP in the time that the backup lacks may be texted until the list can be read.",
    "the photos of a missing text could not be listed: WHY": "That text waits until they can; all others are taken in.",
    "a missing text could not be taken in: KIND": "A fault of ours in one text; all others are taken in. It is tried "
    "again with every look. Tell whoever makes rise, with the kind.",
    "what became of a text could not be asked: WHY": "The phone company is asked again.",
    "the clock has gone back; what waited for the time before waits no longer": "The machine's clock was set back. "
    "Nothing is lost; see that it is kept right (NTP).",
    "a round of looking up failed: KIND": "Something unexpected; the next round tries again. If it repeats, report it.",
    "a signed webhook without what it is about was dropped": "The phone company said something that has no text and "
    "no state in it. Nothing is lost.",
    "a text's outcome is open: KIND": "Nobody knows whether that text left. It is looked up before anything else "
    "happens to it.",
    "a turn of a sender failed: KIND": "Something unexpected while sending; the next turn tries again. If it repeats, "
    "report it.",
    "a webhook could not be stored: KIND": "The phone company was told to bring it again. Look at the disk; restart "
    "the relay if it goes on.",
    "a commit met a fault of ours: WHERE": "What came just then is asked for again; the relay goes on. Report it.",
    "somebody could not be told what became of their act: WHERE": "They ask again. Report it.",
    "a webhook met a fault of ours: WHERE": "The phone company was told to bring it again. Report it.",
    "a text could not be answered by itself: KIND": "A fault of ours in an automatic answer; the text is here, and a "
    "person answers it. Tell whoever makes rise, with the kind.",
    "an alert was given up: WHY": "Somebody is not told that clients wait. `rise relay alerts` says who.",
    "an alert could not be stored: KIND": "Caseworkers are not told yet of the trouble that a line before it names. It "
    "is tried again every second.",
    "an armed failure: the leases will run out": "RISE_RELAY_FAIL is set. Leave it out.",
    "the interface for the apps cannot be made: KIND": "Texts leave and webhooks are taken, but no app gets an answer."
    " Something of the relay's installation is missing: install it again, then restart it.",
    "an armed failure: the text's lease will run out": "RISE_RELAY_FAIL is set. Leave it out.",
    "an outcome could not be stored; the text will be looked up": "The database was busy or full at that moment. "
    "Nothing is sent twice.",
    "nobody can tell about a text yet: WHY": "The phone company could not say whether it has a text. It is asked "
    "again.",
    "nobody can tell whether somebody else has written: KIND": "The database could not be read for a moment.",
    "text ID came again with other content; the first one stays": "The phone company has used one id for two texts.",
    "text ID is known to the carrier under a second id": "The phone company has that text twice: the client may have "
    "got it twice. Report it.",
    "the carrier does not answer": "Texts wait in line; caseworkers are told.",
    "the carrier has a new word for the state of a text: WORD": "The state stays as it was. Report it.",
    "the carrier refuses our account, code CODE: nothing is sent": "Look at the account: suspended, unpaid, or another "
    "auth token. Texts wait in line; caseworkers are told.",
    "the carrier reported on a text that is not here": "A receipt for a text of another relay, or of a database that "
    "was put back.",
    "the carrier takes texts again": "The trouble is over.",
    "the database failed: KIND": "Look at the disk. What was answered is safe.",
    "the log could not be moved into the database: KIND": "The file beside the database (-wal) grows until it works. "
    "Look at the disk.",
    "unexpected KIND (CODE) at WHERE": "A fault of ours; the app was told the same code. Report it with that code.",
    "wanted photos could not be read: KIND": "The database was busy; it is tried again.",
    "what became of a photo could not be stored: KIND": "The photo is fetched again.",
    "what is open could not be settled: KIND": "The database was busy or full; the next round tries again.",
    "N texts were under way when the relay went down; the carrier is asked": "As it should be after a stop: each is "
    "looked up before anything is sent again.",
}
"""What each line of the relay's log means, and what to do."""

PASSED_ON: set[tuple[str, str]] = {
    ("casework/card", "error.title"),
    ("casework/wishing", "str(why.get('title') or say('The office did not take it'))"),
    ("commands/screen", "*SIGNED_OUT.get(app.signed_out, SIGNED_OUT['token-revoked'])"),
    ("sync/once", "*SIGNED_OUT[error.kind]"),
    ("sync/probing", "*SIGNED_OUT[error.kind]"),
    ("sync/relay_client", "problem.title"),
}
"""Where the code hands on words that stand elsewhere on the page."""
