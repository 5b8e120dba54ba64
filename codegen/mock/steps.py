"""A scenario, loaded: what a channel or an operation does, as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from codegen.diagnostics import Location
from codegen.mock.expressions import Template


@dataclass(frozen=True)
class Send:
    """Send a message: JSON, or a binary frame when the value is bytes."""

    message: Template


@dataclass(frozen=True)
class Let:
    """Give local variables values, in order."""

    values: Mapping[str, Template]


@dataclass(frozen=True)
class Set:
    """Give parts of the connection's state new values; a path starts with a state variable."""

    values: tuple[tuple[tuple[Template, ...], Template], ...]


@dataclass(frozen=True)
class Insert:
    """Put a value into a list or buffer of the state, at an index or at its end."""

    path: tuple[Template, ...]
    value: Template
    at: Template | None = None


@dataclass(frozen=True)
class If:
    """Run one of two blocks."""

    condition: Template
    then: Block
    otherwise: Block


@dataclass(frozen=True)
class For:
    """Run a block for each element, with `name` and `name_index` as local variables."""

    name: str
    source: Template
    body: Block


@dataclass(frozen=True)
class Call:
    """Run a procedure with values for its parameters; `into` receives what it returns."""

    procedure: str
    arguments: Mapping[str, Template]
    into: str | None


@dataclass(frozen=True)
class Return:
    """Leave the procedure or handler, with a value."""

    value: Template


@dataclass(frozen=True)
class Start:
    """Run a block beside everything else, until it ends or `Cancel` ends it."""

    task: str
    body: Block
    on_cancel: Block


@dataclass(frozen=True)
class Cancel:
    """End a running task: its `on_cancel` block runs here, with the values given."""

    task: str
    arguments: Mapping[str, Template]


@dataclass(frozen=True)
class Problem:
    """Run the channel's `on_error` block with `problem` set to these values."""

    values: Template


@dataclass(frozen=True)
class Pause:
    """Wait some seconds, divided by the server's speed; at speed 0, not at all."""

    seconds: Template


@dataclass(frozen=True)
class Wait:
    """Wait until the client's next message has been handled, at most some (real) seconds.

    The next one is counted from the start of the task, or from its last `wait`.
    """

    seconds: Template


@dataclass(frozen=True)
class Close:
    """Close the socket."""

    code: Template
    reason: Template


@dataclass(frozen=True)
class Respond:
    """Answer the HTTP request; the handler ends."""

    status: Template
    headers: Template
    body: Template | None


@dataclass(frozen=True)
class Share:
    """Keep a value for every connection and request of this server, under a key."""

    key: Template
    value: Template


Action: TypeAlias = (
    Send
    | Let
    | Set
    | Insert
    | If
    | For
    | Call
    | Return
    | Start
    | Cancel
    | Problem
    | Pause
    | Wait
    | Close
    | Respond
    | Share
)


@dataclass(frozen=True)
class Step:
    """An action at its place in the file; skipped when `when` is given and false."""

    action: Action
    location: Location
    when: Template | None = None


Block: TypeAlias = tuple[Step, ...]


@dataclass(frozen=True)
class Procedure:
    """Named steps with parameters."""

    parameters: tuple[str, ...]
    body: Block


@dataclass(frozen=True)
class Handshake:
    """What a channel accepts while connecting.

    - `subprotocols`: those the server speaks; the first one offered by the client is chosen.
    - `key_subprotocols`: prefixes of offered subprotocols whose rest is the client's key.
    """

    subprotocols: tuple[str, ...] = ()
    key_subprotocols: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChannelScenario:
    """How the server plays one channel.

    `null_is_absent`: a client's member that is null, where the document allows no null, is taken
    as not given.
    """

    location: Location
    handshake: Handshake = Handshake()
    null_is_absent: bool = False
    state: Mapping[str, Template] = field(default_factory=dict[str, Template])
    procedures: Mapping[str, Procedure] = field(default_factory=dict[str, Procedure])
    on_connect: Block = ()
    on: Mapping[str, Block] = field(default_factory=dict[str, Block])
    on_error: Block | None = None


@dataclass(frozen=True)
class OperationScenario:
    """How the server answers one REST operation."""

    location: Location
    body: Block = ()


@dataclass(frozen=True)
class Scenario:
    """A whole scenario file.

    `rest_error` is the body of an HTTP error, made with `problem`; without it the body is made
    from the schema of the operation's error response.
    """

    location: Location
    constants: Mapping[str, object] = field(default_factory=dict[str, object])
    channels: Mapping[str, ChannelScenario] = field(default_factory=dict[str, ChannelScenario])
    operations: Mapping[str, OperationScenario] = field(
        default_factory=dict[str, OperationScenario]
    )
    rest_error: Template | None = None
