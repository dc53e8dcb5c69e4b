"""The catalogue's checks at load, and the digest of its files."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from gateway.errors import SettingsRefused
from gateway.storage.catalogue_files import catalogue_digest, load_catalogue

CONTRACTS = Path(__file__).parents[2] / "contracts"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the catalogue that a test may spoil."""
    shutil.copytree(CONTRACTS / "catalogue", tmp_path / "catalogue")
    return tmp_path


def _spoil(root: Path, file: str, old: str, new: str) -> str:
    """Replace a text in a file and return what the loader says."""
    path = root / "catalogue" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SettingsRefused) as refused:
        load_catalogue(root)
    return str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("\ncount = 30", "\ncount = 31", "file: holds 30 certificates, not 31"),
        ("\nnumber = 4", "\nnumber = 5", "certificate[3]: has number 5 where 4 was expected"),
        ("\nnumber = 4", "\nnumber = true", "certificate[3]: number must be a whole number"),
        ("\nnumber = 4", '\nnumber = "4"', "certificate[3]: number must be of type int"),
        ("\nnumber = 4\nname", "\nnumber = 4\nnames", "certificate 4: name is missing"),
        ("\ncancelled_as = 4", "\ncanceled_as = 4", "certificate 21: unknown field canceled_as"),
        ('"村（社区）不出具', '"不出具', "certificate 1: instead must begin with 村（社区）不出具"),
        ('["court"]', '["cuort"]', "certificate 7: routes cuort is none of sharing, own"),
        ('["court"]', '["court", "court"]', "certificate 7: routes names something twice"),
        ('["court"]', "[]", "certificate 7: routes must name a way, or no_legal_basis alone"),
        ('["court"]', '["court", "no_legal_basis"]', "certificate 7: routes must name a way"),
        ('["court"]', '["sharing"]', "7: route sharing and decree_sharing need each other"),
        ('["court"]', '["own_documents"]', "7: route own_documents needs documents"),
        ('["no_legal_basis"]', '["court"]', "22: routes other_authority and court need issuers"),
        ('facts = ["kinship"]', "facts = []", "certificate 1: is available, but names no facts"),
        ("available = true", "available = 1", "certificate 1: available must be of type bool"),
        ('["public_security"]', "[]", "certificate 2.decree_sharing: departments is empty"),
        ('["public_security"]', '["police"]', "2: department police is not in departments.toml"),
        (
            'health" },\n    { department = "courts',
            'x" },\n    { department = "courts',
            "certificate 1: department x is",
        ),
        ('["public_security"]', '["health"]', "2: asks public_security: not named by the decree"),
        ('["archive_keeper"], open', '["archive_keeper", 1], open', "must be a list of texts"),
        ("retained = 5", "retained = 8", "exception: retained certificate 8 is not listed"),
        ("retained = 5", "retained = 7", "1: exception: retained.toml 7 does not point back"),
        ("retained = 6", 'retained = "6"', "8.exceptions[0]: retained must be of type int"),
        ("steps = [", "steps = [1,", "certificate 1: steps[0] must be a table"),
        ('lost = { zh = "证', 'lost = { de = "", zh = "证', "certificate 1.lost: unknown field de"),
    ],
    ids=range(26),
)
def test_wrong_negative_list_stops_the_start(root: Path, old: str, new: str, message: str) -> None:
    """Whatever is wrong in the negative list is refused, naming the file and the entry."""
    said = _spoil(root, "negative.toml", old, new)
    assert said.startswith("catalogue/negative.toml: ")
    assert message in said


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("retained.toml", "count = 7", "count = 6", "file: holds 7 certificates, not 6"),
        ("retained.toml", "[8, 14]", "[8, 15]", "retained.toml 1 does not point back"),
        ("retained.toml", "[8, 14]", "[8, 14, 9]", "1: negative.toml 9 has no exception for it"),
        ("retained.toml", "[8, 14]", "[8, 14, 99]", "1: negative.toml 99 has no exception for it"),
        ("retained.toml", "[8, 14]", '["8"]', "exception_of must be a list of whole numbers"),
        ("retained.toml", '"weak"', '"sure"', "certificate 1.basis_current[0]: certainty sure is"),
        ("retained.toml", "\ndemanded_by", "\nused_by", "certificate 1: unknown field used_by"),
        ("departments.toml", '"health"', '"courts"', "department courts occurs twice"),
        ("departments.toml", '"health"', '"Health"', "department[2]: code Health is ill-formed"),
        ("departments.toml", "connected = true", "connected = false", "asks no connected depart"),
        ("rules.toml", "[transition]", "[transitional]", "file: transition is missing"),
        ("rules.toml", "conditions = [", "conditions = []\nx = [", "unlisted: unknown field x"),
        ("legal_bases.toml", '"consent"', '"contract"', "kind contract is none of consent, stat"),
        ("legal_bases.toml", '"consent"', '"statutory_duty"', "basis statutory_duty: occurs twi"),
        ("legal_bases.toml", '"authorised_organisation", "other"', '"x"', "requester_kinds x is"),
        ("legal_bases.toml", ', "other"]', "]", "basis consent: agreement_for names a kind that"),
        ("legal_bases.toml", '"10", "11"', '"10", "1"', "relations must be codes of two digits"),
        ("legal_bases.toml", "citations = [", "citations = []\nx = [", "consent: unknown field x"),
    ],
    ids=range(18),
)
def test_wrong_data_stop_the_start(root: Path, file: str, old: str, new: str, message: str) -> None:
    """Whatever is wrong in the other files is refused, naming the file and the entry."""
    said = _spoil(root, file, old, new)
    assert ".toml: " in said
    assert message in said


