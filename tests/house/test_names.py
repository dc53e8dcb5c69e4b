"""Names say what a thing is, and every module opens with its duty."""

import ast
from pathlib import Path

from tests.house.repository import PRODUCT, modules, name, syntax

# A module with such a name takes in whatever has no place, and grows for ever.
FORBIDDEN = frozenset({"utils", "util", "helpers", "helper", "common", "core", "base", "misc"})
FORBIDDEN_ENDINGS = ("manager", "service")


def _parts(path: Path) -> list[str]:
    """The names on the way to a module, its own included."""
    return name(path).removesuffix(".py").split("/")


def test_no_module_is_named_after_nothing() -> None:
    """No module or folder is called utils, helpers, common, core, base, manager or service."""
    named = {
        name(path): part
        for path in modules(*PRODUCT, "contracts", "tests")
        for part in _parts(path)
        if part in FORBIDDEN or part.rstrip("s").endswith(FORBIDDEN_ENDINGS)
    }
    assert {} == named


def test_every_module_opens_with_its_duty() -> None:
    """Every module has a docstring."""
    silent = [
        name(path)
        for path in modules(*PRODUCT, "contracts", "tests")
        if not ast.get_docstring(syntax(path))
    ]
    assert [] == silent
