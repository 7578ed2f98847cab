"""Make resources/pinyin/readings.txt from the tables of pypinyin (MIT), and compare with what is there.

    python tools/pinyin.py            compare: exit code 1 when it differs
    python tools/pinyin.py --write    replace it

pypinyin itself takes 0.2 s and 55 MB to import and tells tones, which nobody types into a search. What is kept: the everyday
reading of each character, without tone; words that are read otherwise than their characters one by one (重庆, 银行); and, written
here by hand, further everyday readings of single characters, in surnames and place names above all.
"""

from __future__ import annotations

import argparse
import sys
import unicodedata
from pathlib import Path

from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

FILE = Path(__file__).resolve().parents[1] / "resources" / "pinyin" / "readings.txt"
PLANE = 0x10000
VOWELS = frozenset("aeiouv")
LONGEST = 8
"""Characters of the longest word that is looked for."""

ALSO = """
重chong 行hang 长chang 厦xia 都dou 乐yue 曾zeng 单shan 解xie 仇qiu 区ou 朴piao 查zha 盖ge
翟zhai 覃qin 尉wei 员yun 种chong 缪miao 纪ji 召shao 冼xian 盛cheng 石dan 参shen 调tiao 朝zhao
藏zang 会kuai 还huan 校jiao 传chuan 弹tan 便pian 折she 省xing 番pan 泊po 柏bo 荥ying 浚xun
洗xian 莘xin 牟mu 铅yan 阿e 圩xu 埔pu 涌chong 堡pu 尾yi 六lu 蚌beng 歙xi 车ju
角jue 空kong 系ji 降xiang 屏bing 率lv 落lao 薄bo 给ji 似shi 壳qiao 贾gu 沈shen 万mo
祭zhai 隗kui 逄pang 句gou 佟tong 宓mi 令ling 燕yan 哈ha 强jiang 晟sheng 岑cen 啜chuo 适kuo
洞tong 隆long 台tai 枞zong 济ji 溱qin 筠jun 郫pi 珲hun 洱er 渑mian 枝zhi 勐meng 垌tong
塱lang 氹dang 滘jiao 埗bu 榕rong 谷yu 大dai 分fen 什shi 露lou 兴xing
"""
HEAD = """# How characters are read, without tones: made by tools/pinyin.py from pypinyin (MIT, LICENSE.txt). v stands for ü.
"""


def bare(reading: str) -> str:
    """zhòng → zhong, lǜ → lv."""
    plain = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(letter for letter in plain if letter.isascii() and letter.isalpha())


def everyday() -> dict[str, str]:
    """The first reading of every character of the basic plane that somebody could type: one with a vowel."""
    found: dict[str, str] = {}
    for code, readings in pinyin_dict.items():
        sounds = [sound for sound in map(bare, readings.split(",")) if VOWELS & set(sound)]
        if code < PLANE and sounds:
            found[chr(code)] = sounds[0]
    return found


def one_by_one(word: str, first: dict[str, str], known: dict[str, list[str]]) -> list[str]:
    """As the program reads it with what is known so far: longest words first."""
    read: list[str] = []
    at = 0
    while at < len(word):
        length = next((size for size in range(min(LONGEST, len(word) - at), 1, -1) if word[at : at + size] in known), 1)
        read += known.get(word[at : at + length]) or [first.get(word[at], "")]
        at += length
    return read


def odd_words(first: dict[str, str]) -> dict[str, list[str]]:
    """Words that would be read wrongly without being named; short ones first, because longer ones follow from them."""
    known: dict[str, list[str]] = {}
    for word, tones in sorted(phrases_dict.items(), key=lambda entry: (len(entry[0]), entry[0])):
        reading = [bare(choices[0]) for choices in tones]
        sounds = len(word) == len(reading) and all(VOWELS & set(sound) for sound in reading)
        fits = 1 < len(word) <= LONGEST and all(sign in first for sign in word)
        if sounds and fits and one_by_one(word, first, known) != reading:
            known[word] = reading
    return known


def also(first: dict[str, str]) -> dict[str, str]:
    """The second readings that say something new; a reading that pypinyin does not know is a slip of the pen."""
    found = {entry[0]: entry[1:] for entry in ALSO.split()}
    known = {chr(code): {bare(reading) for reading in readings.split(",")} for code, readings in pinyin_dict.items()}
    slips = [character + reading for character, reading in found.items() if reading not in known[character]]
    if slips:
        raise SystemExit(f"no such readings: {' '.join(slips)}")
    return {character: reading for character, reading in found.items() if reading != first[character]}


def text() -> str:
    """The whole file: a syllable and its characters a line; =character reading; +word readings."""
    first = everyday()
    by_syllable: dict[str, list[str]] = {}
    for character, reading in sorted(first.items()):
        by_syllable.setdefault(reading, []).append(character)
    lines = [f"{syllable} {''.join(signs)}" for syllable, signs in sorted(by_syllable.items())]
    lines += [f"={character} {reading}" for character, reading in sorted(also(first).items())]
    lines += [f"+{word} {' '.join(reading)}" for word, reading in sorted(odd_words(first).items())]
    return HEAD + "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    write = parser.parse_args().write
    made = text()
    if write:
        FILE.parent.mkdir(exist_ok=True)
        FILE.write_text(made, encoding="utf-8", newline="\n")
    same = FILE.is_file() and FILE.read_text(encoding="utf-8") == made
    print(f"{FILE.name}: {'as made' if same else 'differs; python tools/pinyin.py --write'}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
