import shutil
from pathlib import Path

import pytest

from tools import translations

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = ROOT / translations.FOLDER / "whisper_desktop_en.ts"

COUNTING = """
class Rows:
    def show(self, count):
        self.say(self.tr("%n match(es)", "", count), self.tr("Close"))
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    source = tmp_path / translations.SOURCES / "rows.py"
    source.parent.mkdir(parents=True)
    source.write_text(COUNTING, encoding="utf-8")
    return tmp_path


def ts_text(checkout: Path, language: str) -> str:
    path = checkout / translations.FOLDER / f"whisper_desktop_{language}.ts"
    return path.read_text(encoding="utf-8")


def test_the_english_file_is_up_to_date(tmp_path: Path) -> None:
    copy = tmp_path / ENGLISH.name
    shutil.copy(ENGLISH, copy)
    translations.update(ROOT, copy)
    assert copy.read_bytes() == ENGLISH.read_bytes(), "run `python tools/translations.py`"
    compiled = translations.compile_(copy).read_bytes()
    assert compiled == ENGLISH.with_suffix(".qm").read_bytes()


def test_counted_texts_get_their_english_forms(checkout: Path) -> None:
    assert translations.main(["en"], checkout) == 0
    text = ts_text(checkout, "en")
    assert "<numerusform>%n match</numerusform>" in text
    assert "<numerusform>%n matches</numerusform>" in text
    assert "unfinished" not in text
    assert "Close" not in text


def test_another_language_gets_every_text_and_as_many_forms_as_it_has(checkout: Path) -> None:
    translations.main(["pl"], checkout)
    text = ts_text(checkout, "pl")
    assert "<source>Close</source>" in text
    assert text.count("<numerusform></numerusform>") == 3
    assert (checkout / translations.FOLDER / "whisper_desktop_pl.qm").exists()


def test_what_is_translated_stays_and_what_is_gone_goes(checkout: Path) -> None:
    translations.main(["en"], checkout)
    ts_path = checkout / translations.FOLDER / "whisper_desktop_en.ts"
    better = ts_text(checkout, "en").replace(">%n match<", ">Only %n match<")
    ts_path.write_text(better, encoding="utf-8")
    translations.main([], checkout)
    assert "Only %n match" in ts_text(checkout, "en")
    (checkout / translations.SOURCES / "rows.py").write_text("", encoding="utf-8")
    translations.main([], checkout)
    assert "match" not in ts_text(checkout, "en")


@pytest.mark.parametrize(
    ("source", "forms"),
    [
        ("%n row(s)", ("%n row", "%n rows")),
        ("%n match(es) in %1", ("%n match in %1", "%n matches in %1")),
        ("And %n more.", ("And %n more.", "And %n more.")),
    ],
)
def test_english_forms(source: str, forms: tuple[str, str]) -> None:
    assert translations.english_forms(source) == forms
