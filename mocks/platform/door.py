"""Checks who comes through the platform, and gives out the secrets to sign with.

Must never look at what is asked: the sign does not cover it, and a platform passes it on unread.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable, Mapping
from threading import Lock

from mocks.platform.registrations import REQUESTERS, SERVICES

FIELDS = ("gjgxjhpt_rid", "gjgxjhpt_sid", "gjgxjhpt_rtime", "gjgxjhpt_sign")
WINDOW_MS = 300_000
"""How far a caller's clock may be from the platform's: five minutes."""
LIFETIME_SECONDS = 3_600.0
KEPT = 4
"""How many secrets of one requester and service live side by side; the oldest goes first."""

INCOMPLETE, NO_REQUESTER, NO_SERVICE = "GJ1001", "GJ1002", "GJ1003"
WRONG_TIME, WRONG_SIGN, ENDED, BUSY = "GJ1004", "GJ1005", "GJ1006", "GJ1009"
MESSAGES = {
    "0": "成功",
    INCOMPLETE: "请求头不完整",
    NO_REQUESTER: "请求者不存在",
    NO_SERVICE: "服务不存在或未授权",
    WRONG_TIME: "请求时间超出允许范围",
    WRONG_SIGN: "签名错误",
    ENDED: "密钥已过期",
    BUSY: "系统繁忙",
}
_TIME = re.compile(r"[0-9]{1,15}")

Reply = dict[str, object]


def sign(secret: bytes, service: str, requester: str, moment: str) -> str:
    """Base64(HMAC-SHA256(secret, service + requester + moment))."""
    content = f"{service}{requester}{moment}".encode()
    return base64.b64encode(hmac.new(secret, content, hashlib.sha256).digest()).decode()


def new_secret() -> str:
    """32 unpredictable characters."""
    return secrets.token_hex(16)


class Door:
    """The platform's check and its secrets; safe to use from another thread than the server's.

    `now` gives seconds since 1970, `make_secret` a secret that nobody has.
    """

    def __init__(
        self, now: Callable[[], float] = time.time, make_secret: Callable[[], str] = new_secret
    ) -> None:
        self.lifetime_seconds = LIFETIME_SECONDS
        self.clock_ahead_seconds = 0.0
        self._now = now
        self._make_secret = make_secret
        self._lock = Lock()
        self._issued: dict[tuple[str, str], list[tuple[bytes, int]]] = {}

    def refusal(self, headers: Mapping[str, str], department: str, path: str) -> Reply | None:
        """Why a call is not passed on to an address of a department; None if it is."""
        code = self._check_form(headers)
        if code is not None:
            return self.say(code)
        department_of_it, address = SERVICES[headers["gjgxjhpt_sid"]]
        if department_of_it != department or address not in (None, path):
            return self.say(NO_SERVICE)
        code = self._check_secret(headers)
        return None if code is None else self.say(code)

    def refresh(self, fields: Mapping[str, str]) -> Reply:
        """A fresh secret for a requester and a service, signed for with the application key."""
        code = self._check_form(fields)
        if code is not None:
            return self.say(code)
        requester, service = fields["gjgxjhpt_rid"], fields["gjgxjhpt_sid"]
        if not _is_signed(fields, REQUESTERS[requester]):
            return self.say(WRONG_SIGN)
        secret = self._make_secret()
        ends_ms = self._now_ms() + int(self.lifetime_seconds * 1000)
        with self._lock:
            issued = self._issued.setdefault((requester, service), [])
            issued.append((secret.encode(), ends_ms))
            del issued[:-KEPT]
        return {**self.say("0"), "data": {"secret": secret, "secretEndTime": ends_ms}}

    def void(self) -> None:
        """Take back every secret given out so far."""
        with self._lock:
            self._issued.clear()

    def say(self, code: str) -> Reply:
        """A reply of the platform itself; its time goes with a refusal for the time."""
        data = {"time": self._now_ms()} if code == WRONG_TIME else None
        return {"code": code, "message": MESSAGES.get(code, "未知"), "data": data}

    def _check_form(self, fields: Mapping[str, str]) -> str | None:
        if not all(fields.get(name) for name in FIELDS):
            return INCOMPLETE
        if not _TIME.fullmatch(fields["gjgxjhpt_rtime"]):
            return INCOMPLETE
        if fields["gjgxjhpt_rid"] not in REQUESTERS:
            return NO_REQUESTER
        if fields["gjgxjhpt_sid"] not in SERVICES:
            return NO_SERVICE
        if abs(int(fields["gjgxjhpt_rtime"]) - self._now_ms()) > WINDOW_MS:
            return WRONG_TIME
        return None

    def _check_secret(self, headers: Mapping[str, str]) -> str | None:
        now = self._now_ms()
        with self._lock:
            key = (headers["gjgxjhpt_rid"], headers["gjgxjhpt_sid"])
            issued = tuple(self._issued.get(key, ()))
        for secret, ends_ms in issued:
            if _is_signed(headers, secret):
                return None if now < ends_ms else ENDED
        return WRONG_SIGN

    def _now_ms(self) -> int:
        return int((self._now() + self.clock_ahead_seconds) * 1000)


def _is_signed(fields: Mapping[str, str], secret: bytes) -> bool:
    expected = sign(
        secret, fields["gjgxjhpt_sid"], fields["gjgxjhpt_rid"], fields["gjgxjhpt_rtime"]
    )
    return hmac.compare_digest(expected.encode(), fields["gjgxjhpt_sign"].encode())
