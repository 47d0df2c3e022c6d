"""Renders models, pages, schemas, rows and errors as HTML tables for notebooks. All values are escaped.

The tables set no colors, so they are legible in light and dark themes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, Final

from pinterest.utils.display import choose_columns, format_field, make_printable, sort_names
from pinterest.utils.redact import redact

if TYPE_CHECKING:
    from pinterest.exceptions import PinterestError
    from pinterest.utils.bookmark import Page
    from pinterest.utils.model_display import ModelDisplay
    from pinterest.utils.schema_mapping import SchemaMapping

__all__ = ["render_error", "render_model", "render_page", "render_rows", "render_schema"]

_MAX_FIELDS: Final = 14
_CELL: Final = 40
_MAX_ROWS: Final = 20
_STYLE: Final = """<style>
.pinterest-table table {border-collapse: collapse; margin: .3em 0; font-size: .9em}
.pinterest-table table {background: none; color: inherit}
.pinterest-table tr, .pinterest-table th, .pinterest-table td {background: none; color: inherit; text-align: left}
.pinterest-table th, .pinterest-table td {padding: .2em .9em .2em 0; vertical-align: top; border: none}
.pinterest-table thead th {border-bottom: 1px solid; white-space: nowrap}
.pinterest-table tbody th {font-weight: normal; opacity: .7; white-space: nowrap}
.pinterest-table .rows {overflow-x: auto}
.pinterest-table .rows td {white-space: nowrap}
.pinterest-table .number {text-align: right; font-variant-numeric: tabular-nums}
.pinterest-table .note {opacity: .7}
</style>"""
_ROWS: Final = (
    '<div class="rows"><table class="fields"><thead><tr>{head}</tr></thead><tbody>{body}</tbody>'
    "</table></div>"
)
# The class keeps documentation themes from styling the table.
_TABLE: Final = '<table class="fields">'
_NUMBERS: Final = (int, float)


def render_model(model: ModelDisplay) -> str:
    """Renders a table of a model's fields, with a note if the model is not loaded."""
    fields = _get_fields(model)
    kind = type(model).__name__
    is_unloaded = getattr(model, "_raw", {}) is None
    note = "not loaded: read a field or call refresh()" if is_unloaded else ""
    return _render_frame(_format_title(kind), _render_field_table(fields), note)


def render_schema(schema: SchemaMapping) -> str:
    """Renders a table of the fields that are set in a schema."""
    fields = {name: schema[name] for name in schema}
    return _render_frame(
        _format_title(type(schema).__name__),
        _render_field_table(fields),
        "" if fields else "no fields",
    )


def render_page(page: Page[Any]) -> str:
    """Renders a table of the items of a page of results."""
    items = page.items
    kinds = {type(item).__name__ for item in items}
    noun = next(iter(kinds)) if len(kinds) == 1 else "item"
    unit = noun if len(items) == 1 else f"{noun} objects" if noun[:1].isupper() else f"{noun}s"
    more = "last page" if page.bookmark is None else "more pages: page.iter_all() gets them all"
    title = (
        f"{_format_title('Page')} of {len(items):,} {escape(make_printable(unit))} · {escape(more)}"
    )
    return _render_frame(title, *_render_item_table([_get_fields(item) for item in items]))


def render_rows(rows: Sequence[Mapping[str, Any]], kind: str) -> str:
    """Renders a table of the first rows, with all of their columns."""
    title = f"{_format_title(kind)} of {len(rows):,} rows"
    first = rows[:_MAX_ROWS]
    names = list(dict.fromkeys(name for row in first for name in row))
    return _render_frame(title, *_render_table(rows, names))


def render_error(error: PinterestError) -> str:
    """Renders the message of an error, with the status, code and request ID that Pinterest's support needs."""
    names = ("status", "code", "request_id")
    fields = {name: getattr(error, name, None) for name in names}
    found = {name: value for name, value in fields.items() if value is not None}
    text = escape(make_printable(str(error), 2000))
    return _render_frame(
        f"{_format_title(type(error).__name__)} {text}", _render_field_table(found)
    )


def _format_title(name: str) -> str:
    """Returns a name in bold."""
    return f"<strong>{escape(make_printable(name))}</strong>"


