"""A test says what it holds, and holds something."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.repository import functions, modules, name

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _tests() -> Iterator[tuple[Path, Function]]:
    for path in modules("tests"):
        if path.name.startswith("test_"):
            yield from ((path, f) for f in functions(path) if f.name.startswith("test_"))


def _place(path: Path, function: Function) -> str:
    return f"{name(path)}:{function.lineno} {function.name}"


def _called(node: ast.AST) -> str:
    """The last part of the name that a call calls."""
    match node:
        case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)):
            return called
        case _:
            return ""


def _asserts(function: Function) -> bool:
    """Whether a test holds an assert, expects an error or warning, or calls an assert by name."""
    return any(
        isinstance(node, ast.Assert)
        or _called(node) in {"raises", "warns"}
        or _called(node).startswith("assert_")
        for node in ast.walk(function)
    )


def test_every_test_says_what_it_holds() -> None:
    """Every test has a docstring."""
    assert [] == [_place(path, f) for path, f in _tests() if not ast.get_docstring(f)]


def test_every_test_asserts_something() -> None:
    """Every test contains an assert or expects an error."""
    assert [] == [_place(path, f) for path, f in _tests() if not _asserts(f)]


def test_no_test_sleeps() -> None:
    """A test waits for what it waits for, not for a while: `time.sleep` is not called in one."""
    sleepers = [
        _place(path, function)
        for path, function in _tests()
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"time.sleep", "sleep"}
    ]
    assert [] == sleepers
