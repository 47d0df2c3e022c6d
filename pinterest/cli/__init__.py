"""The command `pinterest`. Needs the extra `cli`.

Signatures and docstrings define the commands: the rich models define the commands of nouns, and the typed methods
define the commands of `pinterest call`. So every option is declared only once.
"""
