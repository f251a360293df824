"""A line for a path with the button that asks for it."""

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton


class PathRow(QHBoxLayout):
    """Puts the button behind the line; what it asks is the matter of who hears it."""

    def __init__(self, line: QLineEdit, tip: str) -> None:
        super().__init__()
        self.button = QPushButton(self.tr("Choose…"))
        self.button.setToolTip(tip)
        self.addWidget(line, 1)
        self.addWidget(self.button)
