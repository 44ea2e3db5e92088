"""How the history names a file."""


def described(name: str, sha256: str) -> str:
    """The name, and the hash by which the file is known again."""
    return f"{name} (sha256 {sha256})"
