"""What the app does about a tour: begins it where there is one, lets it look after each key, and ends it."""

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from textual.app import App

    from rise_tui.screens.at_desk import Rise
    from rise_tui.screens.tour import Tour


class Touring:
    """Part of the app; the tour itself is read when somebody wants it."""

    tour: "Tour | None" = None
    """The tour one is on."""
    has_tour = False
    """Whether one can be taken here: where everybody is invented, for texts are sent on it."""

    def begin_tour(self) -> None:
        """Begin at the first stop; one that is under way ends."""
        from rise_tui.screens.tour import Tour

        self.end_tour()
        self.tour = Tour(cast("App[Any]", self), cast("Rise", self))
        self.tour.begin()

    def end_tour(self) -> None:
        """Leave it, wherever one is."""
        if self.tour is not None:
            self.tour.leave()
            self.tour = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys of a tour are keys on a tour only."""
        return self.tour is not None if action in ("skip_stop", "leave_tour") else True

    def action_skip_stop(self) -> None:
        """On to the next stop; after the last one the tour is over."""
        if self.tour is not None and not self.tour.skip():
            self.end_tour()

    def action_leave_tour(self) -> None:
        """Leave the tour."""
        self.end_tour()
