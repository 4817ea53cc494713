"""The inbox in every state."""

from tests.gallery.scene import NARROW, SMALL, Scene

TYPING = ("r", "Monday is fine, Marcus. See you at 9")

SCENES = (
    Scene("inbox/needs-reply", "Who needs a reply, longest first; the conversation beside it.", ("j", "j", "j", "j")),
    Scene("inbox/draft", "What one types stands directly under what it answers.", TYPING),
    Scene("inbox/held", "A sent text is held for some seconds; z takes it back.", (*TYPING, "settle", "ctrl+d")),
    Scene("inbox/taken-back", "Taken back: the words stand in the draft again.", (*TYPING, "settle", "ctrl+d", "z")),
    Scene("inbox/done", "Done, and the next one is selected.", ("j", "a")),
    Scene("inbox/photo", "A photo that came with a text.", ("j",) * 6),
    Scene("inbox/failed", "A text that did not arrive says why.", ("j",) * 5),
    Scene("inbox/stopped", "Who said STOP cannot be texted.", ()),
    Scene("inbox/waiting", "Who has our word and owes us theirs.", ("\\",)),
    Scene("inbox/all", "Everybody, the newest first.", ("\\",) * 4),
    Scene("inbox/search", "Names, numbers and every text, as one types.", ("/", "paystub")),
    Scene("inbox/search-nothing", "Nothing found.", ("/", "zebra")),
    Scene("inbox/offline", "Offline is a state: everything works.", ("j",), is_offline=True),
    Scene("inbox/fetching", "The first time on a machine.", is_new=True),
    Scene("inbox/empty", "Nobody is waiting.", is_empty=True),
    Scene("inbox/help", "The keys that work here, made from the bindings.", ("?",)),
    Scene("inbox/quit", "Something still waits to go out.", (*TYPING, "settle", "ctrl+d", "q")),
    Scene("inbox/needs-reply-80x24", "The list has the whole width.", ("j", "j", "j", "j"), SMALL),
    Scene("inbox/conversation-80x24", "The conversation opens over it.", ("j", "j", "j", "j", "enter"), SMALL),
    Scene("inbox/draft-80x24", "To whom, at every width.", TYPING, SMALL),
    Scene("inbox/search-80x24", "Search on a small terminal.", ("/", "paystub"), SMALL),
    Scene("inbox/empty-80x24", "Nobody is waiting, small.", (), SMALL, is_empty=True),
    Scene("inbox/needs-reply-60x24", "At 60 columns words give way before names and texts.", ("j",), NARROW),
    Scene("inbox/needs-reply-light", "The light theme.", ("j", "j", "j", "j"), theme="light"),
    Scene("inbox/needs-reply-none", "Without colours.", ("j", "j", "j", "j"), theme="none"),
    Scene("inbox/needs-reply-80x24-light", "Light, small.", ("j", "j"), SMALL, "light"),
)
