"""What is installed beside the app itself: which extra a missing library belongs to, and how one gets it."""

from importlib.util import find_spec

from rise_tui.domain.errors import RiseError

RELAY, IMAGES, XLSX, PDF, CRYPT, POSTGRES, S3, DEMO = (
    "relay", "images", "xlsx", "pdf", "crypt", "postgres", "s3", "demo"
)  # fmt: skip
EXTRA_OF = {
    "alembic": RELAY,
    "fastapi": RELAY,
    "filetype": RELAY,
    "prometheus_client": RELAY,
    "pydantic_settings": RELAY,
    "python_multipart": RELAY,
    "starlette": RELAY,
    "uvicorn": RELAY,
    "PIL": IMAGES,
    "pillow_heif": IMAGES,
    "pypdfium2": IMAGES,
    "textual_image": IMAGES,
    "python_calamine": XLSX,
    "fpdf": PDF,
    "sqlcipher3": CRYPT,
    "psycopg": POSTGRES,
    "obstore": S3,
}
"""By the name that is imported; as in pyproject.toml."""
OF_THE_DEMO = ("alembic", "PIL")
"""One library of each extra that the demo stands on."""


def must_hold_the_demo() -> None:
    """Raises RiseError where what the demo needs is not installed."""
    if not all(find_spec(name) for name in OF_THE_DEMO):
        raise _not_installed(DEMO)


def not_installed(error: ModuleNotFoundError) -> RiseError | None:
    """What to tell about a library that could not be imported; None where it belongs to no extra."""
    extra = EXTRA_OF.get((error.name or "").partition(".")[0])
    return None if extra is None else _not_installed(extra)


def _not_installed(extra: str) -> RiseError:
    return RiseError(
        "A part of rise is not installed here",
        f"This needs the part {extra}, which comes only where it is asked for.",
        f"In the project's folder: pip install '.[{extra}]', or: uv tool install '.[{extra}]'",
    )
