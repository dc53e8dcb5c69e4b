"""The demo from start to end: processes, registrations, questions, receipts, what is left up."""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from gateway.client import Gateway, read_key
from gateway.demo.cast import ACTS, HOUSING, OFFICES, OUTAGE, scenarios
from gateway.demo.departments import Departments
from gateway.demo.play import Played, Player
from gateway.demo.processes import DemoFailed, Process
from gateway.demo.registering import register_offices
from gateway.demo.table import shown
from gateway.signing.receipts import ReceiptRefused, check_receipt

MARKER = ".made-by-the-demo"
DOWN = "civil_affairs"


def wait_for_ctrl_c() -> None:
    """Wait until somebody at the terminal has seen enough."""
    with suppress(KeyboardInterrupt):
        threading.Event().wait()


def run_demo(
    folder: Path, console: Console, *, once: bool, stay: Callable[[], None] = wait_for_ctrl_c
) -> None:
    """Play the demo in `folder`; unless `once`, everything is up until `stay` returns.

    Raises DemoFailed if anything was not as it should be.
    """
    _clear(folder)
    with ExitStack() as stack:
        departments = Departments(folder)
        stack.callback(departments.stop_all)
        with _telling(
            console, "Starting four mock departments, the exchange platform and the gateway …"
        ):
            departments.start(meanwhile=lambda: asyncio.run(register_offices(folder)))
            _write_settings(folder, departments)
            url = _start_gateway(folder, stack)
        gateways = _clients(folder, url, stack)
        player = Player(gateways, folder / "outbox", departments.heard_since_last)
        questions = scenarios()
        played = _play(player, departments, console, questions)
        console.print(shown("Asked over HTTP, through all layers", played, console.width))
        checked = _check_receipts(played, gateways[HOUSING.code])
        console.print(f"{checked} receipts checked offline: every signature holds.")
        _refuse_unexpected(played)
        _leave_first_call(folder, url, player.request(HOUSING, questions[OUTAGE.scenario]))
        console.print(f"Interactive API documentation: {url}/docs", soft_wrap=True)
        console.print(f"A profile and a first call for you are in {folder}", soft_wrap=True)
        if not once:
            console.print("Everything stays up until Ctrl-C.")
            stay()


def _telling(console: Console, doing: str) -> AbstractContextManager[object]:
    """Say what takes a while: moving on a terminal, as a line elsewhere."""
    if console.is_terminal:
        return console.status(doing)
    console.print(doing)
    return nullcontext()


def _clear(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).exists():
        raise DemoFailed(f"{folder} holds something that the demo did not make; name another")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    folder.chmod(0o700)
    (folder / MARKER).touch()


def _write_settings(folder: Path, departments: Departments) -> None:
    """The departments through the platform: their addresses there, and its options."""
    lines: list[str] = []
    for name, options in departments.start_platform().items():
        lines += [f"[departments.{name}]", f"url = {json.dumps(options.pop('url'))}"]
        lines += [f"[departments.{name}.options]"]
        lines += [f"{option} = {json.dumps(value)}" for option, value in options.items()]
    (folder / "settings.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _start_gateway(folder: Path, stack: ExitStack) -> str:
    arguments = ["gateway", "serve", "--data", str(folder), "--port", "0", "--announce"]
    gateway = Process("the gateway", arguments, folder / "gateway.log")
    stack.callback(gateway.stop)
    return gateway.announcement()["url"]


def _clients(folder: Path, url: str, stack: ExitStack) -> Mapping[str, Gateway]:
    return {
        office.code: stack.enter_context(
            Gateway(url, office.client_id, read_key(folder / f"{office.client_id}.pem"))
        )
        for office in OFFICES
    }


def _play(
    player: Player,
    departments: Departments,
    console: Console,
    questions: Mapping[str, Mapping[str, Any]],
) -> list[Played]:
    """One verification of each fact, a refusal, and an outage."""
    played: list[Played] = []
    asking = f"Asking {len(ACTS) + 2} questions …"
    if not console.is_terminal:
        console.print(asking)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        acts = progress.track(ACTS, description=asking)
        played.extend(player.play(act, questions[act.scenario]) for act in acts)
        played.append(player.play_without_consent(OUTAGE, questions[OUTAGE.scenario]))
        with departments.without(DOWN):
            played.append(player.play(OUTAGE, questions[OUTAGE.scenario], "unavailable"))
    return played


def _check_receipts(played: Sequence[Played], gateway: Gateway) -> int:
    """Check every receipt with nothing but the issuer's public keys."""
    jwks, checked = gateway.jwks(), 0
    for one in played:
        if one.answer is None:
            continue
        try:
            receipt = check_receipt(one.answer.receipt or "", jwks, datetime.now(UTC))
        except ReceiptRefused as error:
            raise DemoFailed(
                f"{one.scenario['key']}: the receipt does not hold: {error}"
            ) from error
        if receipt.claims["outcome"] != one.outcome or not receipt.request_matches:
            raise DemoFailed(f"{one.scenario['key']}: the receipt states something else")
        checked += 1
    return checked


def _refuse_unexpected(played: Sequence[Played]) -> None:
    wrong = [one.scenario["key"] for one in played if not one.as_expected]
    if wrong:
        raise DemoFailed(f"not as expected: {', '.join(wrong)}")


def _leave_first_call(folder: Path, url: str, request: Mapping[str, Any]) -> None:
    """A profile and a request, with consents that are still good for one question."""
    content = json.dumps(request, ensure_ascii=False, indent=2)
    (folder / "first-call.json").write_text(content, encoding="utf-8")
    profile = (
        f'gateway = "{url}"\nclient_id = "{HOUSING.client_id}"\nkey = "{HOUSING.client_id}.pem"\n'
    )
    (folder / "requester.toml").write_text(profile, encoding="utf-8")
    (folder / "address").write_text(url + "\n", encoding="utf-8")
