"""Surnames of more than one character, and those that are read otherwise than the same character in a given name.

Readings from the General List of Standard Chinese Characters (2013) and common use; a second one where both live on.
"""

from collections.abc import Mapping
from types import MappingProxyType

_COMPOUND = (
    "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 令狐 慕容 轩辕 軒轅 司徒 司空 夏侯 端木 "
    "万俟 萬俟 宇文 长孙 長孫 独孤 獨孤 南宫 南宮 西门 西門 东郭 東郭 百里 呼延 闻人 聞人 公羊 澹台 澹臺 濮阳 濮陽 "
    "淳于 单于 單于 太叔 申屠 仲孙 仲孫 钟离 鍾離 宗政 鲜于 鮮于 闾丘 閭丘 司寇 巫马 巫馬 公西 颛孙 顓孫 壤驷 壤駟 "
    "公良 漆雕 乐正 樂正 宰父 谷梁 穀梁 拓跋 夹谷 夾谷 段干 梁丘 左丘 东门 東門 羊舌 微生 赫连 赫連 纳兰 納蘭 "
    "第五 亓官 公冶 叱干 范姜 張簡 张简 陸費 陆费"
)
COMPOUND = frozenset(_COMPOUND.split())

_READINGS = """
单單 SHAN 解 XIE 仇 QIU 曾 ZENG 查 ZHA 朴 PIAO 区區 OU 盖蓋 GE 缪繆 MIAO 薄 BO 翟 ZHAI 任 REN 华華 HUA 宁甯寧 NING
乐樂 YUE,LE 尉 WEI 冼洗 XIAN 员員 YUN 覃 QIN,TAN 能 NAI 贾賈 JIA 纪紀 JI 种種 CHONG 繁 PO 折 SHE 召 SHAO 黑 HE 盛 SHENG
石 SHI 句 GOU 佴 NAI 卜 BU 隗 WEI,KUI 郗 XI,CHI 郇 XUN,HUAN 乜 NIE 祭 ZHAI 沈 SHEN 葛 GE 俞 YU 都 DU 哈 HA 那 NA
相 XIANG 撒 SA 叶葉 YE 万萬 WAN 燕 YAN 柏 BAI,BO 应應 YING 强強 QIANG 过過 GUO 牟 MU,MOU 费費 FEI 瞿 QU 谷 GU 车車 CHE
宓 MI 适 KUO 宿 SU 幸 XING 藏 ZANG 秘 BI 秋 QIU 洗 XIAN 行 XING 长長 ZHANG 重 CHONG 调 DIAO 传 CHUAN 奇 QI 余 YU
曲 QU 仉 ZHANG 令 LING 訾 ZI 祝 ZHU 於 YU 阿 A 教 JIAO 炅 GUI 尹 YIN 占 ZHAN 奔 BEN 逄 PANG 尧堯 YAO 俱 JU 角 JUE
"""
_COMPOUND_READINGS = """
尉迟 YU-CHI 尉遲 YU-CHI 万俟 MO-QI 萬俟 MO-QI 长孙 ZHANG-SUN 長孫 ZHANG-SUN 澹台 TAN-TAI 澹臺 TAN-TAI 单于 CHAN-YU
單于 CHAN-YU 鲜于 XIAN-YU 鮮于 XIAN-YU 皇甫 HUANG-FU 宰父 ZAI-FU 乐正 YUE-ZHENG 樂正 YUE-ZHENG 亓官 QI-GUAN 夹谷 JIA-GU
"""
# In given names, where two readings are both common; the first is what a passport office would write.
_GIVEN = """
曾 ZENG 乐樂 LE,YUE 茜 QIAN,XI 娜 NA,NUO 重 ZHONG,CHONG 晟 SHENG,CHENG 盛 SHENG,CHENG 莎 SHA,SUO 阿 A 单單 DAN,SHAN
长長 CHANG,ZHANG 朝 CHAO,ZHAO 行 XING,HANG 嬛 HUAN,XUAN 隽雋 JUN,JUAN 浚 JUN,XUN 柏 BAI,BO 奇 QI,JI 会會 HUI 兴興 XING
尉 WEI,YU 贾賈 JIA,GU 调調 TIAO,DIAO 传傳 CHUAN,ZHUAN 颉頡 JIE,XIE 圩 WEI,XU 参參 CAN,SHEN 葳 WEI 佛 FO 伽 JIA,GA
卜 BU,BO 都 DU,DOU 什 SHI,SHEN 扎 ZHA,ZA 勒 LE,LEI
"""
# The same for Cantonese, in Jyutping.
_CANTONESE = """
单單 SIN 区區 AU 任 JAM 翟 ZAAK 曾 ZANG 查 ZAA 朴 PUK 解 HAAI 车車 CE 薛 SIT 盛 SING 石 SEK 万萬 MAAN 叶葉 JIP 覃 CAM
沈 SAM 冼 SIN 甄 JAN 仇 KAU 华華 WAA 纪紀 GEI 谢謝 ZE 姚 JIU 柏 PAAK 尉 WAI 乐樂 NGOK 燕 JIN 缪繆 MIU 莫 MOK 郝 KOK
岳 NGOK 肖 SIU
"""


def _readings(text: str) -> Mapping[str, tuple[str, ...]]:
    words = text.split()
    pairs = zip(words[::2], words[1::2], strict=True)
    return MappingProxyType({one: tuple(read.split(",")) for written, read in pairs for one in written})


def _compound_readings() -> Mapping[str, tuple[str, ...]]:
    words = _COMPOUND_READINGS.split()
    return MappingProxyType({name: tuple(read.split("-")) for name, read in zip(words[::2], words[1::2], strict=True)})


SURNAME_PINYIN = _readings(_READINGS)
COMPOUND_PINYIN = _compound_readings()
GIVEN_PINYIN = _readings(_GIVEN)
SURNAME_JYUTPING = _readings(_CANTONESE)


def surname_length(name: str) -> int:
    """Return how many characters of a Chinese name are its surname: two for a compound one, else one.

    Comparing never depends on it: a whole name is compared with a whole name. Only readings do.
    """
    return 2 if len(name) > 2 and name[:2] in COMPOUND else 1
