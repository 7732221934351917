"""Which texts can only be units, also of kinds that no seed knows yet: `万千升`, `亿港元`, `套`, `万吨、万箱`."""

import re

_MULTIPLE = r"(?:\d+(?:\.\d+)?|[十百千万亿兆]+)?"
_CURRENCIES = "元人民币|人民币元|美元|港元|港币|澳门元|澳元|欧元|日元|英镑|卢布|新台币|新元|韩元|元|角"
_OF_PEOPLE = "人次|人年|人天|人日|人|户次|户|名|家次|家"
_COUNTS = (
    "标准箱|标箱|标准台|标台|辆次|车次|艘次|架次|列次|床日|册件|件次|个|件|项|座|处|所|张|辆|台|套|部|块|条|集|艘|架"
    "|只|头|匹|口|羽|株|棵|箱|盒|支|枝|根|双|副|枚|幅|册|份|页|种|卷|盘|本|桶|瓶|罐|袋|包|组|片|门|线|路|端|间|栋|幢"
    "|例|起|宗|笔|次|场|届|锭|倍|位|点|篇|首"
)
_TIMES = "小时|分钟|秒|课时|学时|岁|年|个月|日|天"
_MASSES = "吨标准煤|吨标煤|吨油当量|吨二氧化碳当量|吨二氧化碳|吨CO2|载重吨|净载重吨|总吨|吨|千克|公斤|毫克|微克|克|斤|担"
_SPACES = "平方千米|平方公里|平方米|平方厘米|立方千米|立方米|立方厘米|标准立方米|千升|毫升|升|毫米|厘米|公里|千米|海里|米|亩|公顷"
_ENERGIES = "千瓦时|千瓦小时|兆瓦时|千伏安|千瓦|兆瓦|瓦|千焦|焦耳|大卡|℃|°C|摄氏度|分贝|百帕|马力|度"
_TRAFFIC = "吨公里|吨千米|吨海里|人公里|人千米|人海里|换算吨公里"
_BYTES = "字节|比特|TB|GB|MB|PB|EB|Mbps|Kbps"
_SHARES = "%|‰|百分点|个百分点"
_ONE = (
    f"{_MULTIPLE}(?:{_TRAFFIC}|{_MASSES}|{_SPACES}|{_ENERGIES}|{_CURRENCIES}|{_OF_PEOPLE}|{_COUNTS}|{_TIMES}|{_BYTES}"
    f"|{_SHARES})"
)
_UNIT = rf"{_ONE}(?:[/·•每]{_ONE})*"
_SEVERAL = r"[、,;]|或|和"
_UNITS = re.compile(rf"(?!(?:19|20)\d\d年){_UNIT}(?:(?:{_SEVERAL}){_UNIT})*")
# `医生/万人` may be doctors for each 10,000 persons; `人口/万人` can only be the unit.
_PERSONS = re.compile(rf"{_MULTIPLE}人")
_PEOPLE = re.compile("人口|就业|从业|职工|劳动力")


def is_unit_like(text: str) -> bool:
    """Whether a squeezed text is put together of measures, one unit or several: `元/人`, `万千升、万吨`."""
    return bool(_UNITS.fullmatch(text))


def behind_a_slash(text: str, units: frozenset[str]) -> tuple[str, str] | None:
    """`GDP/亿元` -> (`GDP`, `亿元`); None for `元/人`, `进口/出口` and for what may be a ratio."""
    for place, sign in enumerate(text):
        name, unit = text[:place], text[place + 1 :]
        if sign != "/" or not name or not (unit in units or is_unit_like(unit)):
            continue
        is_ratio = bool(_PERSONS.fullmatch(unit)) and not _PEOPLE.search(name)
        if not (is_ratio or name in units or is_unit_like(name)):
            return name, unit
    return None
