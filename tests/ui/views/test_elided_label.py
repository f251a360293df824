from pytestqt.qtbot import QtBot

from whisper_desktop.ui.views.elided_label import ElidedLabel


def test_a_long_text_gives_way_and_is_told_by_the_tip(qtbot: QtBot) -> None:
    label = ElidedLabel("Not a pattern: missing ), at character 1")
    qtbot.addWidget(label)
    label.show()
    label.resize(1_000, label.sizeHint().height())
    whole = label.grab().toImage()
    assert label.toolTip() == ""
    assert label.minimumSizeHint().width() == 0
    assert label.minimumSizeHint().height() > 0
    label.resize(60, label.height())
    assert label.toolTip() == label.text()
    assert label.grab().toImage() != whole.copy(0, 0, 60, whole.height())
