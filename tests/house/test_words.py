"""Nothing in the repository points to the machine that it was written on."""

import re

import pytest

from tests.house.repository import ROOT, files, name

# Each pattern is put together here, or this file would be the first to break its own rule.
# What precedes a path must not be part of it: a URL may well have a folder of that name.
_BEFORE_A_PATH = r"(?<![\w.~-])"
FORBIDDEN = {
    "folder of a machine": _BEFORE_A_PATH + r"/" + r"work(?![\w-])",
    "temporary folder": _BEFORE_A_PATH + r"/" + r"tmp/",
    "home of a user": _BEFORE_A_PATH + r"/(?:" + r"root|" + r"home)/",
    "registry of Python packages": r"py" + r"pi\.org|python" + r"hosted",
    "registry of Node packages": r"registry\.npm" + r"js",
    "registry of Debian packages": r"deb\.deb" + r"ian\.org",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_forbidden_words(what: str) -> None:
    """No file names a package registry's host or an absolute path of somebody's machine."""
    pattern = re.compile(FORBIDDEN[what], re.IGNORECASE)
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in files()}
    found = {
        f"{name(path)}:{number}"
        for path, text in texts.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    }
    assert set() == found


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("folder of a machine", "cd /" + "work"),
        ("folder of a machine", "see '/" + "work/main'"),
        ("temporary folder", "/" + "tmp/x"),
        ("home of a user", "/" + "root/.config"),
        ("registry of Python packages", "https://PyPI" + ".org/simple"),
        ("registry of Debian packages", "deb." + "debian.org"),
    ],
    ids=["folder", "folder-below", "temporary", "home", "python-registry", "debian-registry"],
)
def test_the_patterns_find_what_they_are_for(what: str, text: str) -> None:
    """Each pattern matches an example of what it forbids."""
    assert re.search(FORBIDDEN[what], text, re.IGNORECASE)


@pytest.mark.parametrize(
    "text",
    ["a/" + "work", "/" + "works", "/" + "workflow", "x/" + "tmp/y"],
    ids=["deeper", "longer-by-one", "longer", "deeper-temporary"],
)
def test_the_patterns_spare_other_words(text: str) -> None:
    """A folder deeper in a path, or a word that merely begins alike, is not forbidden."""
    assert [] == [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text)]


def test_licence_is_apache_in_full() -> None:
    """The licence that pyproject.toml names lies beside it, unabridged."""
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    parts = ("Apache License", "Version 2.0, January 2004", "END OF TERMS AND CONDITIONS")
    assert list(parts) == [part for part in parts if part in text]
