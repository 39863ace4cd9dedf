"""Sentences of the help: in the reader's language, with the words of the pages they speak of."""

from targets.rules import Words, sentence

__all__ = ["Words", "sentence"]
