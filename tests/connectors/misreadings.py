"""What each department can say wrong in its own dialect, and which silence it must become.

A change is applied to the golden reply of an operation.
"""

from __future__ import annotations

from collections.abc import Mapping

from connectors.kit.dialect import Change, all_of, swap
from connectors.kit.misbehaviour import other_number
from connectors.kit.people import ENVELOPE
from gateway.domain.evidence import Cause

Case = tuple[str, Change, Cause]  # operation, change, cause
UNKNOWN, MALFORMED, WRONG = Cause.UNKNOWN_CODE, Cause.MALFORMED, Cause.WRONG_PERSON
ASKED = ENVELOPE.request_id


def _xml_code(tag: str, old: str, new: str) -> Change:
    return swap(f"<{tag}>{old}</{tag}>", f"<{tag}>{new}</{tag}>")


def _renamed(tag: str, count: int = -1) -> Change:
    """Items of a list under another name, which must not look like no items."""
    return all_of(swap(f"<{tag}>", "<renamed>", count), swap(f"</{tag}>", "</renamed>", count))


def _json_code(name: str, old: str, new: str) -> Change:
    return swap(f'"{name}": {old}', f'"{name}": {new}')


def _failing(code: str) -> Change:
    return _json_code("success", "true", "false") if not code else _both(code)


def _both(code: str) -> Change:
    def change(text: str) -> str:
        failed = _json_code("success", "true", "false")(text)
        return _json_code("code", '"0000"', f'"{code}"')(failed)

    return change


def _mde_error(code: str) -> Change:
    def change(text: str) -> str:
        failed = _xml_code("success", "0", "1")(text)
        return swap("<errcode/>", f"<errcode>{code}</errcode>")(failed)

    return change


