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
INBOX = {
    "r": "inbox.reply",
    "tab": "inbox.reply",
    "a": "inbox.mark-done",
    "u": "inbox.need-reply",
    "n": "inbox.next",
    "N": "inbox.previous",
    "z": "inbox.undo",
    "slash": "inbox.search",
    "backslash": "inbox.filter",
    "escape": "inbox.back",
    "question_mark": "inbox.help",
    "f1": "inbox.help",
    "ctrl+l": "inbox.redraw",
    "q": "inbox.quit",
    "ctrl+q": "inbox.quit",
}
DRAFT = {"ctrl+d": "draft.send"}
EVERYWHERE = {"ctrl+z": "app.suspend", "ctrl+c": "app.ctrl-c"}
SEARCH = {"down": "search.down", "up": "search.up", "escape": "search.back"}
HELP = dict.fromkeys(("escape", "question_mark", "q", "f1"), "help.close")
QUIT = {"y": "quit.leave", "q": "quit.leave", "enter": "quit.leave", "n": "quit.stay", "escape": "quit.stay"}

TAKEN = frozenset(
    {"ctrl+b", "ctrl+a", "ctrl+h", "ctrl+i", "ctrl+m", "ctrl+j", "ctrl+s", "ctrl+[", "alt+enter", "ctrl+enter"}
)
"""What a terminal, tmux or screen keeps for itself, or sends as another key."""

MEANINGS = {
    "enter": {"list.open", "quit.leave"},
    "escape": {"inbox.back", "search.back", "help.close", "quit.stay"},
    "q": {"inbox.quit", "help.close", "quit.leave"},
    "n": {"inbox.next", "quit.stay"},
    "question_mark": {"inbox.help", "help.close"},
    "f1": {"inbox.help", "help.close"},
    "down": {"list.down", "thread.down", "search.down"},
    "up": {"list.up", "thread.up", "search.up"},
} | {key: {LIST[key], THREAD[key]} for key in ("j", "k", "g", "G", "home", "end", "pagedown", "pageup")}
"""Keys that more than one place binds: to the same end, as that place understands it."""
