"""The catalogue that ships: both lists as the decree has them, the rules around, the bases."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.domain.catalogue import NEGATIVE, RETAINED, Catalogue, Certificate, Route
from gateway.domain.codes import Certainty
from gateway.domain.matter import BasisKind
from gateway.domain.requester import RequesterKind
from gateway.storage.catalogue_files import load_catalogue

CONTRACTS = Path(__file__).parents[2] / "contracts"

NEGATIVE_NAMES = """
亲属关系证明 居民身份信息证明（户籍证明） 户口登记项目内容变更申请证明 居民养犬证明
无犯罪记录证明 社区戒毒社区康复人员情况证明（表现证明） 人员失踪证明
婚姻状况证明（婚姻关系证明、分居证明） 出生证明 健在证明 死亡证明
疾病状况证明（急诊证明、意外伤害证明） 残疾状况证明 婚育状况证明（生育状况证明）
居民就业状况证明 居民个人档案证明
居民财产证明（经济状况证明、收入证明、偿还能力证明、房产证明、银行存款证明、投资情况证明、车辆所有权证明等）
遗产继承权证明
市场主体住所证明（经营场所证明、同意住宅改变为经营性用房证明、社区经营性用房无扰民证明）
证件遗失证明 社区服刑人员居住地证明 社区服刑人员劳动证明 住房补贴申请人信息证明
门牌证明（门牌号变更证明） 养老金异地认证证明 异地就医医保证明 居住证明（暂住证明）
进城务工人员证明 学生社会实践证明 家庭基本情况证明
"""
RETAINED_NAMES = """
国内公民办理收养证明 农村土地承包经营权办理变更事项证明 乡村建设规划许可村民委员会书面意见
政治考核证明 办理不动产登记、公证、税务业务的亲属关系证明
婚姻登记档案丢失的婚姻状况证明 申请法律援助的经济状况证明
"""
SHARING = {
    1: ("public_security civil_affairs health", True),
    2: ("public_security", False),
    8: ("civil_affairs courts", False),
    10: ("health", False),
    11: ("health public_security courts", False),
    14: ("health", False),
    16: ("archive_keeper", False),
    17: (
        (
            "finance taxation human_resources real_estate natural_resources banking_insurance "
            "securities market_regulation public_security"
        ),
        True,
    ),
    18: ("civil_affairs health", True),
}
OLDER = {
    1: "亲属关系证明（夫妻关系证明、其他近亲属关系证明）",
    2: "户口注销证明、入户证明（迁户证明）、分户证明",
    3: "同一人证明（曾用名、别名证明）",
    7: "失踪证明（查无此人、无法联系证明）",
    9: "医疗保健机构外出生婴儿出生证明、婴儿出生上户证明、出生医学证原始材料证明",
    10: "老年人健在证明",
    11: "死亡证明（离退休人员死亡证明、在家死亡证明）",
    14: "有无非婚生育证明",
    15: "灵活就业或未就业证明、公租房申请人就业和收入证明、无业证明（未就业证明）",
    17: "廉租房申请人信息核实证明、公租房申请人就业和收入证明、经济适用房申请人信息证明、"
    "贫苦证明（经济困难证明、困难家庭证明）、无房证明、收入证明（低收入证明、无固定收入证明）、"
    "房屋产权证关系证明（房屋产权证明）、未享受福利房证明",
    18: "社会养老保险人员丧葬补助继承人关系证明",
    20: "结（离）婚证遗失补办证明",
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The catalogue that ships."""
    return load_catalogue(CONTRACTS)


def _printed(certificate: Certificate) -> str:
    """The name as the list prints it, with the names in brackets."""
    inner = "、".join(name.zh for name in certificate.also_called)
    end = "等" if certificate.also_called_open else ""
    return certificate.name.zh + (f"（{inner}{end}）" if inner else "")


def _older(certificate: Certificate) -> str:
    """The older items as the remark prints them."""
    return "、".join(
        _item(item.name.zh, [name.zh for name in item.also_called]) for item in certificate.older
    )


def _item(name: str, also: list[str]) -> str:
    return f"{name}（{'、'.join(also)}）" if also else name


def test_negative_list_has_the_decrees_names(catalogue: Catalogue) -> None:
    """The thirty papers carry their official names and names in brackets, in order."""
    assert NEGATIVE_NAMES.split() == [_printed(entry) for entry in catalogue.negative.values()]
    assert list(range(1, 31)) == list(catalogue.negative)


def test_retained_list_has_the_decrees_names(catalogue: Catalogue) -> None:
    """The seven papers carry their official names, in order."""
    assert RETAINED_NAMES.split() == [entry.name.zh for entry in catalogue.retained.values()]
    assert list(range(1, 8)) == list(catalogue.retained)


def test_sharing_names_the_decrees_departments(catalogue: Catalogue) -> None:
    """Nine papers are verified by sharing, with the departments the decree names."""
    found = {
        number: (" ".join(entry.decree_sharing.departments), entry.decree_sharing.open_list)
        for number, entry in catalogue.negative.items()
        if entry.decree_sharing
    }
    assert SHARING == found


def test_older_items_are_those_of_the_remarks(catalogue: Catalogue) -> None:
    """The older items stand with the paper that absorbed them; they are 24 different ones."""
    found = {number: _older(entry) for number, entry in catalogue.negative.items() if entry.older}
    assert OLDER == found
    names = {item.name.zh for entry in catalogue.negative.values() for item in entry.older}
    assert 24 == len(names)


