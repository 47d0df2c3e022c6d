"""The command `pinterest`. Needs the extra `cli`.

The commands of the nouns follow from the signatures and docstrings of the rich models, and those of `pinterest call`
from the typed methods. So an option, its type and its help are declared once.
"""
