"""Builds the arguments of a rich model's methods from the fields and parameters of requests."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Final

from codegen import method_docstrings, notes, prose
from codegen.caller_types import CallerTypes
from codegen.definitions import Definition, Property
from codegen.nouns import Noun, Verb
from codegen.operations import map_parameters
from codegen.positional_arguments import REQUIRED, PositionalArgument
from codegen.rendering import make_optional
from codegen.signatures import NONE, Argument
from pinterest.operation import Parameter

NOT_GIVEN: Final = "NOT_GIVEN"


class ArgumentBuilder:
    """Builds the method arguments for the fields and parameters of a rich model's requests.

    Attributes:
        definitions: The schemas by name.
        types: Renders the types of the arguments.
    """

    def __init__(self, noun: Noun, definitions: Mapping[str, Definition]) -> None:
        """Stores the rich model (`noun`) and the definitions of all schemas."""
        self._noun = noun
        self.definitions = definitions
        self.types = CallerTypes(definitions)

    def _build_parameter_argument(
        self, verb: Verb, parameter: Parameter, declared: PositionalArgument | None = None
    ) -> Argument:
        """Returns the method argument for a path or query parameter."""
        legacy = parameter.name in verb.described.legacy
        note = prose.describe_parameter(verb.operation, parameter, legacy=legacy)
        if parameter.argument == "bookmark":
            kind = "str | Bookmark[Any]"
        else:
            kind = self.types.render_parameter(verb.described, parameter)
        default = self._render_default(declared, is_required=parameter.required)
        name = declared.name if declared else parameter.argument
        return Argument(
            name, f"{kind} | None" if default else kind, note, default, parameter.argument
        )

    def build_field_argument(
        self, verb: Verb, field: Property, declared: PositionalArgument | None = None
    ) -> Argument:
        """Returns the method argument for a field of a request body."""
        default = self._render_default(declared, is_required=field.required)
        kind = make_optional(field.type) if default else field.type
        return Argument(
            declared.name if declared else field.attribute,
            self.types.render_field(kind, field.name),
            notes.describe_field(self._find_owner(verb, field), field, self.definitions),
            default,
            field.name,
        )

    def _build_update_argument(self, verb: Verb, field: Property) -> Argument:
        """Returns the method argument for a field of an update request."""
        return Argument(
            field.attribute,
            self.types.render_field(field.type, field.name),
            notes.describe_field(self._find_owner(verb, field), field, self.definitions),
            "" if field.required else NOT_GIVEN,  # None would send null
            field.name,
        )

    @staticmethod
    def _render_default(declared: PositionalArgument | None, *, is_required: bool) -> str:
        """Returns the source code of an argument's default, or an empty string for a required argument."""
        if declared is None or declared.default is None:
            return "" if is_required else NONE
        return "" if declared.default is REQUIRED else str(declared.default)

    @staticmethod
    def _find_owner(verb: Verb, field: Property) -> str:
        """Returns the name of the schema that defines `field`, such as the schema of the request body."""
        assert verb.item is not None and verb.operation.body is not None
        if field in verb.envelope:
            return verb.operation.body.schema
        return verb.item.get_owner(field.name)

    def _build_remaining_arguments(
        self, verb: Verb, names_to_skip: Container[str]
    ) -> list[Argument]:
        """Returns the arguments for the fields and parameters of a request, without those in `names_to_skip`."""
        fields = [item for item in verb.properties if item.attribute not in names_to_skip]
        parameters = map_parameters(verb.operation).items()
        return [
            *(self.build_field_argument(verb, item) for item in fields),
            *(
                self._build_parameter_argument(verb, item)
                for name, item in parameters
                if name not in names_to_skip
            ),
        ]

    def _build_body_argument(self, verb: Verb) -> Argument:
        """Returns one argument for the whole body of a request."""
        body = verb.operation.body
        assert body is not None
        note = prose.find_phrase("parameters", verb.operation.id, body.argument)
        note = note or method_docstrings.describe_body(body, self.definitions)
        return Argument(body.argument, self.types.render_body(body), note, "", body.argument)
