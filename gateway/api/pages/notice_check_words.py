"""The words of the page that checks a notice, in both languages.

Must never let a check say more than that the paper is genuine and what it says: it is no proof of
anything about the person.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gateway.api.pages.notice_words import WORDS
from gateway.domain.catalogue import Route
from gateway.domain.text import Text

CHECK_WORDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "title": Text("核对告知单", "Check a notice"),
        "lead": Text(
            "核对《未能核验告知单》是否真实。核对在您的设备上进行，代码、姓名和号码都不会发送出去；断网也能核对。"
            "假的纸可以带您到假的网页：请看清地址栏，或者打开您自己保存的网页。",
            "Check whether a notice of what could not be verified is genuine. It is checked on your"
            " own device: neither code, name nor number is sent anywhere, and it works offline. A"
            " forged paper can lead to a forged page: look at the address, or open a page that you"
            " saved yourself.",
        ),
        "code": Text("告知单上的代码", "The code on the notice"),
        "code_hint": Text(
            "扫描二维码会自动填入；也可以照着纸上输入，空格不影响。",
            "Scanning the QR code fills it in. You can also type it from the paper; blanks do not"
            " matter.",
        ),
        "check": Text("核对", "Check"),
        "key_file": Text(
            "签发者的公钥文件（可选）", "The issuer's public keys as a file (optional)"
        ),
        "key_file_hint": Text(
            "本页自带打开时的公钥。断网保存的旧网页，请选用从签发者处取得的 jwks.json。",
            "This page carries the keys of the day it was opened. With an older saved page, choose"
            " the issuer's jwks.json.",
        ),
        "person": Text("核对是不是本人的告知单", "Check whose notice it is"),
        "name": Text("姓名", "Name"),
        "number": Text("证件号码（后四位即可）", "Number (the last four characters are enough)"),
        "compare": Text("对照", "Compare"),
        "no_script": Text(
            "核对需要启用脚本；也可以使用命令 gateway notice verify。",
            "Checking needs scripts; the command `gateway notice verify` can do it too.",
        ),
        "skip": Text("跳到主要内容", "Skip to the content"),
    }
)

SAYS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "valid": Text("真实有效", "Genuine and in force"),
        "expired": Text("真实，但已过有效期", "Genuine, but expired"),
        "invalid": Text("无效：不得采信", "Not valid: do not rely on it"),
        "unchecked": Text("没有核对成", "It was not checked"),
        "keys_from_file": Text(
            "核对所用的公钥来自您选择的文件；请确认文件来自签发者本身。",
            "The keys came from the file that you chose: be sure that it came from the issuer.",
        ),
        "unreadable": Text("这不是告知单的代码", "This is not the code of a notice"),
        "no_key": Text(
            "不是由这些公钥的签发者签名的。网页是以前保存的，请选用新取得的公钥文件再核对。",
            "It was not signed with any of these keys. If this page was saved long ago, check again"
            " with a fresh file of keys.",
        ),
        "bad_signature": Text(
            "签名不符：内容被改动过，或者抄写有误。",
            "The signature does not hold: it was changed, or copied with a mistake.",
        ),
        "not_a_notice": Text("签名真实，但不是告知单。", "It is signed, but it is no notice."),
        "no_crypto": Text(
            "这个浏览器在此页面不能核对签名：请用 https 打开，或者换用较新的浏览器。",
            "This browser cannot check signatures here: open the page by https, or use a newer"
            " browser.",
        ),
        "bad_keys": Text("公钥文件无法读取。", "The file of keys cannot be read."),
        "issuer": Text("签发者", "Issued by"),
        "notice": Text("告知单编号", "Notice"),
        "requester": Text("需求部门（代码）", "Requester (code)"),
        "matter": Text("事项（代码）", "Matter (code)"),
        "paper": Text("证明（负面清单）", "Paper (negative list)"),
        "outcome": Text("核验结果", "Outcome"),
        "answered": Text("答复时间（北京时间）", "Answered at (Beijing time)"),
        "until": Text("有效期至（北京时间）", "Good until (Beijing time)"),
        "judged": Text("亲属关系按死亡时判断", "Kinship was judged at the death"),
        "yes": Text("是", "yes"),
        "not_a_no": Text(
            "没有得到“一致”的结果，不等于所述不实，不得仅据此作出对居民不利的决定。",
            "Not confirmed does not mean false; nothing may be held against the resident for that"
            " alone.",
        ),
        "accept": Text("办事部门现在应当怎么办", "What the office must do and accept now"),
        "documents": Text("可以直接提供：", "Papers accepted instead: "),
        "and_others": Text("等", " and the like"),
        "issuers": Text("其他出具单位：", "Others who issue a paper of their own: "),
        "committee": Text("村（社区）能否出具", "May a committee certify?"),
        "signed_by": WORDS["signed_by"],
        "other_lists": Text(
            "这张告知单依据的清单版本与本页不同：下列材料按本页的清单列出，以纸上所印为准。",
            "The notice rests on another version of the lists than this page: the papers below are"
            " by this page's lists; what is printed on the paper counts.",
        ),
        "this_person": Text("是本告知单上的：", "This is the notice's "),
        "nobody": Text(
            "不是本告知单上的人，或者输入有误。",
            "Nobody on this notice, or mistyped.",
        ),
    }
)

ACCEPTED: Final[Mapping[str, Text]] = MappingProxyType(
    {
        Route.SHARING.value: Text(
            "通过信息共享向有关部门核对。", "Check with the departments by sharing."
        ),
        Route.OWN_DOCUMENTS.value: Text(
            "接受居民据实提供的现有证件、文书。", "Accept the papers that the resident holds."
        ),
        Route.OTHER_AUTHORITY.value: Text(
            "接受其他单位出具的证明。", "Accept the paper that another body issues."
        ),
        Route.COURT.value: Text(
            "接受人民法院依程序作出的裁判。", "Accept what a people's court decides."
        ),
        Route.SETTLEMENT.value: Text(
            "有争议的，协商、调解或者诉讼解决。", "Disputes are settled by agreement or in court."
        ),
        Route.NO_LEGAL_BASIS.value: Text(
            "没有法律法规依据：不得要求这一证明。", "No legal basis: the paper may not be demanded."
        ),
    }
)
"""The decree's ways, as what the office does."""

COMMITTEE: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "transition": Text(
            "原则上不出具；现阶段确需的，可以依下列条件据实出具：",
            "Not as a rule; if it is still needed for now, truthfully and on these conditions:",
        ),
        "retained": Text("可以出具保留清单中的：", "It may issue, from the retained list: "),
        "none": Text(
            "不出具，办事部门不得要求居民去开具。",
            "No; and the office must not send the resident to one.",
        ),
    }
)
