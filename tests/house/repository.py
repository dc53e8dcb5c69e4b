"""The files of this project and what their source says: what the tests of the house look at.

It must never import the code that it looks at.
"""

import ast
import os
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("gateway", "connectors", "mocks")


@cache
def files() -> tuple[Path, ...]:
    """Every file that is, or would be, committed; without git, every file not made by a tool."""
    listed = _listed_by_git() or _found_by_walking()
    return tuple(sorted(path for path in listed if path.is_file()))


def modules(*trees: str) -> list[Path]:
    """The Python modules under the given top folders."""
    inside = [ROOT / tree for tree in trees]
    return [
        path
        for path in files()
        if path.suffix == ".py" and any(path.is_relative_to(tree) for tree in inside)
    ]


def name(path: Path) -> str:
    """A file's place in the project, as a message names it."""
    return path.relative_to(ROOT).as_posix()


@cache
def syntax(path: Path) -> ast.Module:
    """A module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=name(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module, methods and nested ones included."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def dotted(path: Path) -> str:
    """The name by which a module is imported."""
    return name(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports(path: Path) -> set[str]:
    """The dotted names that a module imports, wherever in it; `from a import b` gives `a.b`."""
    found: set[str] = set()
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            source = _absolute(path, node)
            found |= {f"{source}.{alias.name}" for alias in node.names}
    return found


def _absolute(path: Path, node: ast.ImportFrom) -> str:
    """Where a `from` import looks, with leading dots resolved."""
    if not node.level:
        return node.module or ""
    package = path.parent
    for _ in range(node.level - 1):
        package = package.parent
    return ".".join(part for part in (dotted(package), node.module) if part)


def _listed_by_git() -> list[Path]:
    """What git tracks or would track; nothing if this folder is not the top of a work tree."""
    if not (ROOT / ".git").exists():
        return []
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return []
    return [ROOT / part for part in os.fsdecode(listed).split("\0") if part]


def _found_by_walking() -> list[Path]:
    """All files but those in folders that only tools make."""
    made = {"__pycache__", "build", "data", "dist", "htmlcov"}
    found: list[Path] = []
    for folder, subfolders, names in os.walk(ROOT):
        subfolders[:] = [
            sub for sub in subfolders if sub == ".ci" or not (sub in made or sub.startswith("."))
        ]
        found += [Path(folder, file) for file in names if not file.startswith(".coverage")]
    return found