def test_needed_lists_must_not_be_empty(root: Path) -> None:
    """A basis open to nobody and a paper that nobody demands are refused."""
    text = (root / "catalogue" / "legal_bases.toml").read_text(encoding="utf-8")
    assert "consent: needs citations" in _spoil(
        root, "legal_bases.toml", '["state_organ", "authorised_organisation", "other"]', "[]"
    )
    (root / "catalogue" / "legal_bases.toml").write_text(text, encoding="utf-8")
    demanded = 'demanded_by = [{ zh = "民政部门", en = "civil affairs" }]'
    said = _spoil(root, "retained.toml", demanded, "demanded_by = []")
    assert "retained.toml: certificate 1: needs demanded_by and basis_printed" in said


def test_rule_needs_its_conditions(root: Path) -> None:
    """The committee's exception holds under conditions only, so they must be there."""
    path = root / "catalogue" / "rules.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(("    {", "]", "conditions"))]
    path.write_text("\n".join(kept), encoding="utf-8")
    with pytest.raises(SettingsRefused, match=r"rules.toml: unlisted: conditions is empty"):
        load_catalogue(root)


def test_basis_that_is_not_there_is_missed(root: Path) -> None:
    """All three bases must be described, because matters may name any of them."""
    path = root / "catalogue" / "legal_bases.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text("[[basis]]".join(text.split("[[basis]]")[:-1]), encoding="utf-8")
    with pytest.raises(SettingsRefused, match="basis near_relative is missing"):
        load_catalogue(root)


def test_digest_follows_its_definition(tmp_path: Path) -> None:
    """Path, NUL, length, NUL and bytes of each file, in the order of the paths' bytes."""
    files = {"a.toml": b"1", "a/b.toml": b"\0\r\n", "z.toml": b""}
    content = b"a.toml\x001\x001" + b"a/b.toml\x003\x00\0\r\n" + b"z.toml\x000\x00"
    for name, text in reversed(files.items()):
        path = tmp_path / "catalogue" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
    assert hashlib.sha256(content).hexdigest() == catalogue_digest(tmp_path)


def test_digest_leaves_matters_and_other_files_out(root: Path) -> None:
    """Registering an example matter or leaving a note does not change the catalogue."""
    before = catalogue_digest(root)
    shutil.rmtree(root / "catalogue" / "matters")
    (root / "catalogue" / "note.txt").write_text("x", encoding="utf-8")
    assert before == catalogue_digest(root)


@pytest.mark.parametrize("name", ["negative", "retained", "departments", "rules", "legal_bases"])
def test_digest_sees_every_file_of_the_catalogue(root: Path, name: str) -> None:
    """One byte more in any file, or its new name, is another catalogue."""
    before = catalogue_digest(root)
    path = root / "catalogue" / f"{name}.toml"
    path.write_bytes(path.read_bytes() + b"\n")
    longer = catalogue_digest(root)
    path.rename(path.with_stem("other"))
    assert 3 == len({before, longer, catalogue_digest(root)})


def test_no_catalogue_has_no_digest(tmp_path: Path) -> None:
    """A missing or an empty folder is refused: the digest of nothing would hide it."""
    with pytest.raises(SettingsRefused, match="catalogue/: cannot be read"):
        catalogue_digest(tmp_path)
    (tmp_path / "catalogue").mkdir()
    with pytest.raises(SettingsRefused, match="catalogue: holds no files"):
        catalogue_digest(tmp_path)
