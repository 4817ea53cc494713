"""The tables of keys: what each does in which place. The bindings are held to them.

Keys that a terminal, tmux or screen takes are never bound: C-b, C-a, C-h, C-i, C-m, C-j, C-s, C-[.
"""

LIST = {
    "j": "list.down",
    "down": "list.down",
    "k": "list.up",
    "up": "list.up",
    "g": "list.top",
    "home": "list.top",
    "G": "list.bottom",
    "end": "list.bottom",
    "pagedown": "list.page-down",
    "pageup": "list.page-up",
    "enter": "list.open",
    "o": "list.open",
}
THREAD = {
    "j": "thread.down",
    "down": "thread.down",
    "k": "thread.up",
    "up": "thread.up",
    "g": "thread.top",
    "home": "thread.top",
    "G": "thread.bottom",
    "end": "thread.bottom",
    "pagedown": "thread.page-down",
    "pageup": "thread.page-up",
}
ROOM = {
    "1": "room.inbox",
    "2": "room.clients",
    "3": "room.broadcasts",
    "slash": "room.search",
    "H": "room.held",
    "f7": "room.colleagues",
    "f8": "room.away",
    "E": "room.alerts",
    "z": "room.undo",
    "question_mark": "room.help",
    "f1": "room.help",
    "colon": "room.palette",
    "ctrl+p": "room.palette",
    "ctrl+t": "room.veil",
    "ctrl+l": "room.redraw",
    "q": "room.quit",
    "ctrl+q": "room.quit",
}
PERSON = {
    "r": "inbox.reply",
    "tab": "inbox.reply",
    "y": "inbox.propose",
    "minus": "inbox.dismiss",
    "asterisk": "inbox.flag",
    "a": "inbox.mark-done",
    "u": "inbox.need-reply",
    "t": "inbox.pick-template",
    "f": "inbox.file-photo",
    "enter": "inbox.open-photo",
    "o": "inbox.open-photo",
    "F": "inbox.papers",
    "s": "inbox.snooze",
    "m": "inbox.note",
    "i": "inbox.card",
    "at": "inbox.transfer",
    "exclamation_mark": "inbox.urgent",
    "h": "inbox.show-history",
    "equals_sign": "inbox.send-again",
    "l": "inbox.release",
    "c": "inbox.write-to",
    "b": "inbox.broadcast",
    "n": "inbox.next",
    "N": "inbox.previous",
    "escape": "inbox.back",
}
INBOX = {
    "backslash": "inbox.filter",
    "f2": "inbox.needs-reply",
    "f3": "inbox.waiting",
    "f4": "inbox.snoozed",
    "f5": "inbox.unknown",
    "f6": "inbox.all",
    "full_stop": "inbox.take-in",
    "space": "inbox.select",
    "V": "inbox.select-all",
    "x": "inbox.group",
}
CLIENTS = {
    "slash": "clients.find",
    "backslash": "clients.filter",
    "r": "clients.text",
    "i": "clients.card",
    "c": "clients.write-to",
    "plus": "clients.add",
    "I": "clients.import",
    "space": "clients.select",
    "V": "clients.select-all",
    "b": "clients.broadcast",
    "x": "clients.group",
    "at": "clients.transfer",
    "escape": "clients.back",
    "number_sign": "clients.groups",
}
CARD = {"escape": "card.back", "r": "card.text", "m": "card.note", "at": "card.transfer"}
CARD_LINES = {"plus": "card.add-number", "greater_than_sign": "card.export"}
ADD_CLIENT = {"escape": "add.back", "ctrl+e": "add.language"}
CHOOSE = {"escape": "choose.back"}
CLASH = {"m": "clash.mine", "t": "clash.theirs", "e": "clash.edit", "escape": "clash.back"}
EDIT_FIELD = {"escape": "field.back"}
FIND_PERSON = {"escape": "person.back"}
IMPORT = {"n": "import.next", "question_mark": "import.help", "f1": "import.help", "escape": "import.back"}
LIST_PATH = {"escape": "path.back", "tab": "path.complete"}
DRAFT = {
    "ctrl+d": "draft.send",
    "ctrl+o": "draft.send-later",
    "ctrl+y": "draft.send-now",
    "ctrl+r": "draft.pick-template",
    "ctrl+g": "draft.make-plainer",
    "ctrl+f": "draft.attach-file",
    "ctrl+x": "draft.open-editor",
    "ctrl+underscore": "draft.undo",
    "tab": "draft.to-send",
}
SEND = {"enter": "send.press", "ctrl+d": "send.press", "escape": "send.back"}
LATER = {"escape": "later.back"}
PLAINER = {"enter": "plainer.take", "escape": "plainer.back"}
ATTACH = {"ctrl+k": "attach.take-off", "escape": "attach.back"}
TEMPLATES = {
    "plus": "templates.make",
    "equals_sign": "templates.change",
    "minus": "templates.delete",
    "escape": "templates.back",
}
OFFERS = {"down": "templates.down", "up": "templates.up", "enter": "templates.put"}
TEMPLATE = {"ctrl+d": "template.save", "escape": "template.back"}
TEMPLATE_TEXT = {"ctrl+d": "template.save-text"}
EVERYWHERE = {
    "ctrl+z": "app.suspend",
    "ctrl+c": "app.ctrl-c",
    "ctrl+n": "app.skip-stop",
    "f9": "app.leave-tour",
}
BELOW = {"down": "below.down", "up": "below.up", "pagedown": "below.page-down", "pageup": "below.page-up"}
SEARCH = {"escape": "search.back"}
HELP = dict.fromkeys(("escape", "question_mark", "q", "f1"), "help.close") | {"t": "help.tour"}
PAGE = {
    "j": "page.down",
    "down": "page.down",
    "k": "page.up",
    "up": "page.up",
    "pagedown": "page.page-down",
    "pageup": "page.page-up",
}
PALETTE = {"escape": "palette.back"}
QUIT = {"y": "quit.leave", "q": "quit.leave", "enter": "quit.leave", "n": "quit.stay", "escape": "quit.stay"}
SNOOZE = {"escape": "snooze.back"}
STRANGER = {"y": "stranger.stop"} | dict.fromkeys(("escape", "q", "n"), "stranger.back")
REASON = {"escape": "reason.back"}
PICK = {"ctrl+o": "pick.out", "escape": "pick.back"}
TRANSFER = {"ctrl+e": "transfer.from", "escape": "transfer.back"}
COVER = {"ctrl+e": "cover.whom", "escape": "cover.back"}
ALERTS = {"ctrl+e": "alerts.off", "ctrl+o": "alerts.on-call", "escape": "alerts.back"}
ON_CALL = {"ctrl+e": "on-call.nobody", "escape": "on-call.back"}
AWAY = {"ctrl+e": "away.come-back", "escape": "away.back"}
COLLEAGUES = {
    "plus": "colleagues.plan",
    "e": "colleagues.until",
    "d": "colleagues.end",
    "x": "colleagues.wipe",
    "z": "colleagues.undo",
} | dict.fromkeys(("escape", "q", "f7"), "colleagues.back")
NOTE = {
    "1": "note.call",
    "2": "note.talk",
    "3": "note.visit",
    "4": "note.not-home",
    "enter": "note.take-over",
    "escape": "note.back",
}
NOTE_AREA = {"ctrl+d": "note.save"}
URGENT = {"t": "urgent.text", "s": "urgent.tell", "a": "urgent.acted"} | dict.fromkeys(
    ("escape", "exclamation_mark"), "urgent.back"
)
OVER = {"ctrl+t": "over.veil", "question_mark": "over.help", "f1": "over.help"}
OVER_PHOTO = {
    "left_square_bracket": "photo.turn-left",
    "right_square_bracket": "photo.turn-right",
    "plus": "photo.nearer",
    "equals_sign": "photo.nearer",
    "minus": "photo.further",
}
FILING = {
    "enter": "filing.file",
    "x": "filing.dismiss",
    "n": "filing.skip",
    "z": "filing.undo",
    "escape": "filing.back",
}
LARGE = {
    "left": "large.left",
    "right": "large.right",
    "up": "large.up",
    "down": "large.down",
    "n": "large.next",
    "N": "large.previous",
    "f": "large.file",
    "escape": "large.back",
}
PAPERS = {
    "y": "papers.check",
    "f": "papers.file",
    "x": "papers.remove",
    "greater_than_sign": "papers.export",
    "z": "papers.undo",
    "escape": "papers.back",
}
HISTORY = {"equals_sign": "history.again", "m": "history.sent", "z": "history.take-back"} | dict.fromkeys(
    ("escape", "h", "enter", "q"), "history.back"
)

