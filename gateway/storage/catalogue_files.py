"""The catalogue of ``contracts/catalogue``, read, cross-checked and digested.

Never repairs and never skips: an entry that is wrong stops the start, because every refusal and
every guidance rests on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Final

from gateway.domain.catalogue import (
    NEGATIVE,
    RETAINED,
    Catalogue,
    Certificate,
    RetainedCertificate,
)
from gateway.errors import SettingsRefused
from gateway.storage.basis_files import read_bases
from gateway.storage.certificate_files import (
    read_departments,
    read_negative,
    read_retained,
    read_rules,
)

_FOLDER: Final = "catalogue"
# Matters are registered per requester while the gateway runs; those that ship are examples. Their
# digest is the policy digest, so that registering a matter never looks like a change of the law.
_EXAMPLES: Final = "matters/"
# What the decree lists in its two annexes. A later batch (第二批) may add; none may be lost.
_LISTED: Final = {NEGATIVE: 30, RETAINED: 7}


def load_catalogue(root: Traversable) -> Catalogue:
    """Read both lists, rules, departments and bases below ``root``, which holds ``catalogue``.

    Raises SettingsRefused, naming file and entry.
    """
    unlisted, transition = read_rules(root)
    catalogue = Catalogue(
        negative=read_negative(root),
        retained=read_retained(root),
        departments=read_departments(root),
        unlisted=unlisted,
        transition=transition,
        bases=read_bases(root),
    )
    _check_counts(catalogue)
    _check_references(catalogue)
    return catalogue


def catalogue_digest(root: Traversable) -> str:
    """Digest the catalogue's files as SHA-256 in lower-case hex (design.md §8).

    The digest is over, for each file in the order of its path: path ‖ NUL ‖ length ‖ NUL ‖ bytes.
    A file of the catalogue is one whose name ends in ``.toml`` below ``catalogue``, but not below
    ``catalogue/matters``. The path is relative to ``catalogue``, with ``/``, in UTF-8; paths are
    sorted by their bytes; the length is the number of bytes in decimal.
    """
    files = sorted(_files(root.joinpath(_FOLDER)))
    if not files:
        raise SettingsRefused(f"{_FOLDER}: holds no files")
    digest = hashlib.sha256()
    for path, content in files:
        digest.update(path + b"\0" + str(len(content)).encode() + b"\0" + content)
    return digest.hexdigest()


def _files(folder: Traversable, prefix: str = "") -> Iterator[tuple[bytes, bytes]]:
    try:
        children = list(folder.iterdir())
    except OSError as error:
        raise SettingsRefused(f"{_FOLDER}/{prefix}: cannot be read") from error
    for child in children:
        path = prefix + child.name
        if child.is_dir() and path + "/" != _EXAMPLES:
            yield from _files(child, path + "/")
        elif child.is_file() and path.endswith(".toml"):
            yield path.encode(), child.read_bytes()


def _check_counts(catalogue: Catalogue) -> None:
    """Check that no entry of the decree is missing, even where the file's own count agrees."""
    found = {NEGATIVE: len(catalogue.negative), RETAINED: len(catalogue.retained)}
    for listed, wanted in _LISTED.items():
        if found[listed] < wanted:
            place = f"{_FOLDER}/{listed}.toml: file"
            raise SettingsRefused(f"{place}: holds {found[listed]} of the decree's {wanted}")


def _check_references(catalogue: Catalogue) -> None:
    for certificate in catalogue.negative.values():
        _check_departments(certificate, catalogue)
        _check_exceptions(certificate, catalogue.retained)
    for retained in catalogue.retained.values():
        _check_exception_of(retained, catalogue.negative)


def _check_departments(certificate: Certificate, catalogue: Catalogue) -> None:
    named = certificate.decree_sharing.departments if certificate.decree_sharing else ()
    for code in (*named, *(ask.department for ask in certificate.asks)):
        if code not in catalogue.departments:
            raise _refused(certificate, f"department {code} is not in departments.toml")
    for ask in certificate.asks:
        if ask.basis is None and ask.department not in named:
            raise _refused(certificate, f"asks {ask.department}: not named by the decree, no basis")
    connected = any(catalogue.departments[ask.department].connected for ask in certificate.asks)
    if certificate.available and not connected:
        raise _refused(certificate, "is available, but asks no connected department")


def _check_exceptions(
    certificate: Certificate, retained: Mapping[int, RetainedCertificate]
) -> None:
    for exception in certificate.exceptions:
        number = exception.retained
        if number is None:
            continue
        if number not in retained:
            raise _refused(certificate, f"exception: retained certificate {number} is not listed")
        if certificate.number not in retained[number].exception_of:
            raise _refused(certificate, f"exception: retained.toml {number} does not point back")


def _check_exception_of(
    certificate: RetainedCertificate, negative: Mapping[int, Certificate]
) -> None:
    for number in certificate.exception_of:
        pointed = negative[number].exceptions if number in negative else ()
        if all(exception.retained != certificate.number for exception in pointed):
            place = f"{_FOLDER}/retained.toml: certificate {certificate.number}"
            raise SettingsRefused(f"{place}: negative.toml {number} has no exception for it")


def _refused(certificate: Certificate, message: str) -> SettingsRefused:
    return SettingsRefused(f"{_FOLDER}/negative.toml: certificate {certificate.number}: {message}")