def test_cancelled_items_keep_their_old_numbers(catalogue: Catalogue) -> None:
    """Papers 21 to 30 point to their numbers in the older list of cancelled items."""
    expected = dict(zip(range(21, 31), (4, 16, 9, 15, 18, 23, 24, 31, 32, 33), strict=True))
    found = {
        number: entry.cancelled_as
        for number, entry in catalogue.negative.items()
        if entry.cancelled_as
    }
    assert expected == found


def test_exceptions_point_to_retained_certificates(catalogue: Catalogue) -> None:
    """Six exceptions lead to a retained paper; one the State provides for elsewhere."""
    found = [
        (number, exception.case.zh, exception.retained)
        for number, entry in catalogue.negative.items()
        for exception in entry.exceptions
    ]
    expected = [
        (1, "不动产登记", 5),
        (1, "公证办理", 5),
        (8, "婚姻登记档案丢失", 6),
        (8, "收养", 1),
        (14, "收养", 1),
        (16, "国家另有规定", None),
        (17, "法律援助", 7),
    ]
    assert expected == found


def test_papers_without_legal_basis_are_the_last_nine(catalogue: Catalogue) -> None:
    """Numbers 22 to 30 have no route but that the committee has no legal basis."""
    found = [
        number
        for number, entry in catalogue.negative.items()
        if entry.routes == (Route.NO_LEGAL_BASIS,)
    ]
    assert list(range(22, 31)) == found


def test_what_is_available_is_asked_of_connected_departments(catalogue: Catalogue) -> None:
    """Every paper that can be asked about names its facts; shared ones not yet connected say so."""
    found = {number: entry.facts for number, entry in catalogue.negative.items() if entry.available}
    expected = {
        1: ("kinship",),
        2: ("identity",),
        3: ("identity",),
        8: ("marriage",),
        9: ("birth",),
        10: ("alive",),
        11: ("death",),
        14: ("childbirth",),
        18: ("death", "kinship"),
    }
    assert expected == found


def test_asking_further_than_the_decree_names_its_basis(catalogue: Catalogue) -> None:
    """Being alive is checked with four departments, three of them on a basis of their own."""
    asks = catalogue.negative[10].asks
    assert ["health", "public_security", "courts", "civil_affairs"] == [a.department for a in asks]
    assert [False, True, True, True] == [ask.basis is not None for ask in asks]


def test_who_signs_is_not_always_the_committee(catalogue: Catalogue) -> None:
    """Land is signed for by the party contracting it out, conscripts by the investigators."""
    assert "农村土地发包人签署意见" == catalogue.retained[2].signed_by.zh
    assert "村（居）民委员会调查走访人员签署意见" == catalogue.retained[4].signed_by.zh


def test_name_and_remark_of_number_five_are_both_kept(catalogue: Catalogue) -> None:
    """The name promises tax matters and the remark does not: both are shown."""
    entry = catalogue.retained[5]
    assert "税务业务" in entry.name.zh
    assert "备注：仅用于不动产登记和公证办理。" == entry.limits[0].zh


def test_changed_bases_say_how_surely_they_are_known(catalogue: Catalogue) -> None:
    """What has become of a printed basis carries its mark of certainty."""
    marks = {basis.certainty for e in catalogue.retained.values() for basis in e.basis_current}
    assert {Certainty.READ, Certainty.WEAK, Certainty.MEMORY} == marks


def test_third_answer_has_both_halves(catalogue: Catalogue) -> None:
    """A paper on neither list is not issued, unless within the duties, assessed and true."""
    assert "一律不再出具" in catalogue.unlisted.rule.zh
    assert "据实提供" in catalogue.unlisted.proviso.zh
    assert 5 == len(catalogue.unlisted.conditions)
    assert "办事无门" in catalogue.transition.proviso.zh


def test_lists_answer_whether_they_hold_a_number(catalogue: Catalogue) -> None:
    """A reference resolves only in the list that it names."""
    found = [catalogue.holds(NEGATIVE, 30), catalogue.holds(RETAINED, 30), catalogue.holds("x", 1)]
    assert [True, False, False] == found


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (BasisKind.STATUTORY_DUTY, "identity kinship marriage birth alive death childbirth"),
        (BasisKind.CONSENT, "identity kinship marriage birth alive childbirth"),
        (BasisKind.NEAR_RELATIVE, "kinship death"),
    ],
)
def test_basis_serves_its_facts(catalogue: Catalogue, kind: BasisKind, facts: str) -> None:
    """A duty serves every fact, consent all but death, a near relative death and kinship."""
    asked = ["identity", "kinship", "marriage", "birth", "alive", "death", "childbirth"]
    assert facts.split() == [fact for fact in asked if catalogue.bases[kind].serves(fact)]


def test_private_requesters_have_no_duty(catalogue: Catalogue) -> None:
    """A private requester cannot rest on a duty, and needs the departments' agreement."""
    bases = catalogue.bases.values()
    other = RequesterKind.OTHER
    consent_or_kin = {BasisKind.CONSENT, BasisKind.NEAR_RELATIVE}
    assert consent_or_kin == {basis.kind for basis in bases if basis.is_open_to(other)}
    assert consent_or_kin == {basis.kind for basis in bases if other in basis.agreement_for}


def test_in_laws_are_no_near_relatives(catalogue: Catalogue) -> None:
    """The near relatives of the Civil Code are accepted, and nobody by marriage to them."""
    relations = catalogue.bases[BasisKind.NEAR_RELATIVE].relations
    assert relations is not None
    assert {"10", "51", "62", "44", "77"} <= relations
    assert set() == relations & {"28", "38", "45", "53", "55", "65", "72", "78", "81", "97", "99"}