def _render_frame(title: str, table: str, note: str = "") -> str:
    """Combines the style, the title, the table and the note into the HTML that a notebook shows."""
    parts = [f"<div>{title}</div>", table]
    if note:
        parts.append(f'<div class="note">{escape(note)}</div>')
    return f'<div class="pinterest-table">{_STYLE}{"".join(parts)}</div>'


def _get_fields(item: Any) -> dict[str, Any]:
    """Returns the fields to display for a model, a mapping or a plain value."""
    if hasattr(item, "_get_displayed_fields"):
        found: dict[str, Any] = item._get_displayed_fields()
        # Many objects have a field `type` that only repeats the class, such as "adgroup".
        if str(found.get("type", "")).replace("_", "") == type(item).__name__.lower():
            del found["type"]
        return found
    if isinstance(item, Mapping):
        return {str(name): item[name] for name in item}
    return {"value": item}


def _render_field_table(fields: Mapping[str, Any]) -> str:
    """Renders a table with one row per field."""
    names = [name for name in sort_names(fields) if fields[name] is not None]
    names = [name for name in names if fields[name] not in ("", [], {})]
    currency = _find_currency(fields)
    lines = [
        f"<tr><th>{_format_name(name)}</th><td>{_render_cell(name, fields[name], currency)}</td></tr>"
        for name in names[:_MAX_FIELDS]
    ]
    left = len(names) - _MAX_FIELDS
    if left > 0:
        lines.append(
            f'<tr><th class="note">{left} more</th><td>to_dict() has every field</td></tr>'
        )
    return f"{_TABLE}<tbody>{''.join(lines)}</tbody></table>" if lines else ""


def _render_item_table(items: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """Returns an HTML table with the most useful fields of items, and a note on the number of omitted rows."""
    first = items[:_MAX_ROWS]
    names = [
        name
        for name in dict.fromkeys(name for item in first for name in item)
        if any(not isinstance(item.get(name), (dict, list, type(None))) for item in first)
    ]
    # Leave out IDs that are the same for all items.
    same = [
        n for n in names if n.endswith("_id") and len({str(item.get(n)) for item in first}) == 1
    ]
    if len(first) > 1:
        names = [name for name in names if name not in same]
    return _render_table(items, choose_columns(names))


def _render_table(items: Sequence[Mapping[str, Any]], names: Iterable[str]) -> tuple[str, str]:
    """Returns an HTML table with one row per item, and a note on the number of omitted rows."""
    names = list(names)
    if not names:
        return "", ""
    first = items[:_MAX_ROWS]
    numeric = {name for name in names if _is_numeric(name, [item.get(name) for item in first])}
    mark = {name: ' class="number"' if name in numeric else "" for name in names}
    head = "".join(f"<th{mark[name]}>{_format_name(name)}</th>" for name in names)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{mark[n]}>{_render_cell(n, item.get(n), _find_currency(item), _CELL)}</td>"
            for n in names
        )
        + "</tr>"
        for item in first
    )
    left = len(items) - len(first)
    note = f"… and {left:,} more" if left > 0 else ""
    return _ROWS.format(head=head, body=body), note


def _is_numeric(name: str, values: Sequence[object]) -> bool:
    """Returns whether all values of a column are numbers, and not IDs."""
    found = [value for value in values if value is not None]
    plain = [isinstance(v, _NUMBERS) and not isinstance(v, bool) for v in found]
    amounts = [type(value).__name__ == "Decimal" for value in found]
    return bool(found) and not name.endswith("id") and (all(plain) or all(amounts))


def _find_currency(fields: Mapping[str, Any]) -> str:
    """Returns the currency of an object, or an empty string if the currency is unknown."""
    value = fields.get("currency")
    return make_printable(redact(str(value)), 8) if isinstance(value, str) else ""


def _format_name(name: str) -> str:
    """Returns a field name as escaped HTML."""
    return escape(make_printable(name, 60))


def _render_cell(name: str, value: object, currency: str, limit: int = 80) -> str:
    """Returns the value of a field as escaped HTML, or an empty string if the value is None."""
    return "" if value is None else escape(format_field(name, value, currency, limit))
