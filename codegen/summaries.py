"""Returns texts for the docstrings of rich models' methods: summaries, and words such as `Deletes`."""

from __future__ import annotations

import re

from codegen import prose
from codegen.nouns import Noun, Verb


def summarize_for_object(noun: Noun, verb: Verb) -> str:
    """Returns the summary of an operation for a method of an object, such as "Saves the pin to a board."."""
    singulars = {
        noun.singular,
        noun.singular.removesuffix(" promotion"),
        f"catalog {noun.singular}",
    }
    names = "|".join(sorted(map(re.escape, singulars), key=len, reverse=True))
    summary = re.sub(
        rf"\b(?:an|a|one) (?:{names})\b",
        f"the {noun.singular}",
        prose.summarize(verb.operation),
    )
    return re.sub(rf"\bof (?:{names})s\b", f"of the {noun.singular}", summary)


def name_owned_objects(noun: Noun, plural: str) -> str:
    """Returns the words for the objects that an object owns, such as "the board's pins"."""
    return f"the {plural}" if " that " in plural else f"the {noun.singular}'s {plural}"


def get_delete_verb(noun: Noun) -> str:
    """Returns the verb that begins the docstring of a delete method, such as `Deletes`."""
    return str(prose.read_phrases("words")["deleting"].get(noun.name, "Deletes"))


def get_identifier_word(noun: Noun) -> str:
    """Returns the word that docstrings use for the field that identifies an object, such as `ID` or `name`."""
    return "ID" if noun.id_field.endswith("id") else noun.id_field.replace("_", " ")
