"""A new connector from the kit's scaffold: names checked, files written, nothing overwritten.

Must never import a connector: the scaffold is data of the package that ships the kit.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from gateway.assembly.plugins import CONNECTORS, providers

DIALECTS: Final = ("json", "xml")
LONGEST_NAME: Final = 40
_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_RESERVED: Final = frozenset(
    {"connectors", "contracts", "gateway", "kit", "mocks", "platform", "tests"}
)
_SUFFIX: Final = ".template"


def scaffold(name: str, into: Path, dialect: str, title_zh: str, title_en: str) -> Path:
    """Write a connector for the department `name` into a new folder below `into`, and return it.

    Raises ValueError naming what is wrong with the name, the dialect, a title or the place;
    OSError if a file cannot be written.
    """
    _check_name(name)
    if dialect not in DIALECTS:
        raise ValueError(f"{dialect}: is not a dialect of the scaffold ({', '.join(DIALECTS)})")
    words = _words(name, title_zh, title_en)
    folder = into / words["distribution"]
    if not into.is_dir():
        raise ValueError(f"{into}: there is no such folder")
    if folder.exists():
        raise ValueError(f"{folder}: exists already; nothing was written")
    root = files("connectors").joinpath("kit", "scaffold")
    content = {
        path: text
        for part in ("both", dialect)
        for path, text in _filled(root.joinpath(part), Path(), words)
    }
    folder.mkdir()
    for path, text in content.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise ValueError(
            f"{name}: a department's name is at most {LONGEST_NAME} small letters and digits, "
            "beginning with a letter; words are joined by one underscore"
        )
    if name in _RESERVED or keyword.iskeyword(name) or keyword.issoftkeyword(name):
        raise ValueError(f"{name}: is reserved")
    taken = providers(CONNECTORS).get(name)
    if taken:
        raise ValueError(f"{name}: there is a connector of this name already, in {taken[0]}")


def _words(name: str, title_zh: str, title_en: str) -> Mapping[str, str]:
    plain = name.replace("_", " ")
    words = {
        "name": name,
        "package": f"{name}_connector",
        "distribution": name.replace("_", "-"),
        "Class": "".join(part.capitalize() for part in name.split("_")),
        "zh": title_zh or f"{plain} 登记机关",
        "en": title_en or f"the {plain} register",
    }
    for option in ("zh", "en"):
        # They go into documents, sources and TOML as they are.
        if not words[option].isprintable() or set(words[option]) & set("\"'\\<>{}|`#"):
            raise ValueError(f"--{option}: must be plain words without quotation marks or brackets")
    return words


def _filled(
    folder: Traversable, below: Path, words: Mapping[str, str]
) -> Iterator[tuple[Path, str]]:
    """Every file of the scaffold, its place and its content filled in."""
    for child in sorted(folder.iterdir(), key=lambda found: found.name):
        if child.is_dir():
            place = words["package"] if child.name == "package" else child.name
            yield from _filled(child, below / place, words)
        elif child.name.endswith(_SUFFIX):
            name = child.name.removesuffix(_SUFFIX)
            name = f"{words['name']}_dialect.py" if name == "dialect.py" else name
            yield below / name, _fill(child.read_text(encoding="utf-8"), words)


def _fill(text: str, words: Mapping[str, str]) -> str:
    for word, value in words.items():
        text = text.replace(f"<<{word}>>", value)
    return text
