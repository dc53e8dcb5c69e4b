"""Headless Chromium, driven through chromedriver's own HTTP interface (W3C WebDriver).

Reaches loopback only: every other name fails to resolve, and what was asked for is on record. Must
never be used where the browser may be missing without `find_browser`.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

TAB, ENTER = "\ue004", "\ue007"
MISSING: Final = (
    "chromium or chromedriver is missing; on Debian: apt-get install chromium chromium-driver"
)
_CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")
_STARTED: Final = re.compile(r"started successfully on port (\d+)")
_PATIENCE: Final = 60.0
_ARGUMENTS: Final = (
    "--headless=new",
    "--no-sandbox",  # a container's root may not make one, and only our own pages are shown
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)


def find_browser() -> tuple[str, str] | None:
    """The browser and its driver, if both are installed."""
    browser = next((found for name in _CHROMIUM if (found := shutil.which(name))), None)
    driver = shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


@dataclass(repr=False)
class Browser:
    """One window."""

    http: httpx.Client
    session: str

    def open(self, url: str) -> None:
        """Go to a page and wait until it is loaded."""
        self._post("url", {"url": url})

    def resize(self, width: int, height: int) -> None:
        """Make the page exactly this wide, however narrow: a window cannot be."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._devtools("Emulation.setDeviceMetricsOverride", metrics)
        self._devtools("Emulation.setScrollbarsHidden", {"hidden": True})

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a script in the page and return what it returns."""
        return self._post("execute/sync", {"script": script, "args": list(arguments)})

    def run_async(self, script: str) -> Any:
        """Run a script that ends by calling its last argument."""
        return self._post("execute/async", {"script": script, "args": []})

    def press(self, keys: str) -> None:
        """Type with the keyboard, wherever the focus is."""
        pressed = [{"type": kind, "value": k} for k in keys for kind in ("keyDown", "keyUp")]
        self._post("actions", {"actions": [{"type": "key", "id": "keys", "actions": pressed}]})

    @retry(
        retry=retry_if_exception_type((AssertionError, httpx.TransportError)),
        stop=stop_after_delay(_PATIENCE),
        wait=wait_fixed(0.05),
        reraise=True,
    )
    def wait_for(self, path: str) -> None:
        """Wait until a page that a key or a click leads to is there: it may take its time."""
        found = self.run("return document.readyState === 'complete' ? location.pathname : ''")
        where = self.run("return location.search + location.hash")
        assert path == f"{found}{where}"

    def screenshot(self, path: Path) -> None:
        """Keep a picture of the whole page."""
        picture = self._devtools("Page.captureScreenshot", {"captureBeyondViewport": True})
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(picture["data"]))

    def print_pdf(self) -> bytes:
        """What a printer would get, on the paper that the page asks for."""
        printed = self._devtools("Page.printToPDF", {"preferCSSPageSize": True})
        return base64.b64decode(printed["data"])

    def requested(self) -> list[str]:
        """The URLs of all requests since the last call, failed ones included."""
        entries = self._post("se/log", {"type": "performance"})
        messages = [json.loads(entry["message"])["message"] for entry in entries]
        return [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        ]

    def _devtools(self, command: str, parameters: dict[str, Any]) -> Any:
        return self._post("goog/cdp/execute", {"cmd": command, "params": parameters})

    def _post(self, command: str, body: dict[str, Any]) -> Any:
        reply = self.http.post(f"/session/{self.session}/{command}", json=body)
        value = reply.json()["value"]
        assert reply.is_success, value
        return value


@contextmanager
def a_browser(browser: str, driver: str, profile: Path) -> Iterator[Browser]:
    """A browser with an empty profile, ended at the end of the block."""
    with _driven(driver, profile) as http:
        options = {
            "binary": browser,
            "args": [*_ARGUMENTS, f"--user-data-dir={profile / 'profile'}"],
        }
        wanted = {"goog:chromeOptions": options, "goog:loggingPrefs": {"performance": "ALL"}}
        reply = http.post("/session", json={"capabilities": {"alwaysMatch": wanted}})
        assert reply.is_success, reply.text
        session = reply.json()["value"]["sessionId"]
        try:
            yield Browser(http, session)
        finally:
            http.delete(f"/session/{session}")


@contextmanager
def _driven(driver: str, folder: Path) -> Iterator[httpx.Client]:
    """A running driver on a port of the system's choice."""
    written = folder / "driver.log"
    with written.open("wb") as log:
        process = subprocess.Popen([driver, "--port=0"], stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{_port(written)}"
        with httpx.Client(base_url=url, timeout=_PATIENCE, trust_env=False) as http:
            yield http
    finally:
        process.terminate()
        process.wait(_PATIENCE)


@retry(
    retry=retry_if_exception_type(LookupError),
    stop=stop_after_delay(_PATIENCE),
    wait=wait_fixed(0.05),
    reraise=True,
)
def _port(written: Path) -> int:
    """The port, once the driver has said that it listens there."""
    said = _STARTED.search(written.read_text(encoding="utf-8", errors="replace"))
    if said is None:
        raise LookupError("chromedriver has not started")
    return int(said[1])
