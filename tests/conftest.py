"""What holds for every test: no sockets, one event loop, repeatable properties, `--long`.

It must never hold fixtures of one room; those live beside their tests.
"""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The suite that every connector is run with, and its report.
pytest_plugins = ("connectors.kit.plugin",)

TESTS = Path(__file__).parent

# A distribution of its own, whose tests run where it is installed.
collect_ignore = ["property_registry"]

# Only these trees speak to a server, which they start themselves on loopback. Everywhere else an
# internet socket cannot even be made (unix sockets can: event loops wake themselves with a pair).
LOOPBACK_TREES = frozenset(
    {"assembly", "benchmarks", "client", "commands", "connectors", "demo", "faults", "journeys"}
    | {"mocks", "oracle", "outbound", "witness"}
)
LOOPBACK = "127.0.0.1"

settings.register_profile(
    "quick",
    derandomize=True,
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "long",
    deadline=None,
    max_examples=2000,
    suppress_health_check=[HealthCheck.too_slow],
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `--long` select the tests that take minutes."""
    parser.addoption(
        "--long",
        action="store_true",
        help="also run tests marked `long`, and properties with many random examples",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Choose how hard Hypothesis tries."""
    settings.load_profile("long" if config.getoption("--long") else "quick")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Open loopback to the trees that need it, and leave out what is long unless asked."""
    for item in items:
        if _tree_of(item) in LOOPBACK_TREES:
            item.add_marker(pytest.mark.allow_hosts([LOOPBACK]))
    if not config.getoption("--long"):
        _deselect_long(config, items)


def _tree_of(item: pytest.Item) -> str | None:
    """The folder directly under tests/ that an item lives in."""
    parts = item.path.relative_to(TESTS).parts if item.path.is_relative_to(TESTS) else ()
    return parts[0] if len(parts) > 1 else None


def _deselect_long(config: pytest.Config, items: list[pytest.Item]) -> None:
    long = [item for item in items if item.get_closest_marker("long")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if not item.get_closest_marker("long")]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Every async test runs on asyncio, which is what the gateway runs on."""
    return "asyncio"
