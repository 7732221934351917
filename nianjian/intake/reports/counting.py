"""Counts words and terms of a report: `words` by jieba, with the terms as words of its dictionary, or as substrings."""

import logging
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

# Raised whenever texts are counted in another way: every report is then counted again.
VERSION = 1
_CHINESE = r"[\u3400-\u9fff\uf900-\ufaff]"
# Zero width or a mere hint where a line may break.
_UNSEEN = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
# A line that begins with a space, or after an empty one, begins a paragraph; any other goes on from the one before.
_PARAGRAPH = re.compile(r"\n(?=[^\S\n]|\n)")
_GAP = re.compile(rf"(?<={_CHINESE})\s+|\s+(?={_CHINESE})")


def method_version() -> str:
    """How counts were made: with another dictionary there are other words.

    >>> method_version()
    '1, jieba 0.42.1'
    """
    return f"{VERSION}, jieba {version('jieba')}"


def paragraphs(text: str) -> list[str]:
    r"""The paragraphs of a text as terms are looked for: half-width, lower case, without gaps beside Chinese signs.

    >>> paragraphs("推进人工\n智能，发展５Ｇ。\n　　建设Smart City")
    ['推进人工智能,发展5g。', '建设smart city']
    """
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).lower()
    plain = plain.replace("\r\n", "\n").replace("\r", "\n")
    parts = (_GAP.sub("", part).strip() for part in _PARAGRAPH.split(plain))
    return [part for part in parts if part]


@dataclass(frozen=True)
class Counts:
    """What was counted. `words` have a letter, sign or digit; `characters` are those that are not blank. `terms` has, for
    each term, how often it is a word and how often it stands anywhere, be it inside of a longer term."""

    words: int
    characters: int
    terms: dict[str, tuple[int, int]]


class Counter:
    """Counts these terms. `cache` is a folder where jieba keeps its dictionary, which it then reads faster."""

    def __init__(self, terms: list[str], cache: Path):
        self.terms = {term: "".join(paragraphs(term)) for term in terms}
        self._cache = cache

    @cached_property
    def _tokenizer(self) -> Any:
        # Only where there is something to count: the dictionary takes a second.
        import jieba

        jieba.setLogLevel(logging.WARNING)
        tokenizer = jieba.Tokenizer()
        tokenizer.tmp_dir = str(self._cache)
        for term in self.terms.values():
            tokenizer.add_word(term)
        return tokenizer

    def count(self, text: str) -> Counts:
        """A term that contains another counts once, as the longer, since a word is one word."""
        parts = paragraphs(text)
        words, as_words = 0, dict.fromkeys(self.terms.values(), 0)
        for part in parts:
            end = 0
            for word in self._tokenizer.cut(part):
                start, end = end, end + len(word)
                words += any(map(str.isalnum, word))
                if word in as_words and not _is_torn(part, start, end):
                    as_words[word] += 1
        return Counts(
            words,
            sum(not sign.isspace() for sign in text),
            {
                term: (as_words[plain], sum(part.count(plain) for part in parts))
                for term, plain in self.terms.items()
            },
        )


def _is_torn(part: str, start: int, end: int) -> bool:
    """Whether a word in letters goes on beyond its edges: 5g in 15g."""
    return any(
        0 < edge < len(part) and all(_is_latin(sign) for sign in part[edge - 1 : edge + 1])
        for edge in (start, end)
    )


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()
