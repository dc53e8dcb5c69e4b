"""Parts that fail."""

from collections.abc import Awaitable, Callable
from typing import Any


def failing(error: Exception) -> Callable[..., Awaitable[Any]]:
    """A method that raises."""

    async def fail(*_arguments: Any, **_keywords: Any) -> Any:
        raise error

    return fail
