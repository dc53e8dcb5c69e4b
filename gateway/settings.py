"""What an operator may set: read once from a TOML file, frozen, with every default here.

Must never read the environment or a file on import, and never hold a secret: secrets are files.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, cast

from gateway.errors import SettingsRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

BUNDLED_CONNECTORS = ("public_security", "civil_affairs", "health", "courts")
BUNDLED_FACTS = ("identity", "kinship", "marriage", "birth", "alive", "death", "childbirth")


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """What an operator sets for one department.

    `url` is the department's address without a trailing slash. `options` are the connector's own
    (access keys come from files named there). `poll_seconds`: how often a source that answers
    later is asked, within the deadline, whether it has an answer.
    `circuit_failures`: after so many failures in a row (time-outs, no connection, errors of theirs)
    nobody asks it for `circuit_rest_seconds`; then one question at a time tries again, and the rest
    doubles as long as it fails. `callback_secret_files`: with which the department signs its
    call-backs, relative to the data directory; none = it cannot call back, several = each is good
    (for a change of secrets). `coverage`: since when its records are complete, by operation.
    """

    department: str
    url: str
    timeout_seconds: float = 5.0
    max_reply_bytes: int = 1_048_576
    poll_seconds: float = 0.25
    circuit_failures: int = 5
    circuit_rest_seconds: float = 5.0
    callback_secret_files: tuple[str, ...] = ()
    coverage: Mapping[str, date] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WitnessSettings:
    """A witness of the log: where heads are submitted, and files relative to the data directory.

    `key_file` holds its verifier key; `ca_file` certificates that it alone is trusted by.
    """

    name: str
    url: str
    key_file: str
    ca_file: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """A deployment's settings. Times are seconds unless the name says otherwise.

    `issuer` is the address under which the gateway is reached and the `iss` of what it signs; empty
    = the address it listens on.
    `working_days_file`: an own file of holidays and worked weekends in place of the bundled
    `contracts/codes/working_days.toml`, relative to the data directory.
    `poll_deferred_seconds` after a department's promise its answer is looked for, and then after
    pauses that grow with the time waited, up to `poll_deferred_longest_seconds`. A department that
    has not answered by the due date is reminded, and given up `overdue_grace_hours` later.
    `callback_window_seconds`: how far the time on a department's call-back may be off.
    `webhook_networks`: networks (10.20.0.0/16) to which messages may go although they are not
    public; `webhook_ca`: a file of certificates that receivers are trusted by beside the system's.
    `log_origin`: the transparency log's name, by default the issuer without scheme and `/log`; a
    log keeps its first one. `log_bundles` "public" opens the entries (nothing personal) to anybody.
    Entries get their place in the log every `log_batch_seconds`; if the oldest has waited for
    `log_lag_seconds`, nothing more is answered.
    Every `witness_seconds` each of the `witnesses` is shown the newest head; one that is behind by
    more than `witness_lag_seconds` is warned of. With `log_witness_quorum`, heads and proofs are
    served once so many witnesses have cosigned; without, at once.
    `database_url` None = SQLite in the data directory. `departments` without an entry are silent.
    `public_…` bound what anybody may send in without login: for one address, and for all together.
    Behind a proxy on this machine the address is the one that it forwards; behind another one all
    share the proxy's, so that its own limits must do, and these be raised.
    `demands_per_hour` are kept at most; `demand_working_days` is the time to deal with one.
    """

    data_dir: Path
    issuer: str = ""
    database_url: str | None = None
    deadline_seconds: float = 8.0
    lease_margin_seconds: float = 10.0
    pending_working_days: int = 10
    working_days_file: str | None = None
    webhook_networks: tuple[str, ...] = ()
    webhook_ca: str | None = None
    poll_deferred_seconds: float = 30.0
    poll_deferred_longest_seconds: float = 3600.0
    overdue_grace_hours: float = 24.0
    callback_window_seconds: float = 300.0
    log_origin: str = ""
    log_bundles: str = "restricted"
    log_batch_seconds: float = 0.25
    log_lag_seconds: float = 60.0
    log_witness_quorum: int = 0
    witness_seconds: float = 2.0
    witness_lag_seconds: float = 300.0
    token_seconds: int = 300
    receipt_days: int = 30
    idempotency_hours: int = 24
    confirm_minutes: int = 30
    confirm_tries: int = 5
    max_body_bytes: int = 65_536
    public_body_bytes: int = 16_384
    public_per_address_minute: int = 10
    public_per_address_day: int = 100
    public_per_minute: int = 300
    demands_per_hour: int = 1_000
    demand_working_days: int = 10
    max_nesting: int = 8
    survey_changes_per_day: int = 50
    max_survey_bytes: int = 1_048_576
    connectors: tuple[str, ...] = BUNDLED_CONNECTORS
    facts: tuple[str, ...] = BUNDLED_FACTS
    departments: Mapping[str, SourceSettings] = field(default_factory=dict)
    witnesses: Mapping[str, WitnessSettings] = field(default_factory=dict)


def read_settings(path: Path | None, data_dir: Path) -> Settings:
    """Read `path` (TOML); without one, the defaults for `data_dir`.

    Keys are the names of `Settings`; `[departments.<name>]` tables those of `SourceSettings`,
    `[witnesses.<name>]` tables those of `WitnessSettings`.
    Raises SettingsRefused naming file and key for unknown keys and wrong types.
    """
    if path is None:
        return Settings(data_dir=data_dir)
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{path}: cannot be read as TOML: {error}"
        raise SettingsRefused(message) from error
    departments, witnesses = (
        _table(path, name, raw.pop(name, {})) for name in ("departments", "witnesses")
    )
    values = _checked(path, "", raw, Settings, skip={"data_dir", "departments", "witnesses"})
    return Settings(
        data_dir=data_dir,
        departments={name: _source(path, name, table) for name, table in departments.items()},
        witnesses={name: _witness(path, name, table) for name, table in witnesses.items()},
        **values,  # type: ignore[arg-type]
    )


def _table(path: Path, where: str, value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        message = f"{path}: {where}: must be a table"
        raise SettingsRefused(message)
    return dict(value)


def _witness(path: Path, name: str, table: object) -> WitnessSettings:
    where = f"witnesses.{name}"
    content = _table(path, where, table)
    values = _checked(path, where + ".", content, WitnessSettings, skip={"name"})
    for missing in sorted({"url", "key_file"} - values.keys()):
        message = f"{path}: {where}.{missing}: is missing"
        raise SettingsRefused(message)
    return WitnessSettings(name=name, **values)  # type: ignore[arg-type]


def _source(path: Path, name: str, table: object) -> SourceSettings:
    where = f"departments.{name}"
    content = _table(path, where, table)
    options = content.pop("options", {})
    if not isinstance(options, dict) or not all(isinstance(v, str) for v in options.values()):
        message = f"{path}: {where}.options: must be a table of strings"
        raise SettingsRefused(message)
    coverage = _coverage(path, where, content.pop("coverage", {}))
    skip = {"department", "options", "coverage"}
    values = _checked(path, where + ".", content, SourceSettings, skip=skip)
    if "url" not in values:
        message = f"{path}: {where}.url: is missing"
        raise SettingsRefused(message)
    values["url"] = str(values["url"]).rstrip("/")
    return SourceSettings(department=name, options=options, coverage=coverage, **values)  # type: ignore[arg-type]


def _coverage(path: Path, where: str, table: object) -> dict[str, date]:
    """Since when records are complete, by operation: a table of dates."""
    dates = table.values() if isinstance(table, dict) else (None,)
    if not all(isinstance(day, date) and not isinstance(day, datetime) for day in dates):
        message = f"{path}: {where}.coverage: must be a table of dates"
        raise SettingsRefused(message)
    return dict(cast("dict[str, date]", table))


_EXPECTED: Mapping[str, tuple[type, str]] = {
    "str": (str, "a text"),
    "str | None": (str, "a text"),
    "int": (int, "a whole number"),
    "float": (float, "a number"),
    "tuple[str, ...]": (list, "a list of texts"),
}


def _checked(
    path: Path, prefix: str, raw: Mapping[str, object], shape: type, skip: set[str]
) -> dict[str, object]:
    known = {f.name: cast("str", f.type) for f in fields(shape) if f.name not in skip}
    values: dict[str, object] = {}
    for key, value in raw.items():
        if key not in known:
            message = f"{path}: {prefix}{key}: is not a setting"
            raise SettingsRefused(message)
        values[key] = _typed(f"{path}: {prefix}{key}", value, known[key])
    return values


def _typed(where: str, value: object, declared: str) -> object:
    expected, words = _EXPECTED[declared]
    if expected is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, expected):
        message = f"{where}: must be {words}"
        raise SettingsRefused(message)
    if isinstance(value, int | float):
        _refuse_senseless(where, value)
    if isinstance(value, list):
        if not all(isinstance(item, str) for item in value):
            message = f"{where}: must be {words}"
            raise SettingsRefused(message)
        return tuple(value)
    return value


def _refuse_senseless(where: str, number: float) -> None:
    """Zero, or no number at all, would stop something for ever or never stop it."""
    if not isfinite(number):
        message = f"{where}: must be a finite number"
        raise SettingsRefused(message)
    if number <= 0:
        message = f"{where}: must be more than 0"
        raise SettingsRefused(message)
