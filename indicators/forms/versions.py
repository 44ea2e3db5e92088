"""The version of a value that a page showed, as its form sends it back."""


def version(text: str) -> int | None:
    """A version number; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
