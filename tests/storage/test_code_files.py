"""The code tables: complete, in both languages, and refused loudly where they are wrong."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from gateway.domain.codes import Certainty, Codes
from gateway.domain.identity_number import CENTENARY_SERIALS
from gateway.domain.records import CancelledBecause
from gateway.domain.requester import RequesterKind
from gateway.errors import SettingsRefused
from gateway.storage.code_files import load_codes

CONTRACTS = Path(__file__).parents[2] / "contracts"


@pytest.fixture(scope="module")
def codes() -> Codes:
    """The tables that ship."""
    return load_codes(CONTRACTS)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the tables that a test may spoil."""
    shutil.copytree(CONTRACTS / "codes", tmp_path / "codes")
    return tmp_path


def _spoil(root: Path, file: str, old: str, new: str) -> str:
    """Replace a text in a file and return what the loader says."""
    path = root / "codes" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SettingsRefused) as refused:
        load_codes(root)
    return str(refused.value)


def test_family_relations_are_complete(codes: Codes) -> None:
    """Every code of the standard is there, and the unused one is not."""
    tens = {f"{tens}{units}" for tens in range(2, 9) for units in range(10)}
    others = {"01", "02", "10", "11", "12", *(str(code) for code in range(90, 98)), "99"}
    assert tens | others == set(codes.family_relation.codes)


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("01", "本人", "self"),
        ("12", "妻", "wife"),
        ("26", "五子", "fifth son"),
        ("37", "养女或继女", "adopted daughter or stepdaughter"),
        ("46", "孙女婿或外孙女婿", "granddaughter's husband"),
        ("51", "父亲", "father"),
        ("58", "继母或养母", "stepmother or adoptive mother"),
        ("68", "配偶的曾祖父母或外曾祖父母", "spouse's great-grandparent"),
        ("75", "姐姐", "elder sister"),
        ("87", "姨父", "husband of mother's sister"),
        ("90", "姑母", "father's sister"),
        ("99", "非亲属", "not kin"),
    ],
)
def test_family_relations_have_their_names(codes: Codes, code: str, zh: str, en: str) -> None:
    """A code at the seams of every group carries its own name, so none is shifted."""
    name = codes.family_relation.name_of(code)
    assert (zh, en) == (name.zh, name.en)


def test_marital_status_and_sex_are_complete(codes: Codes) -> None:
    """The two small tables hold the standard's codes in its order."""
    status = ["10", "20", "21", "22", "23", "30", "40", "90"]
    assert status == list(codes.marital_status.codes)
    assert ["0", "1", "2", "9"] == list(codes.sex.codes)
    assert "丧偶" == codes.marital_status.name_of("30").zh


def test_unknown_code_is_not_in_a_table(codes: Codes) -> None:
    """A table answers whether it holds a code."""
    assert (True, False) == ("97" in codes.family_relation, "98" in codes.family_relation)


def test_tables_of_ours_name_every_value_of_the_domain(codes: Codes) -> None:
    """What the domain distinguishes has a name that people can read."""
    assert {kind.value for kind in RequesterKind} == set(codes.requester_kinds.codes)
    causes = {cause.value for cause in CancelledBecause}
    assert causes == set(codes.deregistration_reasons.codes)


def test_unconfirmed_data_say_so(codes: Codes) -> None:
    """Prefixes and serials that no source has confirmed are data, and marked."""
    prefixes = {"11": "state_organ", "12": "public_institution", "54": "grassroots_body"}
    assert prefixes == codes.organisation_prefixes
    marks = {code.certainty for code in codes.organisation_kinds.codes.values()}
    assert {Certainty.MEMORY} == marks
    assert CENTENARY_SERIALS == codes.centenary_serials


def test_abolished_district_has_its_successors(codes: Codes) -> None:
    """A district that was divided names each part with the area that took it."""
    yubei = codes.areas["500112"]
    assert ["500157", "500109"] == [successor.code for successor in yubei.successors]
    assert all(successor.part for successor in yubei.successors)


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        ("500112", date(2025, 11, 30), True),
        ("500112", date(2025, 12, 1), False),
        ("500157", date(2025, 10, 31), False),
        ("500157", date(2025, 11, 1), True),
        ("500000", date(1990, 1, 1), True),
    ],
)
def test_imprecise_end_counts_as_valid(codes: Codes, code: str, day: date, expected: bool) -> None:
    """An area known to end in a month may be valid on every day of it."""
    assert expected is codes.areas[code].may_be_valid_on(day)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("sex.toml", 'code = "9"', 'code = "0"', "codes/sex.toml: code 0: occurs twice"),
        ("sex.toml", "zh = ", "zn = ", "codes/sex.toml: title: zh is missing"),
        ("sex.toml", 'en = "male"', 'en = " "', "codes/sex.toml: code 1: en is blank"),
        ("sex.toml", 'en = "male"', "en = 1", "codes/sex.toml: code 1: en must be of type str"),
        ("sex.toml", '"read"', '"sure"', "sex.toml: file: certainty sure is none of read, weak"),
        ("sex.toml", "standard", "normal", "codes/sex.toml: file: unknown field normal"),
        ("sex.toml", "codes = [", "codes = [1,", "codes/sex.toml: file: codes[0] must be a table"),
        ("sex.toml", "codes = [", "codes = [[", "codes/sex.toml: is not TOML in UTF-8"),
        ("organisation_kinds.toml", '"12"', '"11"', "prefix 11 occurs twice"),
        ("identity_numbers.toml", '"996"', '"96"', "centenary_serials must be of three digits"),
        ("identity_numbers.toml", '"996"', "996", "centenary_serials must be a list of texts"),
        ("areas.toml", '"500109"', '"500112"', "area 500112: occurs twice"),
        ("areas.toml", '"500000"', '"5000"', "areas.toml: area[0]: code 5000 is ill-formed"),
        ("areas.toml", '"2025-11"', '"2025-13"', "area 500105: valid_until 2025-13 is ill-formed"),
        ("areas.toml", '= "500157" }', '= "1" }', "successor 1 is not another area of this file"),
        (
            "areas.toml",
            "\nvalid_until",
            "\nvalid_from",
            "successor 500157 took all, but the area goes on",
        ),
        ("areas.toml", 'until = "', 'from = "2026"\nvalid_until = "', "ends before it begins"),
    ],
    ids=range(17),
)
def test_wrong_data_stop_the_start(root: Path, file: str, old: str, new: str, message: str) -> None:
    """Whatever is wrong in a table is refused, naming the file and the entry."""
    assert message in _spoil(root, file, old, new)


def test_divided_area_must_say_how(root: Path) -> None:
    """Two successors without parts would leave it open who took what."""
    said = _spoil(root, "areas.toml", '"500157" }]', '"500157" }, { code = "500109" }]')
    assert "area 500105: successor 500157 does not say which part it took" in said


def test_empty_table_is_refused(root: Path) -> None:
    """A table without codes would call every code unknown."""
    (root / "codes" / "sex.toml").write_text(
        'title = { zh = "一", en = "a" }\ncertainty = "read"\n', encoding="utf-8"
    )
    with pytest.raises(SettingsRefused, match=r"codes/sex.toml: file: holds no codes"):
        load_codes(root)


def test_missing_file_is_refused(root: Path) -> None:
    """A file that is not there is named."""
    (root / "codes" / "areas.toml").unlink()
    with pytest.raises(SettingsRefused, match=r"codes/areas.toml: cannot be read"):
        load_codes(root)
