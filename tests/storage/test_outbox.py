"""The outbox of files: a resident's message is for her alone, whole, and delivered once."""

from __future__ import annotations

import json
import stat
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from gateway.errors import SettingsRefused
from gateway.ports.registers import ConfirmationMessage
from gateway.storage.outbox import Outbox

MESSAGE = ConfirmationMessage("cns_1", "138", "123456", "secret", "示例中心", "提取公积金")


async def test_a_message_is_a_file_of_its_own(tmp_path: Path) -> None:
    """Everything that the resident needs is in it, and only its owner can read it."""
    await Outbox(tmp_path / "outbox").deliver(MESSAGE)
    file = tmp_path / "outbox" / "cns_1.json"
    assert asdict(MESSAGE) == json.loads(file.read_bytes())
    assert (0o700, 0o600) == (
        stat.S_IMODE(file.parent.stat().st_mode),
        stat.S_IMODE(file.stat().st_mode),
    )


async def test_messages_do_not_meet(tmp_path: Path) -> None:
    """Each consent has its file; nothing half written is left beside them."""
    outbox = Outbox(tmp_path / "outbox")
    await outbox.deliver(MESSAGE)
    await outbox.deliver(replace(MESSAGE, consent_id="cns_2", code=None))
    names = {path.name for path in (tmp_path / "outbox").iterdir()}
    assert {"cns_1.json", "cns_2.json"} == names


async def test_a_message_is_not_replaced(tmp_path: Path) -> None:
    """A second message for one consent fails loudly, and the first one stays."""
    outbox = Outbox(tmp_path / "outbox")
    await outbox.deliver(MESSAGE)
    with pytest.raises(FileExistsError):
        await outbox.deliver(replace(MESSAGE, code="999999"))
    assert "123456" == json.loads((tmp_path / "outbox" / "cns_1.json").read_bytes())["code"]


async def test_an_outbox_that_others_can_read(tmp_path: Path) -> None:
    """No code is written where others could read it."""
    (tmp_path / "outbox").mkdir(mode=0o755)
    with pytest.raises(SettingsRefused, match="has mode 0755"):
        await Outbox(tmp_path / "outbox").deliver(MESSAGE)
    assert [] == list((tmp_path / "outbox").iterdir())
