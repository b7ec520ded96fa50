"""The grammar of what follows the divisions: one regular expression, one named group per kind of element."""

from __future__ import annotations

import re

HAN = "\u3400-\u9fff〇"
# Digits and letters occur inside names (21世纪花园, A区), but not those that a counter makes a number.
_NAME = rf"(?:[{HAN}]|\d{{1,4}}(?=[{HAN}])(?![号弄栋幢单室层楼组队座#米])|[A-Za-z]{{1,12}}(?=[{HAN}])(?![号栋幢单室层楼座]))"
_NUMBER = r"[A-Za-z]?\d{1,5}[A-Za-z]?"
_CHAIN = rf"{_NUMBER}(?:-{_NUMBER}){{0,3}}"
_SIDE = "东南西北中"
_NO_ROAD = rf"(?![{HAN}]?(?:路|街(?!坊)|大道|巷|弄|胡同))"

_RELATIONS = (
    "斜?对面|斜对过|对过|附近|隔壁|旁边|旁|后面|后边|前面|交叉路?口|交汇处|交界处|交口|交叉处|十字路口|丁字路口|路口|"
    "(?:[东南西北]{1,2})(?:侧|面|边|角)(?![路街巷村])|周边|沿线|一带|(?<=[路街道])口"
)
_DISTANCE = (
    rf"(?:再?(?:往|向|朝))?(?P<direction>[{_SIDE}]{{1,2}})(?:侧|边|面|方向|方)?(?:行|走)?(?:约|大约)?"
    r"(?P<distance>\d{1,5}(?:\.\d)?)(?P<metric>米|公里|千米|[kK]?[mM](?![A-Za-z]))(?:处|左右)?"
)
_ROAD_END = "大道|大街|公路|马路|环路|路|街道(?=\\d)|街(?!道|坊)|国道|省道|县道|乡道|高速|环线|道(?=\\d)|里(?=\\d+号)|线(?=\\d+号)"
_ROAD_TAIL = rf"(?:[{_SIDE}]?[一二三四五六七八九十{_SIDE}\d]段|辅路|支路|延长线|延伸段|[{_SIDE}](?=\d))?"
_ROAD_STOP = "(?!社区|村|小区|居委会|街道|站|花园|广场|市场|小学|中学|桥)"
_COMMUNITY_END = "社区居委会|社区|居委会|村委会|行政村|自然村|新村|村民委员会|村|居民区|家委会"
_GROUP_END = "村民小组|居民小组|小组|生产队|组|队|社|屯"
_PLACE_END = (
    "小区|花园|花苑|家园|公寓|苑|园|新城|广场|大厦|大楼|中心|商城|市场|工业园区|工业园|工业区|开发区|园区|产业园|科技园|"
    "宿舍|公馆|别墅|山庄|豪庭|名庭|华庭|国际城|学校|中学|小学|大学|学院|幼儿园|医院|卫生院|银行|酒店|宾馆|饭店|超市|公司|"
    "厂|站|局|所|院|店|馆|城|湾|府|庭|居|庐|邸|轩|阁|里|坊|墅|港|宅|寺|庄|营|寨|坡|坝|堡|桥"
)
_PLACE_TAIL = (
    rf"(?:[{_SIDE}][区苑](?![{HAN}])|(?:[A-Za-z]|\d+|[一二三四五六七八九十]+)(?:期|区|村)|[{_SIDE}]区)?"
)
_NAMED = (
    rf"{_NAME}{{1,14}}?(?:"
    rf"(?P<town>(?:街道|(?<![小古])镇|(?<!城)乡){_NO_ROAD}(?=[{HAN}]))|"
    rf"(?P<alley>(?<!里)弄(?=\d|$)|巷|胡同)"
    rf"|(?P<road>(?:{_ROAD_END}){_ROAD_TAIL}{_ROAD_STOP})"
    rf"|(?P<community>(?:{_COMMUNITY_END}){_NO_ROAD}(?![小花]))"
    rf"|(?P<hamlet>(?:{_GROUP_END})(?=$|\d))"
    rf"|(?P<place>(?:{_PLACE_END}){_PLACE_TAIL}{_NO_ROAD}))"
)
_DOOR = (
    r"(?:甲|乙|丙)?\d{1,5}(?:[甲乙丙丁]|[A-Za-z](?=号))?(?:(?:号?[-之]|号?附|、)\d{1,5}[甲乙丙丁]?){0,3}"
    rf"号(?:[甲乙丙丁](?![{HAN}]))?(?:[之附-]\d{{1,4}}号?)?(?:门(?![{HAN}]))?"
)

ELEMENT = re.compile(
    rf"(?P<joint>(?<=[路街道])[与和及&](?=[{HAN}]{{1,10}}[路街道])|[、()])"
    rf"|(?P<offset>{_DISTANCE})"
    rf"|(?P<relation>的?(?:{_RELATIONS}))"
    r"|(?P<lane>\d{1,5}(?:-\d{1,4})?(?:支?弄|巷|里(?=\d)))"
    rf"|(?P<building>{_CHAIN}(?:号楼|栋楼|栋|幢|座|#楼|#)|[A-Za-z甲乙丙丁](?:号楼|栋|幢|座|楼(?![{HAN}])))"
    rf"|(?P<yard>\d{{1,5}}[甲乙]?号院)"
    rf"|(?P<unit>(?:{_NUMBER}|[甲乙丙丁])(?:单元|门(?=\d)|梯))"
    r"|(?P<floor>(?:负|地下|-)?\d{1,3}(?:楼(?!\d*[号栋幢])|层|[Ff](?![A-Za-z]))|地下室|顶楼|底楼)"
    rf"|(?P<group>第?\d{{1,3}}(?:{_GROUP_END})(?!区))"
    rf"|(?P<door>{_DOOR})"
    rf"|(?P<room>{_CHAIN}(?:室|房|户)(?!楼))"
    rf"|(?P<chain>(?:[A-Za-z]{{0,2}}\d{{1,5}}[A-Za-z]?|[A-Za-z])(?:-[A-Za-z]?\d{{1,5}}[A-Za-z]?){{0,4}}(?=$|[^{HAN}A-Za-z\d]|斜?对面|附近|隔壁|旁))"
    rf"|(?P<named>{_NAMED})"
    rf"|(?P<words>{_NAME}{{1,30}}?(?=$|\d|[()、&#-]|{_RELATIONS}|[与和及]))"
)  # fmt: skip
DOOR_PARTS = re.compile(
    r"(?P<low>\d{1,5})(?P<mark>[甲乙丙丁A-Za-z]?)号?(?:(?P<sign>[-之附、])(?P<high>\d{1,5}))?"
)
