"""Writing a template: its name, its letter, its text in English and in Spanish."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from rise_tui.casework import templating
from rise_tui.casework.templating import Written
from rise_tui.domain.errors import RiseError
from rise_tui.domain.merge import FIELDS
from rise_tui.domain.safe_text import as_kept
from rise_tui.domain.say import say
from rise_tui.domain.segments import weigh
from rise_tui.screens.at_desk import AtDesk
from rise_tui.screens.patience import before_telling
from rise_tui.widgets.draft_area import DraftArea, Typed
from rise_tui.widgets.typed_line import TypedLine


class BodyArea(DraftArea):
    """Where the text of a template is typed."""

    ASKS = frozenset()
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+d", "send", "Save", id="template.save-text", tooltip="Save this template.", priority=True),
    ]


class TemplateDialog(AtDesk, ModalScreen[str | None]):
    """Dismissed with what was done, in words; None: nothing was."""

    CSS_PATH = "writing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+d", "save", "Save", id="template.save", tooltip="Save this template."),
        Binding("escape", "leave", "Back", id="template.back", tooltip="Back; nothing is changed."),
    ]

    def __init__(self, was: Written | None) -> None:
        """`was`: the template that is changed; None: a new one."""
        super().__init__()
        self.was = was or Written("")
        self._has_own_letter = bool(was)

    def compose(self) -> ComposeResult:
        """The name, the letter, the texts, what is wrong, the keys."""
        title = say("Change a template") if self.was.template_id else say("A new template")
        with VerticalScroll(id="writing-dialog", can_focus=False):
            yield Static(Content(title), classes="-title")
            yield Static(Content(say("Name")), classes="-dim")
            yield self._input("name", self.was.name, 200)
            yield Static(Content(say("Letter")), classes="-label")
            yield self._input("letter", self.was.letter, 1)
            for language, words in (("en", say("English")), ("es", say("Spanish"))):
                yield Static(Content(words), id=f"weight-{language}", classes="-label")
                yield BodyArea(self.desk.clock.monotonic, lambda _to, _typed: None, id=f"body-{language}")
            yield Static(id="told", classes="-told")
            yield Static(Content(say("Tab next     C-d saves it for the whole office     Esc back")), classes="-keys")

    def _input(self, which: str, value: str, longest: int) -> Input:
        field = TypedLine(value, id=which, max_length=longest)
        return field

    def on_mount(self) -> None:
        """Begin at the name."""
        for language in templating.LANGUAGES:
            body = self.was.body(language)
            self._area(language).restore(language, Typed(body, len(body), len(body)))
            self._weigh(language, body)
        self._tell_places()

    def _area(self, language: str) -> BodyArea:
        return self.query_one(f"#body-{language}", BodyArea)

    def _tell_places(self) -> None:
        places = ", ".join(f"{{{field}}}" for field in FIELDS)
        self._tell(say("Filled in for each: {places}", places=places), "")

    def _tell(self, words: str, state: str) -> None:
        told = self.query_one("#told", Static)
        told.set_classes(f"-told {state}".strip())
        told.update(Content(words))

    def _weigh(self, language: str, body: str) -> None:
        words = say("English") if language == "en" else say("Spanish")
        if body:
            weight = weigh(body)
            words += "   " + (say("1 text") if weight.segments == 1 else say("{count} texts", count=weight.segments))
            if weight.segments > 1 and weight.culprits and weight.culprits[0].isprintable():
                words += " " + say("because of “{char}”", char=weight.culprits[0])
        self.query_one(f"#weight-{language}", Static).update(Content(words))

    def on_draft_area_edited(self, event: DraftArea.Edited) -> None:
        """Say what the words weigh; what was wrong with them was said of the words before."""
        event.stop()
        self._weigh(event.to, event.typed.body)
        self._tell_places()

    def on_input_changed(self, event: Input.Changed) -> None:
        """A new one is offered a letter of its name, until one types another; what was wrong was said of what was."""
        self._tell_places()
        if event.input.id == "letter":
            self._has_own_letter = self._has_own_letter or self.focused is event.input
        elif not self._has_own_letter:
            self.query_one("#letter", Input).value = templating.free_letter(self.desk, event.value)

    def on_input_submitted(self) -> None:
        """On to the next field."""
        self.focus_next()

    def on_draft_area_sent(self, event: DraftArea.Sent) -> None:
        """C-d in a text."""
        event.stop()
        self.action_save()

    def on_draft_area_unsure(self, event: DraftArea.Unsure) -> None:
        """Keys came so fast that they may have been pasted."""
        event.stop()
        self._tell(say("Not saved yet: C-d once more saves it"), "-bad")

    def action_save(self) -> None:
        """Make or change it."""
        new = Written(
            as_kept(self.query_one("#name", Input).value, self.was.name, keep_newlines=False),
            self.query_one("#letter", Input).value,
            {one: as_kept(self._area(one).text, self.was.body(one)) for one in templating.LANGUAGES},
            self.was.template_id,
            self.was.seq,
        )
        try:
            label = templating.change(self.desk, new, self.was) if new.template_id else templating.make(self.desk, new)
        except RiseError as error:
            before_telling(error)
            self._tell(str(error), "-bad")
            return
        self.dismiss(label)

    def action_leave(self) -> None:
        """Leave it as it is."""
        self.dismiss(None)
