"""The words of the form that a head signs, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gateway.domain.text import Text

WORDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "title": Text(
            "村（社区）出具证明事项摸排清理情况表", "Survey of papers demanded from committees"
        ),
        "citation": Text(
            "依据《“社区万能章”治理专项行动实施方案》二（一）全面摸排清理、三（二）开展排查清理填报："
            "统计本单位、本行业系统（特别是医院、学校等）当前需要村（社区）出具的保留清单以外的证明，"
            "由分管领导签字并加盖公章后报送。",
            "Filed under the action plan, part 2 (1) and part 3 (2): which papers outside the"
            " retained list the unit and its system (hospitals and schools above all) still demand"
            " from committees; signed by the head in charge and sealed.",
        ),
        "number": Text("填报编号", "Survey"),
        "languages": Text("语言", "Languages"),
        "about": Text("一、填报单位", "1. The unit"),
        "unit": Text("单位名称", "Unit"),
        "code": Text("统一社会信用代码", "Unified social credit code"),
        "kind": Text("单位类别", "Kind of unit"),
        "superior": Text("上级主管部门", "Superior body"),
        "period": Text("填报期间", "Period"),
        "covers": Text("填报范围", "Covers"),
        "contact": Text("联系岗位", "Contact (an office)"),
        "state": Text("状态", "State"),
        "due": Text("报送期限", "Due on"),
        "drafted": Text("填报日期", "Filled in on"),
        "submitted": Text("报送日期", "Submitted on"),
        "none": Text("无", "none"),
        "totals": Text("二、汇总", "2. Totals"),
        "where": Text("索要单位类别", "Demanded at"),
        "rows_count": Text("事项数", "Papers"),
        "outside": Text("其中保留清单以外", "Outside the retained list"),
        "without_basis": Text("其中没有法律法规依据", "Without any basis cited"),
        "kept": Text("其中建议保留", "Proposed to be kept"),
        "per_year_total": Text("每年份数合计", "A year in all"),
        "total": Text("合计", "Total"),
        "summary": Text("总结", "Report"),
        "rows": Text("三、逐项情况", "3. Each paper"),
        "place": Text("序号", "No."),
        "paper": Text("证明名称", "Paper"),
        "demanded_by": Text("索要单位", "Demanded by"),
        "matter": Text("办理事项", "For which matter"),
        "basis": Text("索要依据", "Basis"),
        "per_year": Text("每年份数", "A year"),
        "proposal": Text("改进建议", "Proposal"),
        "remarks": Text("备注", "Remarks"),
        "decree": Text("对照实施方案", "What the decree says"),
        "no_basis": Text("没有依据", "none cited"),
        "this_unit": Text("本单位", "this unit"),
        "negative": Text("负面清单第{}项", "negative list, no. {}"),
        "retained": Text("保留清单第{}项", "retained list, no. {}"),
        "unlisted": Text("两份清单都没有", "on neither list"),
        "nothing": Text(
            "零报告：本单位在填报期间没有索要任何需由村（社区）出具的证明。",
            "Nothing to report: in this period the unit demands no paper from committees.",
        ),
        "signing": Text("四、签字盖章", "4. Signature and seal"),
        "confirm": Text(
            "以上内容经核实，真实、完整。", "The above has been verified, and is true and complete."
        ),
        "head": Text("分管领导（签字）", "Head in charge (signature)"),
        "office": Text("职务", "Office held"),
        "day": Text("日期", "Date"),
        "day_blank": Text("　　　　年　　月　　日", "Year ______ Month ____ Day ____"),
        "seal": Text("（单位公章）", "(seal of the unit)"),
        "signed": Text("已登记：签字人职务", "On record: signed by the office of"),
        "digest": Text("内容摘要（SHA-256）", "Digest of the content (SHA-256)"),
        "short_digest": Text("内容摘要前半", "First half of the digest"),
        "digest_means": Text(
            "报送时填写本摘要，系统据此核对所报内容与签字盖章的内容一字不差；内容改动，摘要即变。",
            "Give this digest when submitting: what is submitted is then exactly what was signed."
            " Whatever changes in the content changes the digest.",
        ),
        "catalogue": Text("证明事项清单版本", "Version of the lists"),
        "colon": Text("：", ": "),
        "stop": Text("。", "."),
        "semicolon": Text("；", "; "),
    }
)
