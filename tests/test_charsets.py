"""Pre-Unicode text by the font it is set in."""

from __future__ import annotations

from unicodedata import combining

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.parsers import charsets
from extractor.parsers.charsets import Piece, charset_for, draws_capitals, pieces, to_unicode

# (font, as typed, as read)
READ = [
    (".VnTime", "Céng hoµ x· héi chñ nghÜa ViÖt Nam", "Cộng hoà xã hội chủ nghĩa Việt Nam"),
    (".VnTime", "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
    (".VnTime", "Nhµ n\u00adíc, ph\u00ad¬ng h\u00adíng", "Nhà nước, phương hướng"),
    (".VnTime", "®\u00ad\u00ada ra", "đưa ra"),  # an optional hyphen before `ư`
    (".VnTimeH", "b¸o c¸o", "báo cáo"),
    ("ABCDEF+.VnArial,Bold", "Nhµ n\u2212íc, 5 \u2212 3", "Nhà nước, 5 \u2212 3"),  # from a PDF
    ("VNI-Times", "COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("VNI-Times;Times New Roman", "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
    ("VNI-Helve", "baèng chöõ, thaúng lôïi", "bằng chữ, thẳng lợi"),
    ("VPS Times", "C¶ng hòa xã h¶i chû nghïa ViŒt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
    ("VI Times", "Cµng hòa xã hµi chü nghîa Vi®t Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
    ("Times New Roman", "Việt Nam ® 2004", "Việt Nam ® 2004"),
    (None, "Céng", "Céng"),
    (".VnTime", "Cộng hòa", "Cộng hòa"),  # Unicode left in a legacy font
    (".VnTime", "Số 12/2004 (10%)", "Số 12/2004 (10%)"),
]


@pytest.mark.parametrize(("font", "typed", "read"), READ)
def test_text_is_read_by_its_font(font: str | None, typed: str, read: str) -> None:
    assert to_unicode(typed, font) == read


def test_every_letter_knows_where_it_came_from() -> None:
    assert pieces("aùo", "VNI-Times") == [Piece("á", 0, 2), Piece("o", 2, 3)]
    assert pieces("Hµ", ".VnTime") == [Piece("H", 0, 1), Piece("à", 1, 2)]
    assert pieces("ca\u00b5", ".VnTime")[-1] == Piece("à", 2, 3)


@pytest.mark.parametrize(
    ("font", "capitals"),
    [
        (".VnTimeH", True),
        (".VnArial NarrowH", True),
        ("ABCDEF+.VnAvantH-Bold", True),
        (".vntimeh", True),
        (".VnTime", False),
        (".VnArial Narrow", False),
        ("VNI-Times", False),
        ("VPS Times Hoa", True),
        ("Times New RomanH", False),
    ],
)
def test_capitals_fonts(font: str, capitals: bool) -> None:
    assert draws_capitals(font) is capitals


TCVN3 = "Thùc hiÖn NghÞ quyÕt sè 05 cña Héi ®ång nh©n d©n huyÖn vÒ ph¸t triÓn kinh tÕ x· héi"
VNI = "Thöïc hieän Nghò quyeát soá 05 cuûa Hoäi ñoàng nhaân daân huyeän veà phaùt trieån kinh teá"
UNICODE = "Thực hiện Nghị quyết số 05 của Hội đồng nhân dân huyện về phát triển kinh tế xã hội"


@pytest.mark.parametrize(
    ("font", "text", "charset"),
    [
        (".VnTime", TCVN3, "tcvn3"),
        (".VnTime", UNICODE, None),  # the name is wrong: typed in Unicode
        ("Times New Roman", TCVN3, "tcvn3"),  # the name is wrong: the font was replaced
        (None, VNI, "vni"),
        ("Arial", UNICODE, None),
        ("Arial", "Señor Muñoz habló con el niño en español mañana después", None),
        ("Arial", "La société générale a été créée à Genève, où les élèves étaient", None),
        ("Arial", "®", None),
        (".VnTime", "µ", "tcvn3"),  # too little to deny the name
    ],
)
def test_a_documents_text_may_deny_a_fonts_name(font: str | None, text: str, charset: str | None) -> None:
    found = charset_for(font, text)
    assert (found.name if found else None) == charset


@pytest.mark.parametrize("name", ["tcvn3", "vni", "vps", "viscii"])
@given(data=st.data())
def test_what_a_charset_can_write_comes_back(name: str, data: st.DataObject) -> None:
    charset = next(c for c in charsets._charsets() if c.name == name)
    writable = {letter: sequence for sequence, letter in charset.letters.items() if not combining(letter)}
    plain = {c: c for c in "bcdhklmnpqrstvx ,.-" if c not in charset.letters}
    words = data.draw(st.lists(st.sampled_from(sorted(writable | plain))).map("".join))
    typed = "".join((plain | writable)[c] for c in words)
    found = pieces(typed, None, charset)
    assert "".join(piece.text for piece in found) == words
    assert [piece.start for piece in found] == [0, *(piece.end for piece in found)][: len(found)]


@given(st.text(), st.sampled_from([".VnTime", "VNI-Times", "VPS Times", "VI Times", "Arial"]))
def test_pieces_cover_any_text(text: str, font: str) -> None:
    found = pieces(text, font)
    assert [piece.start for piece in found] == [0, *(piece.end for piece in found)][: len(found)]
    assert (found[-1].end if found else 0) == len(text)


def test_the_tables_agree_with_viparse() -> None:
    viparse = pytest.importorskip(
        "viparse.normalize.encodings", reason="viparse is not installed: nothing to compare with"
    )
    for charset in charsets._charsets():
        theirs = dict(viparse.CHARMAPS[charset.name].pairs)
        assert {k: v for k, v in theirs.items() if charset.letters.get(k, k) != v} == {}
