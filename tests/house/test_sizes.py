"""Modules and functions stay small enough to be read in one go (design.md: style)."""

import ast
from pathlib import Path

import pytest

from tests.house.repository import PRODUCT, functions, modules, name

MODULE_LINES = {"product": 250, "tests": 400}
FUNCTION_LINES = {"product": 40, "tests": 60}
TREES = {"product": PRODUCT, "tests": ("tests",)}


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    assert function.end_lineno is not None
    return function.end_lineno - function.lineno + 1


@pytest.mark.parametrize("part", TREES)
def test_modules_are_short(part: str) -> None:
    """A module has 250 lines at most, a module of tests 400."""
    lengths = {name(path): _lines(path) for path in modules(*TREES[part])}
    assert {} == {path: n for path, n in lengths.items() if n > MODULE_LINES[part]}


@pytest.mark.parametrize("part", TREES)
def test_functions_are_short(part: str) -> None:
    """A function has 40 lines at most, a function of a test 60."""
    lengths = {
        f"{name(path)}:{function.lineno} {function.name}": _length(function)
        for path in modules(*TREES[part])
        for function in functions(path)
    }
    assert {} == {place: n for place, n in lengths.items() if n > FUNCTION_LINES[part]}
