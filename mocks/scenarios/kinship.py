"""Scenarios of kinship that a register holds, or none does: rows K1, K2, K5, K6 and K8 to K11.

Must never be corrected after what a program answers; only after the tables.
"""

from __future__ import annotations

from datetime import date

from mocks.population.recording import deliver, live_together, register_birth
from mocks.scenarios.birth import family
from mocks.scenarios.cast import Cast
from mocks.scenarios.story import Expected, Needs, Trouble, down

NOTHING = Expected("no_record", {"relation": "no_record"}, ("no_kinship_record",))


def stage(cast: Cast) -> None:
    """Add the residents and the questions about them."""
    _refused(cast)
    _certified(cast)
    _silent(cast)
    _household(cast)
    _registers_differ(cast)
    _nothing(cast)
    _sealed(cast)


def answer(outcome: str, *reasons: str) -> Expected:
    """An answer about the part `relation`, the only one there is."""
    return Expected(outcome, {"relation": outcome}, reasons)


def unavailable(*silent: str) -> Expected:
    """An answer that departments' silence kept from being given."""
    return Expected("unavailable", {"relation": "unavailable"}, None, silent=silent)


def ask(  # noqa: PLR0913 - the parts of a kinship question
    cast: Cast,
    key: str,
    en: str,
    zh: str,
    who: tuple[str, str],
    relation: str,
    what: Expected,
    *,
    needs: Needs | None = None,
    troubles: tuple[Trouble, ...] = (),
    rows: tuple[str, ...] = (),
) -> None:
    """Ask whether the second is to the first what the code says."""
    subject, relative = who
    cast.ask(
        key,
        en,
        zh,
        subject=subject,
        claim={"relative": cast.person(relative), "relation": relation},
        expected=what,
        needs=needs,
        troubles=troubles,
        rows=rows,
    )


def _refused(cast: Cast) -> None:
    one, other = cast.woman("k1-one", 1990), cast.woman("k1-other", 1992)
    for code, en, zh in (
        ("01", "oneself", "本人"),
        ("02", "the head of the household", "户主"),
        ("99", "not kin", "非亲属"),
        ("98", "a code that is not in use", "未使用的代码"),
    ):
        ask(
            cast,
            f"kinship-k1-{code}",
            f"Code {code} ({en}) is no claim",
            f"代码{code}（{zh}）不构成申报内容",
            (one, other),
            code,
            Expected(None, status=422),
        )


def _certified(cast: Cast) -> None:
    child, mother, father = family(cast, "k5-child", 2009)
    deliver(cast.ledger, child)
    for relation, relative, en, zh in (
        ("52", mother, "mother", "母亲"),
        ("51", father, "father", "父亲"),
        ("50", father, "parent", "父母"),
    ):
        ask(
            cast,
            f"kinship-k5-{relation}-certified",
            f"The certificate of birth names the {en}",
            f"出生医学证明载明{zh}",
            (child, relative),
            relation,
            answer("confirmed"),
        )
    ask(
        cast,
        "kinship-k5-30-certified",
        "The daughter, asked about the mother",
        "以母亲为被核验人，申报其女",
        (mother, child),
        "30",
        answer("confirmed"),
    )
    ask(
        cast,
        "kinship-k8-32-order-not-held",
        "Claimed to be the eldest daughter; only a daughter is held",
        "申报长女，登记仅能证明为女儿",
        (mother, child),
        "32",
        answer("ambiguous", "relation_not_specific"),
    )


def _silent(cast: Cast) -> None:
    child, mother, _ = family(cast, "k5-silent", 2004)
    deliver(cast.ledger, child)
    register_birth(cast.ledger, child)
    ask(
        cast,
        "kinship-k5-52-health-silent",
        "The household register names the mother; health is out of order, which changes nothing",
        "户籍载明母亲；卫健接口故障不影响结论",
        (child, mother),
        "52",
        answer("confirmed"),
        troubles=down("health"),
    )
    ask(
        cast,
        "kinship-k10-52-adoption-not-excluded",
        "The certificate names the mother, but civil affairs cannot exclude an adoption",
        "出生医学证明载明母亲，但民政接口故障，无法排除收养",
        (child, mother),
        "52",
        unavailable("civil_affairs"),
        troubles=down("civil_affairs"),
    )
    one, other = cast.man("k10-one", 1970), cast.woman("k10-other", 1945)
    ask(
        cast,
        "kinship-k10-52-register-silent",
        "Nothing found so far, and public security is out of order",
        "尚未查到记录，且公安接口故障",
        (one, other),
        "52",
        unavailable("public_security"),
        troubles=down("public_security"),
    )


def _household(cast: Cast) -> None:
    head = cast.man("k5-head", 1950)
    son = cast.man("k5-head:son", 1976)
    brother = cast.man("k5-head:brother", 1953)
    live_together(
        cast.ledger, date(1980, 1, 1), {head: "02", son: "22", brother: "73"}, date(1999, 5, 1)
    )
    for relation, relative, en, zh in (
        ("22", son, "his eldest son", "长子"),
        ("20", son, "his son, the household says more: the eldest", "子（户籍载为长子）"),
        ("73", brother, "his younger brother", "弟"),
    ):
        ask(
            cast,
            f"kinship-k5-{relation}-household",
            f"A former household book holds {en}",
            f"历史户籍登记载明{zh}",
            (head, relative),
            relation,
            answer("confirmed"),
        )


def _registers_differ(cast: Cast) -> None:
    for key, row, what, en, zh in (
        (
            "k6-sister",
            "k6",
            Expected("conflict", {"relation": "conflict"}, None),
            "In the household book a sister, in the certificate of birth the mother",
            "户籍登记为姐姐，出生医学证明载为母亲",
        ),
        (
            "k9-sister",
            "k9",
            Expected("contradicted", {"relation": "contradicted"}, None),
            "Claimed to be a sister; the certificate of birth holds her as the mother",
            "申报为姐姐，出生医学证明载为母亲",
        ),
    ):
        mother = cast.woman(f"{key}:mother", 1982)
        child = cast.hire(key, 1999, "2", mother=mother)
        deliver(cast.ledger, child)
        if row == "k6":
            live_together(cast.ledger, date(2018, 1, 1), {child: "02", mother: "75"})
        ask(cast, f"kinship-{row}-75-mother", en, zh, (child, mother), "75", what)


def _nothing(cast: Cast) -> None:
    one, other = cast.woman("k11-one", 1988), cast.woman("k11-other", 1960)
    ask(
        cast,
        "kinship-k11-52-nothing",
        "No register holds anything between the two",
        "双方之间无任何亲属关系记录",
        (one, other),
        "52",
        NOTHING,
    )
    foster = cast.man("k11-foster", 1966)
    child = cast.hire("k11-foster:child", 2007, "1")
    live_together(cast.ledger, date(2012, 3, 1), {foster: "02", child: "99"})
    ask(
        cast,
        "kinship-k11-57-foster",
        "A foster child, registered as not kin; claimed to be an adoptive father",
        "寄养儿童，户籍登记为非亲属；申报为养父",
        (child, foster),
        "57",
        NOTHING,
    )


def _sealed(cast: Cast) -> None:
    child, mother, _ = family(cast, "k11-sealed", 2003)
    deliver(cast.ledger, child, sealed=True)
    ask(
        cast,
        "kinship-k11-52-sealed",
        "The only record is sealed: exactly as if there were none",
        "唯一的记录已封存，与无记录无任何区别",
        (child, mother),
        "52",
        NOTHING,
    )