BROADCAST = {
    "e": "broadcast.edit",
    "r": "broadcast.type",
    "tab": "broadcast.type",
    "v": "broadcast.read-texts",
    "w": "broadcast.left-out",
    "t": "broadcast.pick-template",
    "ctrl+o": "broadcast.send-later",
    "ctrl+d": "broadcast.confirm",
    "d": "broadcast.throw-away",
    "escape": "broadcast.back",
}
AUDIENCE = {
    "space": "people.add",
    "plus": "people.add",
    "minus": "people.take-out",
    "p": "people.one-by-one",
    "l": "people.paste-list",
} | dict.fromkeys(("escape", "q"), "people.leave")
AMONG = {"slash": "among.find"}
HELD = {"l": "held.release", "d": "held.drop", "z": "held.undo"} | dict.fromkeys(("escape", "q", "H"), "held.back")
ONE_BY_ONE = {"minus": "one.leave-out", "space": "one.leave-out", "z": "one.undo"} | dict.fromkeys(
    ("escape", "q"), "one.leave"
)
PASTE = {"ctrl+d": "paste.read", "escape": "paste.leave"}
SAVED = {"escape": "saved.leave"}
SAVED_LIST = {"down": "saved.down", "up": "saved.up", "enter": "saved.take"}
FILLED = dict.fromkeys(("escape", "v", "q"), "texts.leave")
LEFT_OUT = dict.fromkeys(("escape", "w", "q"), "left-out.leave")
CONFIRM = {"escape": "confirm.leave"}

