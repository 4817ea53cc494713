"""The real app over the gallery's office with its photos, on the terminal it is started in: `FOLDER IMAGES`."""

import sys
from pathlib import Path

from rise_tui.app import RiseApp
from rise_tui.terminal.driver import RiseDriver
from tests.gallery.office import open_desk
from tests.gallery.scenes.photo import with_photos


def main(folder: str, images: str) -> int:
    """Open it and stay until it is left."""
    desk = open_desk(Path(folder))
    with_photos(desk)
    bell = desk.store.bell()
    app = RiseApp(desk, bell, driver_class=RiseDriver, images=images)
    app.run(mouse=False)
    bell.close()
    desk.store.close()
    return app.return_code or 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
