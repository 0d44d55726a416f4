"""Names by which one person is recognised: N1 to N4, across scripts and spellings (normal forms 4 to 7)."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from blacklist.law import spellings
from blacklist.law.forms import Forms, Level, fold, forms_of, is_han, level, sounds_of
from blacklist.law.glyphs import FOLD
from blacklist.law.names import read_name
from blacklist.law.surnames import GIVEN_PINYIN, SURNAME_PINYIN, surname_length
from blacklist.law.tables import rows

VARIANTS = "歐陽/欧阳 鍾/钟 鐘/钟 畬/畲 乾/干 徵/征 昇/升 峯/峰 沢/泽 户/戶 黄/黃 吕/呂 为/爲 裡/里 閆/闫 蕭/肖"
PINYIN = """\
张三=ZHANG SAN
张三=Zhang San
张三=ZHANGSAN
张三=SAN ZHANG
张三=ZHANG/SAN
张三=ZHANG/SANMR
张三=ZHANG/SAN MR
张三=ZHANG/SANMSTR
张三=MR ZHANG SAN
张三=ZHANG<<SAN<<<<<
张三=ZHANG, SAN
吕丽=LYU LI
吕丽=LV LI
吕丽=LU LI
吕丽=LÜ LI
吕丽=LI/LYUMS
西安=XI'AN
司马光=SIMA GUANG
尉迟恭=YUCHI GONG
万俟明=MOQI MING
单明=SHAN MING
單明=SHAN MING
解明=XIE MING
仇明=QIU MING
曾明=ZENG MING
查明=ZHA MING
朴明=PIAO MING
区明=OU MING
盖明=GE MING
缪明=MIAO MING
薄明=BO MING
翟明=ZHAI MING
任明=REN MING
王茜=WANG XI
王茜=WANG QIAN
王乐=WANG LE
王乐=WANG YUE
阿布都热合曼·阿卜杜拉=ABUDOUREHEMAN ABODULA
阿布都热合曼·图尔荪江=TUERSUNJIANG ABUDOUREHEMAN
阿布都热合曼·图尔荪江=TUERSUNJIANGABUDOUREHEMAN
买买提·吐尔逊=TUERXUNMAIMAITI"""
HONG_KONG = """\
陈大文=CHAN TAI MAN
陳大文=CHAN Tai-man, Peter
陈大文=PETER CHAN TAI MAN
梁家辉=LEUNG KA FAI TONY
张国荣=CHEUNG KWOK WING
谢小峰=TSE SIU FUNG
罗文=LAW MAN
周润发=CHOW YUN FAT
任志明=YAM CHI MING
吴美丽=NG MEI LAI
许志安=HUI CHI ON"""
TAIWAN = """\
张志伟=CHANG CHIH-WEI
张志伟=JHANG JHIH-WEI
徐旭东=HSU HSU-TUNG
謝長廷=HSIEH CHANG-TING
黄国昌=HUANG KUO-CHANG
施振荣=SHIH CHEN-JUNG
李登辉=LEE TENG-HUI
吴宗宪=WU TSUNG HSIEN
张文志=JHANG WUN-JHIH"""
READ = {one: syllable for syllable, members in rows("pinyin.txt") for one in members}
HAN_NAMES = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=12)
LATIN_NAMES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ /-'", min_size=2, max_size=40).filter(lambda text: text.strip(" /-'"))


def forms(text: str) -> Forms:
    return forms_of(read_name(text))


def near(one: str, other: str) -> Level:
    found = level(forms(one), forms(other))
    assert found == level(forms(other), forms(one))
    return found


class TestFold:
    @pytest.mark.parametrize(
        ("one", "other"),
        [pair.split("/") for pair in VARIANTS.split()],
    )
    def test_writes_a_class_of_variants_as_one(self, one: str, other: str) -> None:
        assert fold(one) == fold(other)

    @given(HAN_NAMES)
    def test_changes_nothing_the_second_time(self, name: str) -> None:
        assert fold(fold(name)) == fold(name)

    def test_knows_each_character_in_one_class_only(self) -> None:
        members = "".join(members for _, members in rows("variants.txt"))
        assert len(members) == len(set(members))


class TestLevel:
    @pytest.mark.parametrize(
        ("one", "other", "found"),
        [
            ("买买提·吐尔逊", "买买提吐尔逊", "N1"),
            ("张三", "张\u200b三", "N1"),
            ("欧阳娜娜", "歐陽娜娜", "N2"),
            ("张三", "ZHANG SAN", "N3"),
            ("张三", "张四", "N4"),
            ("王小明", "王晓明", "N4"),
            ("王伟", "汪伟", "N4"),
            ("王小明", "王明", "N4"),
            ("王三", "王A三", "N4"),
            ("王三", "王三A", "N4"),
            ("陈大文", "Peter 陳大文", "N2"),
            ("陈大文", "陈大文 (Peter)", "N2"),
            ("王小明", "王小明MR", "N2"),
            ("张三", "张三 ZHANG SAN", "N2"),
            ("陈大文", "CHAN TAI MAN 陳大文", "N2"),
            ("CHAN TAI MAN", "Peter 陈大文", "N3"),
            ("买买提·吐尔逊", "买买提·吐尔逊 MAIMAITI/TUERXUN", "N2"),
            ("张三", "张三 LI SI", "N0"),
            ("买买提·吐尔逊江", "买买提·吐", "N4"),
            ("张三", "李四", "N0"),
            ("王小明", "刘小红", "N0"),
            ("ZHANG SAN", "LI SI", "N0"),
            ("JOHN SMITH", "SMITH/JOHNMR", "N3"),
        ],
    )
    def test_is(self, one: str, other: str, found: str) -> None:
        assert near(one, other) == found

    @given(st.one_of(HAN_NAMES, LATIN_NAMES))
    def test_is_the_same_for_a_name_and_itself(self, name: str) -> None:
        assert near(name, name) is Level.SAME


class TestSounds:
    @pytest.mark.parametrize(("han", "latin"), [line.split("=") for line in PINYIN.splitlines()])
    def test_are_alike_in_pinyin(self, han: str, latin: str) -> None:
        assert near(han, latin) is Level.SOUND

    @pytest.mark.parametrize(("han", "latin"), [line.split("=") for line in HONG_KONG.splitlines()])
    def test_are_alike_in_hong_kong(self, han: str, latin: str) -> None:
        assert near(han, latin) is Level.SOUND

    @pytest.mark.parametrize(("han", "latin"), [line.split("=") for line in TAIWAN.splitlines()])
    def test_are_alike_in_taiwan(self, han: str, latin: str) -> None:
        assert near(han, latin) is Level.SOUND

    def test_leave_names_that_only_look_like_titles(self) -> None:
        assert near("JOHN WILLIAMS", "JOHN/WILLIAMS") is Level.SAME
        assert sounds_of(read_name("MR")).pinyin[0] == "MR"

    @given(st.text(st.sampled_from(sorted(READ)), min_size=2, max_size=5))
    def test_find_a_name_by_its_own_pinyin(self, name: str) -> None:
        """Whatever is written by hand from the first readings is N3, in whatever order."""
        assume(surname_length(name) == 1)
        surname = SURNAME_PINYIN.get(name[0], GIVEN_PINYIN.get(name[0], (READ[name[0]],)))[0]
        given_name = "".join(GIVEN_PINYIN.get(one, (READ[one],))[0] for one in name[1:])
        assert is_han(name)
        for written in (f"{surname} {given_name}", f"{given_name} {surname}", f"{surname}<<{given_name}<<"):
            assert near(name, written) is Level.SOUND

    def test_change_nothing_the_second_time(self) -> None:
        for syllable, _ in (*rows("pinyin.txt"), *rows("jyutping.txt")):
            for fold_sound in (spellings.pinyin, spellings.taiwan, spellings.hong_kong):
                assert fold_sound(fold_sound(syllable)) == fold_sound(syllable), (fold_sound, syllable)
            assert spellings.in_any_order([spellings.in_any_order([syllable])]) == spellings.in_any_order([syllable])

    def test_do_not_need_the_end_of_a_long_name(self) -> None:
        assert near("买买提艾力吐尔逊江", "MAIMAITIAILITUERXUNJIANG"[:21]) is Level.SOUND

    def test_know_every_character_of_the_tables_by_one_reading(self) -> None:
        for table in ("pinyin.txt", "jyutping.txt"):
            members = "".join(members for _, members in rows(table))
            assert len(members) == len(set(members))
        assert not {one for _, members in rows("pinyin.txt") for one in members if FOLD.get(ord(one)) == one}