TAKEN = frozenset(
    {"ctrl+b", "ctrl+a", "ctrl+h", "ctrl+i", "ctrl+m", "ctrl+j", "ctrl+s", "ctrl+[", "alt+enter", "ctrl+enter"}
)
"""What a terminal, tmux or screen keeps for itself, or sends as another key."""

MEANINGS = {
    "down": {"list.down", "thread.down", "templates.down"},
    "up": {"list.up", "thread.up", "templates.up"},
    "enter": {"list.open", "send.press", "templates.put", "inbox.open-photo"},
    "o": {"list.open", "inbox.open-photo"},
    "escape": {"inbox.back", "send.back"},
    "tab": {"inbox.reply", "draft.to-send"},
    "ctrl+d": {"draft.send", "send.press", "note.save", "template.save-text"},
} | {key: {LIST[key], THREAD[key]} for key in ("j", "k", "g", "G", "home", "end", "pagedown", "pageup")}
"""Keys that more than one place binds: to the same end, as that place understands it. Dialogs write theirs on them."""

IN_A_TEXT_TO_MANY = {
    "r": {"inbox.reply", "broadcast.type"},
    "tab": {"inbox.reply", "broadcast.type"},
    "t": {"inbox.pick-template", "broadcast.pick-template"},
    "ctrl+o": {"draft.send-later", "broadcast.send-later"},
    "ctrl+d": {"draft.send", "broadcast.confirm"},
    "down": {"saved.down"},
    "up": {"saved.up"},
    "enter": {"saved.take"},
    "escape": {"broadcast.back"},
}
"""The keys of a text to many that is being written, where they do for many what they do for one."""
MEANINGS |= {key: MEANINGS.get(key, set()) | acts for key, acts in IN_A_TEXT_TO_MANY.items()}

AS_IN_THE_INBOX = {
    "slash": {"room.search", "clients.find"},
    "backslash": {"inbox.filter", "clients.filter"},
    "r": {"inbox.reply", "clients.text", "card.text"},
    "i": {"inbox.card", "clients.card"},
    "c": {"inbox.write-to", "clients.write-to"},
    "b": {"inbox.broadcast", "clients.broadcast"},
    "m": {"inbox.note", "card.note"},
    "x": {"inbox.group", "clients.group"},
    "space": {"inbox.select", "clients.select"},
    "V": {"inbox.select-all", "clients.select-all"},
    "plus": {"clients.add", "card.add-number"},
    "at": {"inbox.transfer", "clients.transfer", "card.transfer"},
    "escape": {"clients.back", "card.back"},
}
"""The keys that the list of clients and the card share with the inbox: to the same end."""
MEANINGS |= {key: MEANINGS.get(key, set()) | acts for key, acts in AS_IN_THE_INBOX.items()}

SENDING = {
    "p": "sending.pause",
    "d": "sending.drop",
    "w": "sending.left-out",
    "v": "sending.texts",
    "equals_sign": "sending.send-again",
    "r": "sending.answer",
    "e": "sending.edit",
    "greater_than_sign": "sending.export",
    "b": "sending.begin",
    "escape": "sending.back",
}
REPLIES = {"y": "replies.yes", "n": "replies.no", "o": "replies.other"}
STATE_PEOPLE = {"equals_sign": "state.send-again", "escape": "state.back", "q": "state.back"}
BROADCASTS = {"b": "broadcasts.begin", "plus": "broadcasts.begin", "number_sign": "broadcasts.groups"}
GROUPS = {
    "plus": "groups.add",
    "e": "groups.rename",
    "d": "groups.drop",
    "b": "groups.begin",
    "space": "groups.select",
    "V": "groups.select-all",
    "escape": "groups.back",
}
AFTER_IT_WAS_CONFIRMED = {
    "d": {"broadcast.throw-away", "sending.drop", "groups.drop"},
    "w": {"broadcast.left-out", "sending.left-out"},
    "v": {"broadcast.read-texts", "sending.texts"},
    "equals_sign": {"inbox.send-again", "sending.send-again"},
    "r": {"sending.answer"},
    "greater_than_sign": {"sending.export", "card.export"},
    "e": {"broadcast.edit", "sending.edit", "groups.rename"},
    "b": {"inbox.broadcast", "sending.begin", "broadcasts.begin", "groups.begin"},
    "plus": {"broadcasts.begin", "groups.add"},
    "number_sign": {"broadcasts.groups", "clients.groups"},
    "space": {"groups.select"},
    "V": {"groups.select-all"},
    "escape": {"sending.back", "groups.back"},
    "y": {"inbox.propose", "replies.yes"},
    "n": {"inbox.next", "replies.no"},
    "o": {"replies.other"},
}
"""The keys of broadcasts and groups, to the same end as elsewhere; among replies y, n and o are their own letters."""
MEANINGS |= {key: MEANINGS.get(key, set()) | acts for key, acts in AFTER_IT_WAS_CONFIRMED.items()}
