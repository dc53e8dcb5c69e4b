"""How the tests of the house find what they look at."""

from tests.house.repository import ROOT, _found_by_walking, files, imports, name


def test_the_project_is_found() -> None:
    """The files that everything else rests on are among those looked at."""
    found = {name(path) for path in files()}
    expected = {"dev", "pyproject.toml", ".ci/run", "gateway/__init__.py", "tests/conftest.py"}
    assert expected == expected & found


def test_nothing_that_tools_make_is_looked_at() -> None:
    """The virtual environment, caches and compiled files are no part of the project."""
    made = [name(path) for path in files() if ".venv" in path.parts or path.suffix == ".pyc"]
    assert [] == made


def test_walking_finds_what_git_lists() -> None:
    """An unpacked archive without git is judged by the same files."""
    assert set() == set(files()) - set(_found_by_walking())


def test_imports_are_read_with_the_names_taken() -> None:
    """`from a import b` counts as importing `a.b`, so that a package cannot hide its member."""
    assert "tests.house.repository.imports" in imports(ROOT / "tests/house/test_files.py")
