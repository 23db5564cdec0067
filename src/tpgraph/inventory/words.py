"""The few words that mean the same in every column: yes, no, unknown, none, nothing written."""

from __future__ import annotations

from tpgraph.text import normalise

_LONGEST = 20  # characters of the longest of these words


def _set(words: str) -> frozenset[str]:
    return frozenset(normalise(word) or word for word in words.split("|"))


YES = _set(
    "yes|y|true|1|x|✓|✔|☑|✅|+|da|adevărat|да|д|истина|есть|بله|بلی|آری|دارد|درست|sì|s|vero|х"
)
NO = _set("no|n|false|0|✗|✘|☒|❌|nu|fals|нет|н|ложь|خیر|نه|نادرست|falso")
UNKNOWN = _set(
    "unknown|?|??|???|not known|don't know|necunoscut|necunoscută|nu știu|nu se știe|неизвестно|"
    "не известно|не знаю|نامعلوم|نامشخص|ناشناخته|نمی‌دانم|نمیدانم|sconosciuto|sconosciuta|ignoto|"
    "non so|non si sa"
)
NONE = _set(
    "none|nobody|no one|nothing|niciunul|niciuna|niciun|nicio|nimic|nimeni|nu există|нет|нету|"
    "ничего|никто|отсутствует|отсутствуют|ندارد|نداریم|هیچ|هیچ‌کدام|هیچکدام|هیچ‌کس|هیچکس|"
    "nessuno|nessuna|nessun|niente"
)
_BLANK = frozenset({"", "-", "--", "–", "—", "n/a", "n.a.", "#n/a"})


def is_blank(text: str) -> bool:
    """Whether a cell counts as not filled in: nothing, a dash, or n/a."""
    return len(text) <= _LONGEST and text.strip().casefold() in _BLANK


def is_in(text: str, words: frozenset[str]) -> bool:
    """Whether ``text`` is one of ``words``, which are one of the sets above."""
    if len(text) > _LONGEST:
        return False
    return (normalise(text) or text.strip()) in words
