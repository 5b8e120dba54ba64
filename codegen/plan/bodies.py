"""Request bodies and styles as the literals that an `Operation` is declared with."""

from __future__ import annotations

from codegen.ir import sdk
from codegen.ir.api import Style, StyleName
from codegen.plan.arguments import tuple_literal
from codegen.plan.imports import Imports
from codegen.text import Code, python_literal


def body_form(form: sdk.BodyForm, imports: Imports) -> Code:
    """A body of a method as the runtime has it."""
    match form:
        case sdk.JsonBody():
            imports.add_runtime("body", "JsonBody")
            return Code(f"JsonBody({', '.join(_json(form))})")
        case sdk.FormBody():
            imports.add_runtime("body", "FormBody")
            return Code(f"FormBody({', '.join(_form(form, imports))})")
        case sdk.TextBody(media_type=media_type, field=field):
            imports.add_runtime("body", "TextBody")
            return Code(f"TextBody({python_literal(media_type)}, field={python_literal(field)})")
        case sdk.SequenceBody(media_type=media_type, field=field, item_form=item_form):
            imports.add_runtime("body", "SequenceBody")
            imports.add_runtime("sequences", item_form.value)
            arguments = f"{python_literal(media_type)}, {python_literal(field)}, {item_form.value}"
            return Code(f"SequenceBody({arguments})")
        case sdk.PartsBody():
            imports.add_runtime("body", "PartsBody")
            return Code(f"PartsBody({', '.join(_positional(form, imports))})")
        case sdk.MultipartBody():
            imports.add_runtime("body", "MultipartBody")
            return Code(f"MultipartBody({', '.join(_multipart(form, imports))})")


def _json(form: sdk.JsonBody) -> list[str]:
    parts = [] if form.media_type is None else [str(python_literal(form.media_type))]
    parts += [f"field={python_literal(form.whole)}"] if form.whole is not None else []
    parts += [] if form.required else ["required=False"]
    return parts + ([] if form.fields is None else [f"fields={tuple_literal(form.fields)}"])


def _form(form: sdk.FormBody, imports: Imports) -> list[str]:
    parts = [f"field={python_literal(form.whole)}"] if form.whole is not None else []
    parts += [] if form.required else ["required=False"]
    parts += [] if form.fields is None else [f"fields={tuple_literal(form.fields)}"]
    if form.styles:
        styles = (
            f"{python_literal(name)}: {style_literal(style, imports)}"
            for name, style in form.styles
        )
        parts.append(f"styles={{{', '.join(styles)}}}")
    return parts


def _multipart(form: sdk.MultipartBody, imports: Imports) -> list[str]:
    if form.parts:
        imports.add_runtime("body", "FormPart")
    written = "".join(f"{_part(part, imports)}, " for part in form.parts)
    parts = [f"parts=({written})"]
    parts += [] if form.whole is None else [f"field={python_literal(form.whole)}"]
    media_type = form.media_type
    return parts + ([] if media_type is None else [f"media_type={python_literal(media_type)}"])


def _positional(form: sdk.PartsBody, imports: Imports) -> list[str]:
    if form.prefix or form.item is not None:
        imports.add_runtime("body", "FormPart")
    parts = [str(python_literal(form.media_type)), str(python_literal(form.field))]
    written = "".join(f"{_part(part, imports)}, " for part in form.prefix)
    parts += [f"prefix=({written})"] if form.prefix else []
    return parts + ([] if form.item is None else [f"item={_part(form.item, imports)}"])


def _part(part: sdk.Part, imports: Imports) -> Code:
    parts = [str(python_literal(part.name))]
    parts += [str(python_literal(part.media_type))] if part.media_type is not None else []
    parts += ["file=True"] if part.is_file else []
    parts += ["text=True"] if part.is_file and part.is_text else []
    parts += [f"style={style_literal(part.style, imports)}"] if part.style is not None else []
    if part.headers:
        pairs = (f"({python_literal(n)}, {python_literal(v)}), " for n, v in part.headers)
        parts.append(f"headers=({''.join(pairs)})")
    return Code(f"FormPart({', '.join(parts)})")


def style_literal(style: Style, imports: Imports) -> Code:
    """A style as the runtime has it."""
    imports.add_runtime("styles", "Style")
    parts: list[str] = [python_literal(style.name.value)]
    if style.explode and style.name is not StyleName.DEEP_OBJECT:
        parts.append("explode=True")
    if style.reserved:
        parts.append("reserved=True")
    if style.content is not None:
        parts.append(f"content={python_literal(style.content)}")
    return Code(f"Style({', '.join(parts)})")
