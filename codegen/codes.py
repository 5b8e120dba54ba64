"""Every diagnostic of the generator, by its stable code."""

from __future__ import annotations

from enum import Enum


class Code(Enum):
    """Every diagnostic of the generator: identifier, slug, meaning and default remedy.

    Identifiers are stable: a code is never renumbered and a retired one is never used again.
    SL0xx reading files, SL1xx references, SL2xx schemas, SL3xx operations, SL4xx channels,
    SL5xx names, SL6xx configuration.
    """

    FILE_MISSING = (
        "SL001",
        "file-missing",
        "A file that was named does not exist.",
        "check the path",
    )
    NOT_A_FILE = (
        "SL002",
        "not-a-file",
        "A path names a folder, a device or another thing that is not a regular file.",
        "name the document itself",
    )
    FILE_UNREADABLE = (
        "SL003",
        "file-unreadable",
        "The operating system refuses to give the file's contents.",
        "check the file's permissions",
    )
    FILE_TOO_LARGE = (
        "SL004",
        "file-too-large",
        "A file is longer than the limit.",
        "split the document with $ref",
    )
    FILE_EMPTY = (
        "SL005",
        "file-empty",
        "A file holds no value.",
        "check that the file was written completely",
    )
    NOT_UTF8 = ("SL006", "not-utf8", "A file is not UTF-8 text.", "save the file as UTF-8")
    CONTROL_CHARACTER = (
        "SL007",
        "control-character",
        "A file holds a character that YAML and JSON do not allow.",
        "remove the character, or write it as an escape in a quoted string",
    )
    INVALID_JSON = ("SL008", "invalid-json", "A file is not JSON.", "correct the JSON here")
    INVALID_YAML = ("SL009", "invalid-yaml", "A file is not YAML.", "correct the YAML here")
    DUPLICATE_KEY = (
        "SL010",
        "duplicate-key",
        "A mapping names one key twice, so one of the two values would be lost.",
        "rename or remove one of the two",
    )
    NESTING_TOO_DEEP = (
        "SL011",
        "nesting-too-deep",
        "Mappings and lists are nested deeper than the limit.",
        "move the inner part to a component and refer to it with $ref",
    )
    NUMBER_TOO_LONG = (
        "SL012",
        "number-too-long",
        "An integer has more digits than the limit.",
        "write it as a quoted string",
    )
    TOO_MANY_VALUES = (
        "SL013",
        "too-many-values",
        "A document holds more values than the limit once its aliases are expanded.",
        "use $ref in place of YAML aliases",
    )
    NUMBER_NOT_FINITE = (
        "SL014",
        "number-not-finite",
        "A number is infinite or not a number, which JSON data cannot hold.",
        "write a finite number, or quote the text",
    )
    KEY_NOT_SCALAR = (
        "SL015",
        "key-not-scalar",
        "A mapping key is a mapping, a list or an alias.",
        "use a plain text key",
    )
    UNKNOWN_TAG = (
        "SL016",
        "unknown-tag",
        "A YAML tag lies outside the JSON schema of YAML 1.2.",
        "remove the tag",
    )
    SEVERAL_DOCUMENTS = (
        "SL017",
        "several-documents",
        "A YAML file holds more than one document.",
        "keep one document in each file",
    )
    SCALAR_DOCUMENT = (
        "SL018",
        "scalar-document",
        "A file holds a single text or number in place of a mapping or a list.",
        "check that this is the right file",
    )
    INVALID_ALIAS = (
        "SL019",
        "invalid-alias",
        "A YAML alias names no anchor before it, or the value that holds it.",
        "use $ref in place of the alias",
    )
    LONE_SURROGATE = (
        "SL020",
        "lone-surrogate",
        "A string holds half of a surrogate pair, which no text encoding can carry.",
        "write both halves of the pair, or the character itself",
    )
    INVALID_MERGE = (
        "SL021",
        "invalid-merge",
        "A merge key `<<` stands before a value that is not a mapping.",
        "quote the key if it is an ordinary one",
    )
    NOT_A_SPECIFICATION = (
        "SL030",
        "not-a-specification",
        "A document is neither OpenAPI nor AsyncAPI.",
        "name the root document of the specification",
    )
    UNSUPPORTED_VERSION = (
        "SL031",
        "unsupported-version",
        "A document is written in a version of its specification that is not supported.",
        "use OpenAPI 3.0 to 3.2 or AsyncAPI 2.0 to 3.1",
    )
    AMBIGUOUS_SPECIFICATION = (
        "SL032",
        "ambiguous-specification",
        "A document names both OpenAPI and AsyncAPI versions at its top.",
        "keep one document in each file",
    )

    UNRESOLVED_REF = (
        "SL101",
        "unresolved-ref",
        "A $ref names something that does not exist.",
        "add it, or correct the $ref",
    )
    REF_OUTSIDE_FOLDER = (
        "SL102",
        "ref-outside-folder",
        "A $ref leads to a file outside the folder of the specification.",
        "move the file beside the specification, or name a folder that holds both with --root",
    )
    REF_TO_URL = (
        "SL103",
        "ref-to-url",
        "A $ref is a URL, and nothing is fetched while generating.",
        "download the file beside the specification and refer to it by its path",
    )
    REF_CYCLE = (
        "SL104",
        "ref-cycle",
        "A chain of $ref comes back to itself without reaching a value.",
        "replace one of them by the value it stands for",
    )
    REF_FILE = (
        "SL105",
        "ref-file",
        "A $ref names a file that cannot be read.",
        "check the path, which is relative to the file that holds the $ref",
    )
    MALFORMED_REF = (
        "SL106",
        "malformed-ref",
        "A $ref is not a URI reference with a JSON pointer.",
        "write it as path#/pointer or #/pointer",
    )
    ANCHOR_REF = (
        "SL107",
        "anchor-ref",
        "A $ref names an anchor that no schema of the document has.",
        "correct the name, or write the JSON pointer of the schema",
    )
    REF_CHAIN_TOO_LONG = (
        "SL109",
        "ref-chain-too-long",
        "A chain of $ref passes through more references than the limit.",
        "refer to the value itself",
    )

    INVALID_SCHEMA = (
        "SL201",
        "invalid-schema",
        "A schema is not what JSON Schema allows.",
        "correct the schema",
    )
    UNSUPPORTED_SCHEMA = (
        "SL202",
        "unsupported-schema",
        "A schema uses a keyword that has no counterpart in a Python type.",
        "simplify the schema",
    )
    CONFLICTING_ALL_OF = (
        "SL203",
        "conflicting-all-of",
        "The parts of an allOf contradict one another.",
        "make the parts agree",
    )
    INVALID_DISCRIMINATOR = (
        "SL204",
        "invalid-discriminator",
        "A discriminator cannot tell the variants of its union apart.",
        "give every variant its own required tag value",
    )
    DUPLICATE_TAG = (
        "SL205",
        "duplicate-tag",
        "Two variants of a union carry the same tag value.",
        "give every variant its own tag value",
    )
    INVALID_DEFAULT = (
        "SL206",
        "invalid-default",
        "A default value does not fit its schema.",
        "correct the default value",
    )
    MODEL_MISMATCH = (
        "SL207",
        "model-mismatch",
        "A generated model differs from what its schema asks for.",
        "report this with the schema",
    )

    VALUE_LABELS = (
        "SL220",
        "value-labels",
        "The names or descriptions of the values of an enum are not one for each.",
        "write one for each value, in the order of the values",
    )

    INVALID_OPERATION = (
        "SL301",
        "invalid-operation",
        "An operation is not what OpenAPI allows.",
        "correct the operation",
    )
    UNSUPPORTED_MEDIA_TYPE = (
        "SL302",
        "unsupported-media-type",
        "A body has a media type that cannot be sent or read.",
        "offer JSON, a form, text or bytes",
    )
    UNSUPPORTED_PARAMETER = (
        "SL303",
        "unsupported-parameter",
        "A parameter has a style or place that cannot be sent.",
        "use a place and a style that OpenAPI has and that can be sent",
    )
    PATH_PARAMETER = (
        "SL304",
        "path-parameter",
        "The parameters of a path and its template do not agree.",
        "declare every {name} of the path once, and no other",
    )
    DUPLICATE_OPERATION_ID = (
        "SL305",
        "duplicate-operation-id",
        "Two operations have the same operationId.",
        "give every operation its own operationId; sdk.yaml can name each as `verb /path`",
    )
    UNSUPPORTED_SECURITY = (
        "SL306",
        "unsupported-security",
        "A security scheme cannot be offered to users of the SDK.",
        "use an API key, HTTP or OAuth 2 scheme",
    )
    INVALID_SERVER = (
        "SL307",
        "invalid-server",
        "A server address is missing or cannot be used.",
        "give an absolute address in the document, or set it in sdk.yaml",
    )
    INVALID_PAGINATION = (
        "SL308",
        "invalid-pagination",
        "An operation cannot be paged the way it is said to be.",
        "correct the pagination rule in sdk.yaml",
    )
    PART_HEADER = (
        "SL309",
        "part-header",
        "A part of a form has a header whose value only the caller can know.",
        "give it with the file: (name, content, content type, headers)",
    )
    INVALID_TOKEN_URL = (
        "SL310",
        "invalid-token-url",
        "The token endpoint of a security scheme is missing or cannot be used.",
        "name one that starts with https:// under `client.oauth` in sdk.yaml; without it, users "
        "give the client a token, or the option `token_url`",
    )
    STREAM_WITHOUT_SWITCH = (
        "SL320",
        "stream-without-switch",
        "An answer can come whole or piece by piece, and nothing in the request chooses.",
        "the method gives it whole; for the stream, send another `Accept` with "
        "`with_streaming_response`, or give the request a boolean `stream`",
    )
    CALLBACK_NOT_GENERATED = (
        "SL321",
        "callback-not-generated",
        "A callback carries something that no model describes.",
        "read it from the request as it comes; JSON in the body of a callback becomes a model",
    )
    BODY_FORMAT = (
        "SL322",
        "body-format",
        "A request can be written in another format than the one that the SDK writes.",
        "the method sends JSON or a form; for the other format give its text as `extra_body`, and "
        "its name as the `Content-Type` in `extra_headers`",
    )
    NESTED_PARTS = (
        "SL323",
        "nested-parts",
        "A part of a body is a body of parts itself.",
        "give the part as bytes, written by the program, with its content type",
    )

    INVALID_CHANNEL = (
        "SL401",
        "invalid-channel",
        "A channel, operation or message is not what AsyncAPI allows.",
        "correct it here",
    )
    UNSURE_DIRECTION = (
        "SL402",
        "unsure-direction",
        "It cannot be told whether the client sends or receives these messages.",
        "set `describes: server` or `describes: client` for the document in sdk.yaml",
    )
    UNSUPPORTED_PROTOCOL = (
        "SL404",
        "unsupported-protocol",
        "Servers speak protocols other than WebSocket alone.",
        "describe a WebSocket server",
    )
    CHANNEL_PARAMETER = (
        "SL405",
        "channel-parameter",
        "The parameters of a channel and its address do not agree.",
        "declare every {name} of the address once, and no other",
    )
    UNSUPPORTED_PAYLOAD = (
        "SL406",
        "unsupported-payload",
        "A message payload is in a schema language other than JSON Schema.",
        "describe the payload with JSON Schema",
    )
    EMPTY_CHANNEL = (
        "SL407",
        "empty-channel",
        "A channel has no messages.",
        "describe its messages",
    )
    UNUSED_MESSAGE = (
        "SL408",
        "unused-message",
        "A message of the components is in no channel.",
        "name it in the channel that has it",
    )
    REPLY_ADDRESS = (
        "SL409",
        "reply-address",
        "A reply names an address, which WebSockets do not have.",
        "remove the address of the reply",
    )
    WEBSOCKET_METHOD = (
        "SL410",
        "websocket-method",
        "A WebSocket binding has a method other than GET.",
        "remove the method",
    )
    MESSAGE_HEADERS = (
        "SL411",
        "message-headers",
        "A message has headers, which no message of a WebSocket has.",
        "move what matters into the payload",
    )
    CORRELATION_ID = (
        "SL412",
        "correlation-id",
        "A correlation id is where no message of a WebSocket has one, or is no text or number.",
        "put the id into the payload, as text or as a number",
    )

    NAME_COLLISION = (
        "SL501",
        "name-collision",
        "Two things want the same name in the SDK.",
        "rename one of them in sdk.yaml",
    )
    UNUSABLE_NAME = (
        "SL502",
        "unusable-name",
        "A name cannot be that of a file or a package.",
        "give it a name in sdk.yaml",
    )
    UNSPELLED_NAME = (
        "SL503",
        "unspelled-name",
        "A name has letters without a Latin spelling, and is given by their code points.",
        "give it a name in sdk.yaml",
    )

    UNKNOWN_SETTING = (
        "SL601",
        "unknown-setting",
        "The configuration has a setting that does not exist.",
        "correct or remove it",
    )
    INVALID_SETTING = (
        "SL602",
        "invalid-setting",
        "A setting has a value that it cannot have.",
        "correct or remove it",
    )
    UNUSED_SETTING = (
        "SL603",
        "unused-setting",
        "A setting names something that the documents do not have.",
        "remove it, or correct the name",
    )
    NOTHING_TO_GENERATE = (
        "SL604",
        "nothing-to-generate",
        "The documents and the configuration leave nothing to generate.",
        "give an OpenAPI or an AsyncAPI document with operations",
    )
    FOREIGN_OUTPUT = (
        "SL605",
        "foreign-output",
        "The output folder holds files that the generator did not write.",
        "choose an empty folder",
    )
    OUTPUT_NOT_WRITABLE = (
        "SL606",
        "output-not-writable",
        "The operating system refuses to write the output folder.",
        "check the path and its permissions",
    )
    INVALID_SCENARIO = (
        "SL610",
        "invalid-scenario",
        "A scenario of the mock server is not well formed.",
        "correct the scenario here",
    )
    INVALID_TRACE = (
        "SL611",
        "invalid-trace",
        "A recording of a WebSocket connection is not well formed.",
        "correct the line, or record again",
    )
    INVALID_OVERLAY = (
        "SL620",
        "invalid-overlay",
        "An overlay is not well formed (Overlay Specification 1.1).",
        "correct the overlay here",
    )
    INVALID_QUERY = (
        "SL621",
        "invalid-query",
        "The target of an action is no JSONPath query (RFC 9535).",
        "correct the query here",
    )
    OVERLAY_WITHOUT_EFFECT = (
        "SL622",
        "overlay-without-effect",
        "An overlay, or an action of one, changes nothing.",
        "correct its target, or remove it",
    )
    OVERLAY_CONFLICT = (
        "SL623",
        "overlay-conflict",
        "An action cannot be done: a value and its target do not go together.",
        "remove the target in an action before, or correct the value",
    )
    OVERLAY_TOO_LARGE = (
        "SL624",
        "overlay-too-large",
        "An action makes its document larger than the limits, or takes too long to find.",
        "make the target or the value smaller",
    )
    OVERLAY_DOCUMENT = (
        "SL625",
        "overlay-document",
        "An overlay is for a document that the run does not read.",
        "correct or remove `extends`",
    )
    CONFIG_EXISTS = (
        "SL626",
        "config-exists",
        "A file stands where `init` would write the configuration.",
        "write it elsewhere with --out, or replace the file with --force",
    )

    def __init__(self, identifier: str, slug: str, meaning: str, remedy: str) -> None:
        self.identifier = identifier
        self.slug = slug
        self.meaning = meaning
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.identifier} {self.slug}"
