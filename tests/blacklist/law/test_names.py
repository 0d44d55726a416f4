import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blacklist.law.names import Name, read_name
from blacklist.law.refusals import Refusal


def code_of(raw: str) -> str:
    with pytest.raises(Refusal) as caught:
        read_name(raw)
    assert caught.value.pointer == "subject.name"
    return caught.value.code


SAME = [
    ("zero-width space inside", "张\u200b三", "张三"),
    ("zero-width joiner inside", "张\u200d三", "张三"),
    ("soft hyphen inside", "张\u00ad三", "张三"),
    ("byte-order mark before", "\ufeff张三", "张三"),
    ("left-to-right mark after", "张三\u200e", "张三"),
    ("Arabic letter mark", "\u061c张三", "张三"),
    ("ideographic space inside", "张　三", "张三"),
    ("no-break space after", "张三\u00a0", "张三"),
    ("byte-order mark and ideographic space", "\ufeff张三\u3000", "张三"),
    ("spaces and a newline around", "  张三\r\n", "张三"),
    ("thin space inside", "欧\u2009阳娜娜", "欧阳娜娜"),
    ("GBK's private place", "\ue863三", "\u4dae三"),
    ("GB 18030's private place", "\ue81e三", "\u9fb4三"),
    ("radical for a surname", "⻢三", "马三"),
    ("radical in the given name", "张⻰", "张龙"),
    ("Kangxi radical", "⾺三", "馬三"),
    ("compatibility ideograph", "\uf9d1三", "六三"),
    ("variation selector", "葛\U000e0100三", "葛三"),
    ("standard variation selector", "張\ufe00三", "張三"),
    ("full-width Latin", "ＺＨＡＮＧ　ＳＡＮ", "ZHANG SAN"),
    ("lower case", "Zhang San", "ZHANG SAN"),
    ("no space", "ZhangSan", "ZHANG SAN"),
    ("airline form", "ZHANG/SAN", "ZHANG SAN"),
    ("hyphen", "MOHAMED-ALI", "MOHAMED ALI"),
    ("apostrophe", "O'NEIL", "O’NEIL"),
    ("combining accent", "JOSE\u0301", "JOSÉ"),
    ("full-width brackets", "京华（集团）有限公司", "京华(集团)有限公司"),
    *(
        (f"dot U+{ord(dot):04X}", f"买买提{dot}吐尔逊", "买买提·吐尔逊")
        for dot in "\u2022\u30fb\uff65\uff0e\u2027\u2219\u22c5\ua78f\u0387."
    ),
    ("dot left out", "买买提吐尔逊", "买买提·吐尔逊"),
    ("space for the dot", "买买提 吐尔逊", "买买提·吐尔逊"),
    ("spaces about the dot", "买买提 · 吐尔逊", "买买提·吐尔逊"),
]

DIFFERENT = [
    ("张三", "张叁"),
    ("欧阳娜娜", "阳欧娜娜"),
    ("王A三", "王А三"),
    ("张三", "李四"),
    ("京华科技有限公司", "京华科技(集团)有限公司"),
    ("未来", "末来"),
]

