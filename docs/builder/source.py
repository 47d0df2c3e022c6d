"""Reads the generated classes from their source: schemas with their fields, and API classes with their methods."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent.parent
_SCHEMAS: Final = ROOT / "pinterest" / "schemas"
_API: Final = ROOT / "pinterest" / "api"
_SECTIONS: Final = ("Args:", "Returns:", "Raises:", "Example:", "Examples:")


@dataclass(frozen=True)
class Field:
    """A field of a schema, or a parameter of a method."""

    name: str
    kind: ast.expr
    text: str
    required: bool
    nullable: bool = False


@dataclass(frozen=True)
class SchemaClass:
    """A schema with its fields, an enum with its values, or an alias of a type."""

    name: str
    module: str
    text: str
    fields: tuple[Field, ...] = ()
    values: tuple[str, ...] = ()
    kind: ast.expr | None = None


@dataclass(frozen=True)
class Docstring:
    """A docstring, split into its text, the request in its `:calls:` line, and its sections, such as `Args`."""

    text: str
    request: str = ""
    sections: dict[str, str] = field(default_factory=dict)

    def parse_entries(self, section: str) -> dict[str, str]:
        """Returns the entries of a section, such as `Args`, by name."""
        found: dict[str, str] = {}
        name = ""
        for line in self.sections.get(section, "").splitlines():
            if line and not line.startswith(" ") and ":" in line:
                name, _, text = line.partition(":")
                found[name] = text.strip()
            elif name:
                found[name] = f"{found[name]} {line.strip()}".strip()
        return found


@dataclass(frozen=True)
class Method:
    """A typed method."""

    name: str
    parameters: tuple[Field, ...]
    keyword_only: int
    returns: ast.expr
    docstring: Docstring


@dataclass(frozen=True)
class ApiClass:
    """A class of `pinterest.api`, with the typed methods of one tag."""

    name: str
    module: str
    docstring: Docstring
    methods: tuple[Method, ...]


@cache
def read_schemas() -> dict[str, SchemaClass]:
    """Returns every schema, enum and named type, by its name."""
    found = {}
    for path in sorted(_SCHEMAS.glob("*.py")):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        for node, after in zip(body, [*body[1:], ast.Pass()], strict=True):
            if isinstance(node, ast.ClassDef):
                found[node.name] = _read_schema(node, path.stem)
            elif isinstance(node, ast.AnnAssign) and path.stem != "__init__":
                name = ast.unparse(node.target)
                found[name] = SchemaClass(name, path.stem, _read_string(after), kind=node.value)
    return found


@cache
def read_exports() -> dict[str, tuple[str, ...]]:
    """Returns the names that each module of schemas exports, including names that it imports."""
    found = {}
    for path in sorted(_SCHEMAS.glob("*.py")):
        if path.stem != "__init__":
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
                    found[path.stem] = tuple(ast.literal_eval(node.value))
    return found


@cache
def read_api() -> tuple[ApiClass, ...]:
    """Returns the API classes, sorted by the names of their modules."""
    return tuple(
        _read_api_class(node, path.stem)
        for path in sorted(_API.glob("*.py"))
        if path.stem != "__init__"
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    )


def _read_schema(node: ast.ClassDef, module: str) -> SchemaClass:
    text = ast.get_docstring(node) or ""
    if ast.unparse(node.bases[0]) == "OpenEnum":
        values = tuple(
            str(ast.literal_eval(each.value)) for each in node.body if isinstance(each, ast.Assign)
        )
        return SchemaClass(node.name, module, text, values=values)
    return SchemaClass(node.name, module, text, tuple(_read_fields(node)))


def _read_fields(node: ast.ClassDef) -> Iterator[Field]:
    nulls: set[str] = set()
    for each in node.body:
        if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == "__nulls__":
            nulls = {one.value for one in ast.walk(each) if isinstance(one, ast.Constant)}  # type: ignore[misc]  # all are strings
    for each, after in zip(node.body, [*node.body[1:], ast.Pass()], strict=True):
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
            name, required = _read_name(each)
            yield Field(name, each.annotation, _read_string(after), required, name in nulls)


def _read_name(node: ast.AnnAssign) -> tuple[str, bool]:
    """Returns the API's name of a field, and whether the field is required."""
    name = ast.unparse(node.target)
    if isinstance(node.value, ast.Call):
        keywords = {each.arg: each.value for each in node.value.keywords}
        alias = keywords.get("alias")
        name = alias.value if isinstance(alias, ast.Constant) else name  # type: ignore[assignment]  # an alias is a string
        return name, "default" not in keywords
    return name, node.value is None


def _read_string(node: ast.stmt) -> str:
    """Returns the text of a docstring, or an empty string if the statement is not a docstring."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return " ".join(str(node.value.value).split())
    return ""


def _read_api_class(node: ast.ClassDef, module: str) -> ApiClass:
    methods = (each for each in node.body if isinstance(each, ast.FunctionDef))
    return ApiClass(
        node.name,
        module,
        parse_docstring(ast.get_docstring(node) or ""),
        tuple(_read_method(each) for each in methods if not each.name.startswith("_")),
    )


def _read_method(node: ast.FunctionDef) -> Method:
    docstring = parse_docstring(ast.get_docstring(node) or "")
    texts = docstring.parse_entries("Args")
    positional = node.args.args[1:]
    missing = len(positional) - len(node.args.defaults)
    defaults = [None] * missing + list(node.args.defaults) + list(node.args.kw_defaults)
    parameters = []
    for each, default in zip([*positional, *node.args.kwonlyargs], defaults, strict=True):
        assert each.annotation is not None
        parameters.append(
            Field(each.arg, each.annotation, texts.get(each.arg, ""), required=default is None)
        )
    returns = node.returns or ast.Constant(None)
    return Method(node.name, tuple(parameters), len(positional), returns, docstring)


def parse_docstring(text: str) -> Docstring:
    """Splits a docstring into its text, the request in its `:calls:` line, and its sections, such as `Args`."""
    parts: dict[str, list[str]] = {"": []}
    section, request = "", ""
    for line in text.splitlines():
        if line in _SECTIONS:
            section = line.rstrip(":").replace("Examples", "Example")
            parts[section] = []
        elif line.startswith(":calls:"):
            request = line.removeprefix(":calls:").strip()
        else:
            parts[section].append(line)
    head = "\n".join(parts.pop("")).strip()
    sections = {name: textwrap.dedent("\n".join(lines)).strip() for name, lines in parts.items()}
    return Docstring(head, request, sections)
