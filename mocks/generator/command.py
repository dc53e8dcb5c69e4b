"""Writes residents, questions with their answers, and what was planted, into a folder.

Must never write over what is there, nor print a person.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

from mocks.generator.growing import RESIDENTS, grow
from mocks.generator.questions.setting import Blocks, as_json, set_questions
from mocks.population.archive import Archive

QUESTIONS = "questions.jsonl"
MANIFEST = "manifest.json"


def generate(out: Path, *, size: int, seed: int, today: date, questions: int) -> None:
    """Fill a folder, which is made; the same arguments give the same bytes.

    Raises FileExistsError if it holds residents already, ValueError for a size that cannot be.
    """
    out.mkdir(parents=True, exist_ok=True)
    path = out / RESIDENTS
    written = grow(path, size, seed, today)
    with Archive(path) as archive:
        told: dict[str, object] = {
            "size": size,
            "seed": seed,
            "today": today.isoformat(),
            "residents": written.residents,
            "blocks": written.blocks,
            "planted": archive.kinds(),
            "questions": ask(archive, out / QUESTIONS, questions, seed),
        }
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    (out / MANIFEST).write_text(text, encoding="utf-8")


def ask(archive: Blocks, path: Path, count: int, seed: int) -> dict[str, dict[str, int]]:
    """Write so many questions with their answers; returns how many of each kind there are."""
    facts: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    with path.open("x", encoding="utf-8", newline="\n") as file:
        for number, one in enumerate(set_questions(archive, count, seed), 1):
            file.write(as_json(number, one) + "\n")
            facts[one.question.fact] += 1
            outcomes[one.answer.outcome] += 1
            planted[one.planted] += 1
    counts = {"facts": facts, "outcomes": outcomes, "planted": planted}
    return {name: dict(sorted(count.items())) for name, count in counts.items()}