REFUSED = [
    ("nothing", "", "name-empty"),
    ("ideographic spaces", "　　", "name-empty"),
    ("invisible only", "\u200b\ufeff", "name-empty"),
    ("newline only", "\n", "name-empty"),
    ("NUL", "张\u0000三", "control-characters"),
    ("newline inside", "张\n三", "control-characters"),
    ("escape", "张\x1b[31m三", "control-characters"),
    ("C1 control", "张\u0085三", "control-characters"),
    ("asterisk", "张*三", "name-masked"),
    ("full-width asterisk", "张＊", "name-masked"),
    ("box", "张□", "name-masked"),
    ("geta", "张〓", "name-masked"),
    ("question marks", "张??", "name-masked"),
    ("full-width question marks", "？？", "name-masked"),
    ("one question mark", "张?", "name-characters"),
    ("emoji", "🙂", "name-characters"),
    ("emoji in a name", "张🙂三", "name-characters"),
    ("punctuation", "，。！", "name-characters"),
    ("dots", "···", "name-characters"),
    ("hyphen", "-", "name-characters"),
    ("digits", "123", "name-characters"),
    ("right-to-left override", "\u202e张三", "name-characters"),
    ("left-to-right embedding", "\u202a张三", "name-characters"),
    ("isolate", "张\u2066三", "name-characters"),
    ("replacement character", "张\ufffd", "name-characters"),
    ("unknown private place", "张\ue000", "name-characters"),
    ("lone surrogate", "张\ud800", "name-characters"),
    ("hexagram", "䷀", "name-characters"),
    ("noncharacter", "张\uffff", "name-characters"),
    ("SQL", "' OR 1=1--", "name-characters"),
    ("markup", "<img src=x onerror=alert(1)>", "name-characters"),
    ("101 characters", "张" * 101, "name-characters"),
    ("101 Latin letters", "A" * 101, "name-characters"),
]


class TestReadName:
    @pytest.mark.law("F8.4")
    @pytest.mark.parametrize(("why", "raw", "name"), SAME, ids=[row[0] for row in SAME])
    def test_gives_one_key_to_spellings_of_one_name(self, why: str, raw: str, name: str) -> None:
        assert read_name(raw).key == read_name(name).key

    @pytest.mark.law("F8.4", "11.7")
    @pytest.mark.parametrize(("one", "other"), DIFFERENT)
    def test_keeps_different_names_apart(self, one: str, other: str) -> None:
        assert read_name(one).key != read_name(other).key

    @pytest.mark.parametrize(("why", "raw", "code"), REFUSED, ids=[row[0] for row in REFUSED])
    def test_refuses(self, why: str, raw: str, code: str) -> None:
        assert code_of(raw) == code

    @pytest.mark.parametrize(
        "raw",
        ["张三", "明", "欧阳娜娜", "买买提·吐尔逊", "\U00020087三", "\U000323af三", "〇三", "\U000313a0"],
    )
    def test_leaves_an_ordinary_name_alone(self, raw: str) -> None:
        assert read_name(raw) == Name(raw, raw.replace("·", ""), normalised=False)

    @pytest.mark.parametrize(
        "raw",
        ["MOHAMED-ALI " + "X" * 28, "Ólafur Jónsson", "Анна", "김철수", "山田たろう", "محمد", "ئابدۇللا"],
    )
    def test_accepts_names_of_other_scripts(self, raw: str) -> None:
        assert read_name(raw).text == unicodedata.normalize("NFC", raw)

    @pytest.mark.parametrize(
        "raw", ["张\u200b三", "\ufeff张三", "张　三", "ＺＨＡＮＧ", "买买提•吐尔逊", "\ue863三", "⻢三"]
    )
    def test_says_when_it_cleaned(self, raw: str) -> None:
        assert read_name(raw).normalised

    def test_shows_a_name_with_one_kind_of_dot_and_no_stray_space(self) -> None:
        assert read_name(" 买买提 • 吐尔逊 ").text == "买买提·吐尔逊"
        assert read_name("zhang   san").text == "zhang san"
        assert read_name("J. Smith").text == "J. Smith"

    def test_shows_the_shape_a_variation_selector_chose(self) -> None:
        assert read_name("葛\U000e0100").text == "葛\U000e0100"

    def test_allows_a_hundred_characters(self) -> None:
        assert len(read_name("张" * 100).text) == 100
        assert len(read_name("A" * 100).text) == 100

    def test_points_where_it_is_told(self) -> None:
        with pytest.raises(Refusal) as caught:
            read_name("", pointer="debtor.name")
        assert caught.value.pointer == "debtor.name"

    @given(st.text(max_size=30))
    def test_reads_what_it_has_read_without_change(self, raw: str) -> None:
        try:
            name = read_name(raw)
        except Refusal:
            return
        again = read_name(name.text)
        assert again == Name(name.text, name.key, normalised=False)
        assert 1 <= len(name.text) <= 100