PUBLIC_SECURITY: Mapping[str, Case] = {
    "result_10": ("person", _xml_code("FHDM", "00", "10"), Cause.NOT_UNDERSTOOD),
    "result_11": ("person", _xml_code("FHDM", "00", "11"), Cause.REFUSED),
    "result_12": ("person", _xml_code("FHDM", "00", "12"), Cause.UNSUPPORTED),
    "result_90": ("person", _xml_code("FHDM", "00", "90"), Cause.BROKEN),
    "result_99": ("person", _xml_code("FHDM", "00", "99"), Cause.BROKEN),
    "result_0": ("person", _xml_code("FHDM", "00", "0"), UNKNOWN),
    "result_200": ("person", _xml_code("FHDM", "00", "200"), UNKNOWN),
    "number_match_5": ("person", _xml_code("gmsfzh_ppddm", "2", "5"), UNKNOWN),
    "name_match_0": ("person", _xml_code("xm_ppddm", "2", "0"), UNKNOWN),
    "seal_2": ("person", _xml_code("BMBS", "0", "2"), UNKNOWN),
    "entry_3": ("person", _xml_code("HKZT", "2", "3"), UNKNOWN),
    "reason_6": ("person", _xml_code("ZXYY", "1", "6"), UNKNOWN),
    "basis_3": ("person", _xml_code("ZXYJ", "1", "3"), UNKNOWN),
    "dead_2": ("person", _xml_code("swbs", "1", "2"), UNKNOWN),
    "sex_3": ("person", _xml_code("XB", "1", "3"), UNKNOWN),
    "relation_04": ("household", _xml_code("YHZGX", "02", "04"), UNKNOWN),
    "household_3": ("household", _xml_code("HHZT", "1", "3"), UNKNOWN),
    "member_seal_x": ("household", _xml_code("BMBS", "1", "x"), UNKNOWN),
    "other_request": ("person", _xml_code("FWQQBH", ASKED, "another"), WRONG),
    "other_number_asked": ("person", other_number("<CXHM>"), WRONG),
    "other_entry": ("person", other_number("<GMSFHM>"), WRONG),
    "other_service": ("person", _xml_code("FWBS", "RYXX", "HJXX"), MALFORMED),
    "no_date": ("person", swap("<SJRQ>20261120</SJRQ>", ""), MALFORMED),
    "impossible_date": ("person", _xml_code("SJRQ", "20261120", "20260231"), MALFORMED),
    "hyphenated_date": ("person", _xml_code("CSRQ", "19580312", "1958-03-12"), MALFORMED),
    "future_sign_of_life": ("person", _xml_code("ZJBZRQ", "20190506", "20261121"), MALFORMED),
    "no_persons": (
        "person",
        lambda text: (
            text[: text.index("<RY>")] + "</RYLB></FWFH></soapenv:Body></soapenv:Envelope>"
        ),
        MALFORMED,
    ),
    "no_list": ("person", lambda text: text.replace("RYLB>", "XXLB>"), MALFORMED),
    "no_name": ("person", swap("<XM>陈建国</XM>", "<XM/>"), MALFORMED),
    "bad_number": (
        "person",
        swap("<GMSFHM>500112195803120017", "<GMSFHM>500112195803120018"),
        MALFORMED,
    ),
    "doubled_value": ("person", swap("<swbs>1</swbs>", "<swbs>1</swbs><swbs>1</swbs>"), MALFORMED),
    "nested_value": ("person", swap("<XB>1</XB>", "<XB><b>1</b></XB>"), MALFORMED),
    "empty_former_name": ("person", swap("<CYM>陈建设</CYM>", "<CYM/>"), MALFORMED),
    "living_but_dead": ("person", _xml_code("swbs", "1", "0"), MALFORMED),
    "in_force_but_cancelled": ("person", _xml_code("HKZT", "2", "1"), MALFORMED),
    "no_reason": ("person", swap("<ZXYY>1</ZXYY>", ""), MALFORMED),
    "match_of_another_name": ("person", swap("<XM>陈建国", "<XM>陈健国"), MALFORMED),
    "consistent_with_another_name": (
        "person",
        all_of(swap("<XM>陈建国", "<XM>陈健国"), _xml_code("xm_ppddm", "2", "1")),
        MALFORMED,
    ),
    "entry_beside_no_match": ("person", _xml_code("gmsfzh_ppddm", "2", "4"), MALFORMED),
    "renamed_household": ("household", _renamed("HH"), MALFORMED),
    "renamed_birth": ("birth_registration", _renamed("CSDJ"), MALFORMED),
    "renamed_death": ("unnatural_death", _renamed("FZCSW"), MALFORMED),
    "renamed_former_name": ("person", _renamed("CYM"), MALFORMED),
    "two_births": (
        "birth_registration",
        lambda text: text.replace("</CSDJLB>", "<CSDJ><CSRQ>19580312</CSRQ></CSDJ></CSDJLB>"),
        MALFORMED,
    ),
    "present_but_left": (
        "household",
        swap("<QSRQ>19840601</QSRQ>", "<QSRQ>19840601</QSRQ><JZRQ>19900101</JZRQ>"),
        MALFORMED,
    ),
    "bad_end": ("household", _xml_code("JZRQ", "19840531", "1984"), MALFORMED),
    "other_envelope": (
        "person",
        lambda text: text.replace("soap/envelope", "soap/other"),
        MALFORMED,
    ),
}
CIVIL_AFFAIRS: Mapping[str, Case] = {
    "call_0": ("marital_events", _json_code("code", '"1"', '"0"'), Cause.NOT_UNDERSTOOD),
    "call_minus_1": ("marital_events", _json_code("code", '"1"', '"-1"'), Cause.REFUSED),
    "call_minus_9": ("marital_events", _json_code("code", '"1"', '"-9"'), Cause.BROKEN),
    "call_00": ("marital_events", _json_code("code", '"1"', '"00"'), UNKNOWN),
    "query_E1": ("marital_events", _json_code("code", '"0"', '"E1"'), Cause.BROKEN),
    "query_E9": ("marital_events", _json_code("code", '"0"', '"E9"'), Cause.BROKEN),
    "query_1": ("marital_events", _json_code("code", '"0"', '"1"'), UNKNOWN),
    "partial": ("marital_events", _json_code("status", '"1"', '"2"'), Cause.BROKEN),
    "status_3": ("marital_events", _json_code("status", '"1"', '"3"'), UNKNOWN),
    "kind_IC": ("marital_events", _json_code("op_type", '"IA"', '"IC"'), UNKNOWN),
    "seal_2": ("adoptions", _json_code("seal_flag", '"0"', '"2"'), UNKNOWN),
    "name_match_X": ("cremation", _json_code("name_match", '"Y"', '"X"'), UNKNOWN),
    "other_request": ("marital_events", _json_code("request_id", f'"{ASKED}"', '"x"'), WRONG),
    "other_number_asked": ("adoptions", other_number('"cert_num_asked": "'), WRONG),
    "other_row": ("cremation", other_number('"cert_num_self": "'), WRONG),
    "code_as_number": ("marital_events", _json_code("code", '"1"', "1"), MALFORMED),
    "no_data": ("marital_events", _json_code("biz_data", "{", '{}, "other": {'), MALFORMED),
    "no_date": ("cremation", swap('"data_date"', '"other_date"'), MALFORMED),
    "impossible_date": ("cremation", swap("2026-11-19", "2026-02-31"), MALFORMED),
    "compact_date": ("cremation", swap("2026-03-03", "20260303"), MALFORMED),
    "future_cremation": ("cremation", swap("2026-03-03", "2026-11-20"), MALFORMED),
    "rows_as_object": ("cremation", swap('"result": [', '"result": {}, "rows": ['), MALFORMED),
    "row_as_text": ("cremation", swap('"result": [', '"result": ["row", '), MALFORMED),
    "no_name": ("cremation", _json_code("name_self", '"陈建国"', '""'), MALFORMED),
    "bad_number": ("cremation", _json_code("cert_num_self", '"5', '"6'), MALFORMED),
    "no_adopters": ("adoptions", swap('"adopters": [', '"adopters": [], "x": ['), MALFORMED),
}
HEALTH: Mapping[str, Case] = {
    "error_01": ("death", _mde_error("E01"), Cause.NOT_UNDERSTOOD),
    "error_02": ("death", _mde_error("E02"), Cause.UNSUPPORTED),
    "error_03": ("death", _mde_error("E03"), Cause.REFUSED),
    "error_08": ("death", _mde_error("E08"), Cause.BROKEN),
    "error_09": ("death", _mde_error("E09"), Cause.BROKEN),
    "error_10": ("death", _mde_error("E10"), UNKNOWN),
    "error_none": ("death", _xml_code("success", "0", "1"), UNKNOWN),
    "success_true": ("death", _xml_code("success", "0", "true"), UNKNOWN),
    "form_3": ("death", _xml_code("ZSLX", "2", "3"), UNKNOWN),
    "seal_2": ("death", _xml_code("FCBZ", "0", "2"), UNKNOWN),
    "state_4": ("birth_by_child", _xml_code("ZT", "1", "4"), UNKNOWN),
    "sex_3": ("birth_by_child", _xml_code("ETXB", "1", "3"), UNKNOWN),
    "other_request": ("death", _xml_code("msgid", ASKED, "another"), WRONG),
    "other_number_asked": ("death", other_number("<asked>"), WRONG),
    "other_certificate_asked": ("birth_by_certificate", swap("<asked>E5", "<asked>E6"), WRONG),
    "other_record": ("last_service", other_number("<GMSFHM>"), WRONG),
    "success_with_error": ("death", swap("<errcode/>", "<errcode>E08</errcode>"), MALFORMED),
    "no_error_element": ("death", swap("<errcode/>", ""), MALFORMED),
    "other_action": ("death", _xml_code("action", "SWZM", "JZJL"), MALFORMED),
    "no_date": ("death", _xml_code("datadate", "20261119", ""), MALFORMED),
    "impossible_date": ("death", _xml_code("SWRQ", "20260228", "20260229"), MALFORMED),
    "future_service": ("last_service", _xml_code("JZRQ", "20260227", "20261120"), MALFORMED),
    "impossible_hour": ("birth_by_mother", swap(" 23:59:59", " 24:00:00"), MALFORMED),
    "no_service_date": ("last_service", _xml_code("JZRQ", "20260227", ""), MALFORMED),
    "renamed_record": ("death", _renamed("record"), MALFORMED),
    "one_renamed_record": ("death", _renamed("record", 1), MALFORMED),
    "no_records": ("death", lambda text: text.replace("records>", "other>"), MALFORMED),
    "no_name": ("death", swap("<XM>陈建国</XM>", "<XM/>"), MALFORMED),
    "bad_number": ("last_service", swap("<GMSFHM>5", "<GMSFHM>6"), MALFORMED),
    "replaced_by_nothing": (
        "birth_by_child",
        swap("<HFBH>E500000123</HFBH>", "<HFBH/>"),
        MALFORMED,
    ),
    "no_mother_element": ("birth_by_child", swap("<MQXM>王秀英</MQXM>", ""), MALFORMED),
    "other_root": ("death", lambda text: text.replace("MDEML", "OTHER"), MALFORMED),
}
COURTS: Mapping[str, Case] = {
    "error_3001": ("custody", _both("3001"), Cause.NOT_UNDERSTOOD),
    "error_3002": ("custody", _both("3002"), Cause.REFUSED),
    "error_3003": ("custody", _both("3003"), Cause.UNSUPPORTED),
    "error_3004": ("custody", _both("3004"), Cause.UNSUPPORTED),
    "error_5000": ("custody", _both("5000"), Cause.BROKEN),
    "error_5003": ("custody", _both("5003"), Cause.BROKEN),
    "error_9999": ("custody", _both("9999"), UNKNOWN),
    "no_success_0000": ("custody", _failing(""), UNKNOWN),
    "success_0": ("custody", _json_code("code", '"0000"', '"0"'), UNKNOWN),
    "success_5000": ("custody", _json_code("code", '"0000"', '"5000"'), UNKNOWN),
    "state": ("custody", _json_code("state", '"DONE"', '"HALF"'), UNKNOWN),
    "kind": ("family_judgments", _json_code("kind", '"LHPJ"', '"LH"'), UNKNOWN),
    "effect": ("family_judgments", _json_code("effectBy", '"JUDGMENT_FINAL"', '"X"'), UNKNOWN),
    "declaration": ("declarations", _json_code("kind", '"XGSW"', '"XG"'), UNKNOWN),
    "not_resumed": ("declarations", _json_code("noResume", '"NO"', '"MAYBE"'), UNKNOWN),
    "other_query": ("custody", swap("20261120500112000001", "20261120500112000002"), WRONG),
    "other_type": ("custody", _json_code("queryType", '"CUSTODY"', '"FAMILY"'), WRONG),
    "other_number_asked": ("custody", other_number('"idNo": "'), WRONG),
    "other_item": ("custody", other_number('"selfIdNo": "'), WRONG),
    "success_as_text": ("custody", _json_code("success", "true", '"true"'), MALFORMED),
    "no_date": ("custody", _json_code("asOf", '"2026-11-20"', "null"), MALFORMED),
    "impossible_date": ("custody", _json_code("asOf", '"2026-11-20"', '"2026-11-31"'), MALFORMED),
    "impossible_instant": ("custody", swap("2026-10-30T00", "2026-10-32T00"), MALFORMED),
    "instant_without_zone": ("custody", swap("00:00:00+08:00", "00:00:00"), MALFORMED),
    "first_instant": (
        "custody",
        swap("2026-10-30T00:00:00+08:00", "0001-01-01T00:00:00+23:59"),
        MALFORMED,
    ),
    "future_custody": (
        "custody",
        swap("2026-10-30T00:00:00+08:00", "2026-11-20T16:00:00Z"),
        MALFORMED,
    ),
    "no_items": ("custody", _json_code("items", "[", 'null, "x": ['), MALFORMED),
    "no_name": ("custody", _json_code("selfName", '"陈建国"', '""'), MALFORMED),
    "bad_number": ("custody", _json_code("selfIdNo", '"5', '"6'), MALFORMED),
    "pause_as_text": (
        "family_judgments",
        lambda text: text.replace('"DONE"', '"WORKING"').replace(
            '"pollAfterMs": null', '"pollAfterMs": "soon"'
        ),
        MALFORMED,
    ),
    "effect_without_date": (
        "family_judgments",
        _json_code("effectiveDate", '"2001-01-09T00:00:00+08:00"', "null"),
        MALFORMED,
    ),
    "revokes_nothing": (
        "declarations",
        _json_code("revokes", '"2015-01-02T00:00:00+08:00"', "null"),
        MALFORMED,
    ),
    "revokes_the_future": (
        "declarations",
        _json_code("revokes", '"2015-01-02T00:00:00+08:00"', '"2020-01-02T00:00:00+08:00"'),
        MALFORMED,
    ),
    "declares_and_revokes": (
        "declarations",
        _json_code("revokes", "null", '"2015-01-02T00:00:00+08:00"'),
        MALFORMED,
    ),
    "two_custodies": (
        "custody",
        lambda text: text.replace(
            '"items": [',
            '"items": [' + text[text.index('"items": [') + 10 : text.rindex("]")] + ",",
        ),
        MALFORMED,
    ),
}
BY_DEPARTMENT: Mapping[str, Mapping[str, Case]] = {
    "public_security": PUBLIC_SECURITY,
    "civil_affairs": CIVIL_AFFAIRS,
    "health": HEALTH,
    "courts": COURTS,
}
