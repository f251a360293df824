"""The language of the window: our translations, and Qt's of its own dialogs."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from whisper_desktop.core.resources import resource

_OURS, _ENGLISH = "translations/whisper_desktop_{language}.qm", "en"


def install_translations(application: QCoreApplication, locale: QLocale) -> str:
    """Show texts in the language of a locale, else in English; return the language's code.

    Qt's own texts come in the same language: one window does not speak two, and Qt turns windows
    around for Arabic and Hebrew as soon as its translation is there.
    """
    language = _language_of(locale)
    for wanted in dict.fromkeys((_ENGLISH, language)):
        # English is needed in any case, for plural forms of what is not translated yet.
        _install(application, str(resource(_OURS.format(language=wanted))))
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    _install(application, f"{folder}/qtbase_{language}.qm")
    return language


def _language_of(locale: QLocale) -> str:
    names = (name.replace("-", "_") for name in locale.uiLanguages())
    found = (name for name in names if resource(_OURS.format(language=name)).exists())
    return next(found, _ENGLISH)


def _install(application: QCoreApplication, path: str) -> None:
    translator = QTranslator(application)
    if translator.load(path):
        application.installTranslator(translator)
