"""Steps on words that are no address: labels, phone numbers, names, remarks, placeholders."""

from __future__ import annotations

import re

_SEP = r"[\s,:;.，：；、/()-]"
_LABEL = re.compile(
    r"^\s*(?:(?:收货|收件|户籍|户口|居住|现住|现居住?|家庭|单位|公司|工作|通讯|通信|联系|邮寄|邮递|寄送|送达|身份证|详细|对账单|账单|办公|经营|注册|常住|所在|房产|抵押物)"
    r"(?:人|所在)?(?:详细)?(?:地址|住址|地|住所)|详细地址|地址|住址|住所|现住|现居|家住)\s*[是为]?\s*[:：,，-]?\s*"
)
_MOBILE = r"(?:\+?86-?)?1[3-9]\d-?\d{4}-?\d{4}"
_LANDLINE = r"0\d{2,3}-\d{7,8}(?:-\d{1,4})?|0(?:10|2\d|[3-9]\d{2})\d{7,8}"
_PHONE = re.compile(
    rf"{_SEP}{{0,3}}(?:(?:联系|收件人|收货人|客服|家庭|本人)?(?:电话|手机|电联|座机|热线|手机号码?|联系方式|号码|Tel|TEL|tel)(?:号码)?{_SEP}{{0,3}})?(?<!\d)(?:{_MOBILE}|{_LANDLINE})(?!\d)"
)
_POSTCODE = re.compile(
    rf"{_SEP}{{0,3}}(?:邮政编码|邮编){_SEP}{{0,3}}\d{{6}}(?!\d)|^\d{{6}}(?=[^\d\-#号弄栋幢座室楼]|$)"
)
_RECEIVER = re.compile(
    rf"{_SEP}{{0,3}}(?:收件人|收货人|联系人|户主|姓名|收信人|房主|经办人){_SEP}{{0,3}}[\u4e00-\u9fff]{{2,4}}(?={_SEP}|$|\d)"
)
_TITLE = re.compile(
    r"[\s,:，：-](?:[\u4e00-\u9fff]{1,3}|[A-Za-z]{1,10})(?:先生|女士|小姐|老师|师傅|阿姨|大爷|老板|总|经理)(?:收|亲收|转交?)?\s*$|(?<=[\d号室楼层元])[\u4e00-\u9fff]{1,2}(?:先生|女士|小姐|老师|师傅)(?:收|亲收|转交?)?\s*$"
)
_TO_WHOM = re.compile(r"(?:[\s,，:：]|(?<=[\d号室楼层元]))[\u4e00-\u9fff]{2,4}(?:收|亲收|亲启|转交)\s*$")
_NAME_BESIDE_PHONE = re.compile(
    rf"(?:[\s,，:：]|(?<=[\d号室层]))[\u4e00-\u9fff]{{2,3}}[\s,，:：]*(?={_PHONE.pattern.removeprefix(_SEP + '{0,3}')}\s*$)"
)
_ASK = (
    "请?(?:先|提前)?(?:打|拨打|致)(?:个)?(?:电话|手机)|(?:先|请|务必|提前)(?:电话|短信)?(?:联系|通知|电联|预约)|电联|联系不上|"
    "(?:请|麻烦|可以|直接|就)?(?:放|存|送|寄|丢|搁)(?:在|到|至|入|进)?(?:门口|驿站|快递柜|丰巢|前台|保安|门卫|传达室|收发室|物业|菜鸟|代收点|家门口|楼下|超市)[\u4e00-\u9fff]{0,6}|"
    "(?:不要|别|请勿|勿)(?:放|送|打|敲|按)[\u4e00-\u9fff]{1,8}|(?:送货|配送|派送)(?:上门|前)[\u4e00-\u9fff]{0,8}|送货上门|"
    "(?:周[一二三四五六日末天]|工作日|周末|白天|晚上|上午|下午)(?:送|派|配送|送货|在家|收货|不在)[\u4e00-\u9fff]{0,6}|"
    "(?:无人|没人|不在家?)(?:接听|签收|请)?[\u4e00-\u9fff]{0,6}|本人(?:签收|亲收)|(?:可|需|要)?代收|到付|"
    "(?:地址)?(?:已|己)?(?:搬走|搬家|迁走|拆迁)[\u4e00-\u9fff]{0,4}|(?:待|需)(?:核实|确认)|(?:租房|自有|自购|按揭|租住|自住|父母家|亲戚家|宿舍地址|备用地址|新地址|旧地址)"
)
_REMARK_IN_BRACKETS = re.compile(
    rf"[(（\[【][^()（）\[\]【】]{{0,20}}(?:{_ASK})[^()（）\[\]【】]{{0,20}}[)）\]】]"
)
_REMARK_AT_END = re.compile(rf"(?:[\s,，;；。!！:：]|(?<=[\d号室楼层元栋幢座]))(?:{_ASK})[\s,，;；。!！]*$")
_NOTE = re.compile(r"[\s,，;；。(（]?(?:备注|附言|说明)[:：].{0,60}$")
_PLACEHOLDER = re.compile(
    r"[\s\W_]*(?:(?:地址|住址|户籍|户籍地址|居住地址|现住址|单位|单位地址|具体)?[\s:：,，]*(?:不详|不明|不清楚?|不知道?|未知|未填写?|未提供|待定|待补充?|待核实|暂无|暂缺|缺失|无固定(?:住所|地址)|无地址|无法提供|未录入|没有|查无|保密|拒绝提供)"
    r"|无|空|同上|同户籍(?:地址|地)?|同居住地?址?|同现住址|同身份证(?:地址)?|同单位|见附件|如上|以上|N/?A|n/?a|null|NULL|None|none|NaN|nan|nil|test|测试|\?+|？+|0+|1+|-+|x+|X+|#N/A|#REF!|#VALUE!)?[\s\W_]*"
)


def drop_label(text: str) -> str:
    """Drop a label before the address: 收货地址:."""
    return _LABEL.sub("", text, count=1)


def drop_people(text: str) -> str:
    """Drop names of receivers: they are personal data and never part of a place."""
    text = _RECEIVER.sub(" ", text)
    text = _NAME_BESIDE_PHONE.sub(" ", text)
    text = _TITLE.sub(" ", text)
    return _TO_WHOM.sub(" ", text)


def drop_phones(text: str) -> str:
    """Drop phone numbers and postcodes."""
    text = _PHONE.sub(" ", text)
    return _POSTCODE.sub(" ", text)


def drop_remarks(text: str) -> str:
    """Drop remarks to the courier, in brackets or at the end: (请打电话), 放驿站."""
    text = _NOTE.sub(" ", text)
    text = _REMARK_IN_BRACKETS.sub(" ", text)
    for _ in range(3):
        shorter = _REMARK_AT_END.sub("", text)
        if shorter == text:
            break
        text = shorter
    return text


def drop_placeholder(text: str) -> str:
    """Make texts that stand for no address empty: 不详, 无, 同上, ***."""
    return "" if _PLACEHOLDER.fullmatch(text) else text
