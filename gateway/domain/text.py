"""A sentence or a name that people read, in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gateway.domain.fact import JsonValue


@dataclass(frozen=True, slots=True)
class Text:
    """The same thing said twice; neither half may be empty."""

    zh: str
    en: str

    def form(self) -> dict[str, JsonValue]:
        """Its JSON form."""
        return {"zh": self.zh, "en": self.en}

    def __post_init__(self) -> None:
        """Refuse a text that one of its readers could not read."""
        if not self.zh.strip() or not self.en.strip():
            message = "a text needs both its Chinese and its English half"
            raise ValueError(message)
