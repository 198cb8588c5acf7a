"""What languages are called by those who speak them, for who chooses one."""

from __future__ import annotations

from typing import Final

from rolegraph.model.languages import primary

_NAMES: Final = {
    "ar": "العربية",
    "bg": "български",
    "ca": "català",
    "cs": "čeština",
    "da": "dansk",
    "de": "Deutsch",
    "el": "ελληνικά",
    "en": "English",
    "es": "español",
    "et": "eesti",
    "eu": "euskara",
    "fa": "فارسی",
    "fi": "suomi",
    "fr": "français",
    "ga": "Gaeilge",
    "he": "עברית",
    "hi": "हिन्दी",
    "hr": "hrvatski",
    "hu": "magyar",
    "is": "íslenska",
    "it": "italiano",
    "ja": "日本語",
    "ko": "한국어",
    "lt": "lietuvių",
    "lv": "latviešu",
    "mt": "Malti",
    "nb": "norsk bokmål",
    "nl": "Nederlands",
    "nn": "norsk nynorsk",
    "no": "norsk",
    "pl": "polski",
    "pt": "português",
    "ro": "română",
    "ru": "русский",
    "sk": "slovenčina",
    "sl": "slovenščina",
    "sr": "српски",
    "sv": "svenska",
    "tr": "Türkçe",
    "uk": "українська",
    "vi": "Tiếng Việt",
    "zh": "中文",
}


def name_of_language(tag: str) -> str:
    """A language in its own words, or else its tag.

    >>> name_of_language("de"), name_of_language("pt-BR"), name_of_language("tlh")
    ('Deutsch', 'português (pt-BR)', 'tlh')
    """
    name = _NAMES.get(primary(tag), tag)
    return name if tag in _NAMES or name == tag else f"{name} ({tag})"
