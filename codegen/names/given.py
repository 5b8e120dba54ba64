"""Names that the configuration gives to arguments, attributes and messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codegen.config import Config, MessageSection
from codegen.diagnostics import Code, Location, SpecError, quote
from codegen.findings import Findings
from codegen.ir.api import Api, Channel, Message, ParameterIn
from codegen.ir.types import ObjectType, Property
from codegen.names import identifiers
from codegen.settings import report_unused
from codegen.text import Identifier, SpecText

BODY = "body"


class GivenNames:
    """Answers what something is called in the configuration, and remembers what was asked for."""

    def __init__(self, api: Api, config: Config) -> None:
        """Raises:
        SpecError: a name cannot stand where it is wanted (SL602).
        """
        self.config = config
        self._known: set[str] = set()
        self._used: set[str] = set()
        self._parameters: dict[Location, str] = {}
        self._attributes: dict[Location, str] = {}
        self._components: dict[str, ObjectType] = {}
        findings = Findings()
        if config.properties:
            self._components = dict(_objects(api))
        for key, name in config.parameters.items():
            self._parameters.update(dict.fromkeys(api.pointers.get(key, ()), key))
            if identifiers.argument_name(name) != name:
                self._refuse_name(findings, "parameters", key, name, "an argument of every method")
        for key, name in config.properties.items():
            self._attributes.update(dict.fromkeys(self._places(key, api), key))
            if identifiers.field_name(name) != name:
                self._refuse_name(findings, "properties", key, name, "an attribute of every model")
        findings.refuse()

    def _refuse_name(
        self, findings: Findings, section: str, key: str, name: str, taken: str
    ) -> None:
        findings.error(
            Code.INVALID_SETTING,
            f"`{section}` gives the name `{name}`, which is {taken}",
            self.config.location(section, key),
            "choose another name",
        )

    # -- attributes ----------------------------------------------------------------------------

    def _places(self, key: str, api: Api) -> Iterable[Location]:
        if key in api.pointers:
            return api.pointers[key]
        for component, wire in _splits(key):
            body = self._components.get(component)
            item = body.property_named(SpecText(wire)) if body else None
            if item is not None and item.origin is not None:
                return (item.origin,)
        return ()

    def attribute(self, item: Property) -> Identifier | None:
        """The attribute of models that a property is given."""
        key = self._attributes.get(item.origin) if item.origin else None
        if key is None:
            return None
        self._used.add(key)
        return Identifier(self.config.properties[key])

    def refuse_tag(self, item: Property) -> None:
        """Refuse another name for what tells the variants of a union apart.

        Raises:
            SpecError: it is given one (SL602).
        """
        key = self._attributes.get(item.origin) if item.origin else None
        if key is not None and self.config.properties[key] != identifiers.field_name(
            item.name.reveal()
        ):
            raise SpecError.of(
                Code.INVALID_SETTING,
                f"`properties` renames {quote(item.name.reveal())}, which tells the variants of a "
                "union apart",
                self.config.location("properties", key),
                "remove the setting: all variants have the same attribute",
            )

    # -- arguments -----------------------------------------------------------------------------

    def argument(
        self,
        owners: Iterable[str],
        place: ParameterIn | None,
        wire: SpecText,
        origin: Location | None,
    ) -> Identifier | None:
        """The argument that a parameter, or a property of a body, is given.

        Args:
            owners: what the operation or channel is called in the configuration.
            place: of the parameter; None for the body.
            wire: its name on the wire.
            origin: where it stands.
        """
        settings = self.config.parameters
        if not settings:
            return None
        name, where = wire.reveal(), place.value if place else BODY
        for owner in owners:
            self._known.add(f"{owner}.{name}")
            for key in (f"{owner}.{where}.{name}", f"{owner}.{name}"):
                if key in settings:
                    self._used.add(key)
                    return Identifier(settings[key])
        key = self._parameters.get(origin, "") if origin else ""
        if not key:
            return None
        self._used.add(key)
        return Identifier(settings[key])

    # -- messages ------------------------------------------------------------------------------

    def message(self, channel: Channel, message: Message) -> MessageSection | None:
        """The settings of a message: by its key, behind its channel's, or by its name."""
        return message_settings(self.config, channel, message)

    # -- afterwards ----------------------------------------------------------------------------

    def check(self, findings: Findings) -> None:
        """Report the settings that named nothing (SL603)."""
        for key in self.config.parameters:
            if key not in self._used:
                report_unused(findings, self.config, ("parameters",), key, self._known)
        known = {
            f"{component}.{item.name.reveal()}"
            for component, body in self._components.items()
            for item in body.properties
        }
        for key in self.config.properties:
            if key not in self._used:
                report_unused(findings, self.config, ("properties",), key, known)


def message_settings(config: Config, channel: Channel, message: Message) -> MessageSection | None:
    """The settings of a message: by its key, behind its channel's, or by its name."""
    keys = (key for key in message_keys(channel, message) if key in config.messages)
    key = next(keys, None)
    return config.messages[key] if key is not None else None


def message_keys(channel: Channel, message: Message) -> tuple[str, ...]:
    """What a message is called in the configuration."""
    key = message.key.reveal()
    return (f"{channel.key.reveal()}.{key}", key, message.name.reveal())


def _objects(api: Api) -> Iterator[tuple[str, ObjectType]]:
    for declaration in api.types:
        body = api.types.not_null(declaration.body)
        if isinstance(body, ObjectType):
            yield declaration.component.reveal(), body


def _splits(key: str) -> Iterator[tuple[str, str]]:
    """Every way to read `component.name`: both may have a dot in them."""
    parts = key.split(".")
    for index in range(1, len(parts)):
        yield ".".join(parts[:index]), ".".join(parts[index:])
