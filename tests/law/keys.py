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
    "s": "inbox.snooze",
    "m": "inbox.note",
    "i": "inbox.card",
    "exclamation_mark": "inbox.urgent",
    "h": "inbox.show-history",
    "equals_sign": "inbox.send-again",
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
DRAFT = {"ctrl+d": "draft.send"}
EVERYWHERE = {"ctrl+z": "app.suspend", "ctrl+c": "app.ctrl-c"}
SEARCH = {"down": "search.down", "up": "search.up", "escape": "search.back"}
HELP = dict.fromkeys(("escape", "question_mark", "q", "f1"), "help.close") | {"j": "help.down", "k": "help.up"}
PALETTE = {"down": "palette.down", "up": "palette.up", "escape": "palette.back"}
QUIT = {"y": "quit.leave", "q": "quit.leave", "enter": "quit.leave", "n": "quit.stay", "escape": "quit.stay"}
SNOOZE = {
    "1": "snooze.soon",
    "2": "snooze.tomorrow",
    "3": "snooze.monday",
    "4": "snooze.until-reply",
    "escape": "snooze.back",
}
REASON = {"1": "reason.else", "2": "reason.asked", "escape": "reason.back"}
PICK_GROUP = {"down": "group.down", "up": "group.up", "ctrl+o": "group.out", "escape": "group.back"}
NOTE = {
    "c": "note.call",
    "t": "note.talk",
    "v": "note.visit",
    "h": "note.not-home",
    "escape": "note.back",
} | dict.fromkeys(("n", "m", "enter"), "note.write")
NOTE_AREA = {"ctrl+d": "note.save"}
URGENT = {"t": "urgent.text", "s": "urgent.tell", "a": "urgent.acted"} | dict.fromkeys(
    ("escape", "exclamation_mark"), "urgent.back"
)
HISTORY = {"equals_sign": "history.again", "m": "history.sent"} | dict.fromkeys(
    ("escape", "h", "enter", "q"), "history.back"
)

TAKEN = frozenset(
    {"ctrl+b", "ctrl+a", "ctrl+h", "ctrl+i", "ctrl+m", "ctrl+j", "ctrl+s", "ctrl+[", "alt+enter", "ctrl+enter"}
)
"""What a terminal, tmux or screen keeps for itself, or sends as another key."""

MEANINGS = {
    "down": {"list.down", "thread.down"},
    "up": {"list.up", "thread.up"},
    "ctrl+d": {"draft.send", "note.save"},
} | {key: {LIST[key], THREAD[key]} for key in ("j", "k", "g", "G", "home", "end", "pagedown", "pageup")}
"""Keys that more than one place binds: to the same end, as that place understands it. Dialogs write theirs on them."""
