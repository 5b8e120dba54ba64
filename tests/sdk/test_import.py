"""What an import costs and gives: nothing before it is used, everything that is promised."""

from __future__ import annotations

import copy
import importlib
import pickle
import pkgutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import openai_realtime
import pytest
from openai_realtime import (
    APIConnectionError,
    APIResponseValidationError,
    APITimeoutError,
    OpenAI,
    OpenAIError,
    UnknownEvent,
    WebSocketConnectionClosedError,
    is_unknown,
    not_given,
    omit,
)
from openai_realtime.resources.realtime.realtime import RealtimeConnection
from openai_realtime.types.realtime import RealtimeResponse, ResponseDoneEvent

from tests.sdk.flavours import KEY

SOURCE = Path(openai_realtime.__file__).resolve().parents[1]
LAZY = [
    "openai_realtime",
    "openai_realtime.resources",
    "openai_realtime.resources.realtime",
    "openai_realtime.types",
    "openai_realtime.types.realtime",
    "openai_realtime.types.responses",
    "openai_realtime.types.shared",
]
LIBRARIES = ("httpx", "pydantic", "websockets")


def fresh(code: str) -> list[str]:
    """Run code in an interpreter of its own; gives the modules of interest that it loaded."""
    report = (
        f"\nimport sys\nfor name in sorted(sys.modules):\n"
        f"    if name in {LIBRARIES} or name.startswith('openai_realtime'): print(name)\n"
    )
    result = subprocess.run(
        [
            sys.executable,
            "-I",
            "-c",
            f"import sys; sys.path.insert(0, {str(SOURCE)!r})\n{code}{report}",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stdout.split()


class TestLazyImports:
    def test_the_package_alone_loads_nothing(self) -> None:
        assert fresh("import openai_realtime") == ["openai_realtime"]

    @pytest.mark.parametrize("name", LAZY[1:])
    def test_a_package_below_loads_only_those_above(self, name: str) -> None:
        loaded = fresh(f"import {name}")
        assert loaded == [".".join(name.split(".")[:n]) for n in range(1, name.count(".") + 2)]

    def test_listing_names_loads_nothing(self) -> None:
        assert fresh("import openai_realtime\ndir(openai_realtime)") == ["openai_realtime"]

    def test_a_client_loads_no_websockets(self) -> None:
        loaded = fresh("from openai_realtime import OpenAI\nOpenAI(api_key='k').base_url")
        assert "httpx" in loaded
        assert "websockets" not in loaded
        assert not [name for name in loaded if ".resources" in name or ".types" in name]

    def test_an_exception_loads_no_library(self) -> None:
        loaded = fresh("from openai_realtime import RateLimitError, OpenAIError")
        assert not set(loaded) & set(LIBRARIES)

    def test_rest_loads_no_websockets(self) -> None:
        loaded = fresh("from openai_realtime import OpenAI\nOpenAI(api_key='k').realtime.calls")
        assert "websockets" not in loaded


class TestNames:
    @pytest.mark.parametrize("name", LAZY)
    def test_every_promised_name_is_there(self, name: str) -> None:
        module = importlib.import_module(name)
        assert dir(module) == sorted(module.__all__)
        for each in module.__all__:
            assert getattr(module, each) is not None

    @pytest.mark.parametrize("name", LAZY)
    def test_another_name_is_not(self, name: str) -> None:
        module = importlib.import_module(name)
        with pytest.raises(AttributeError, match="no attribute 'Nonsense'"):
            _ = module.Nonsense
        assert not hasattr(module, "_MODULE")

    def test_the_list_of_packages_is_complete(self) -> None:
        packages = {
            module.name
            for module in pkgutil.walk_packages(openai_realtime.__path__, "openai_realtime.")
            if module.ispkg and not module.name.endswith("._runtime")
        }
        assert packages == set(LAZY[1:])

    def test_every_module_can_be_imported(self) -> None:
        modules = [
            module.name
            for module in pkgutil.walk_packages(openai_realtime.__path__, "openai_realtime.")
        ]
        assert len(modules) > 200
        for name in modules:
            importlib.import_module(name)

    def test_every_module_can_be_imported_first(self) -> None:
        """No circle of imports depends on where one enters it: one interpreter, emptied."""
        code = """
import importlib, pkgutil
import openai_realtime
names = [m.name for m in pkgutil.walk_packages(openai_realtime.__path__, 'openai_realtime.')
         if '.types.realtime.' not in m.name or m.name.endswith(('_event', '_request', '_item'))]
for name in names:
    for loaded in [n for n in sys.modules if n.startswith('openai_realtime')]:
        del sys.modules[loaded]
    importlib.import_module(name)
"""
        assert fresh(code)

    def test_type_information_comes_along(self) -> None:
        assert (SOURCE / "openai_realtime/py.typed").is_file()

    def test_exceptions_say_where_they_are_caught(self) -> None:
        names = [n for n in openai_realtime.__all__ if n.endswith("Error")]
        assert len(names) == 17
        for name in names:
            error = getattr(openai_realtime, name)
            assert issubclass(error, OpenAIError)
            assert (error.__name__, error.__module__) == (name, "openai_realtime._exceptions")


REQUEST = httpx.Request(
    "POST", "https://h.test/v1/x?token=t", headers={"Authorization": f"B {KEY}"}
)
BODY = {"message": "no", "code": "c", "param": "p", "type": "t"}


def response(status: int) -> httpx.Response:
    return httpx.Response(
        status, headers={"x-request-id": "req-1"}, json={"error": BODY}, request=REQUEST
    )


def status_errors() -> list[Any]:
    names = [
        name
        for name in openai_realtime.__all__
        if name.endswith("Error")
        and issubclass(getattr(openai_realtime, name), openai_realtime.APIStatusError)
    ]
    return [
        pytest.param(
            getattr(openai_realtime, name)("no", response=response(400), body=BODY), id=name
        )
        for name in names
    ]


class TestPickling:
    @pytest.mark.parametrize("error", status_errors())
    def test_status_errors(self, error: Any) -> None:
        data = pickle.dumps(error)
        assert KEY.encode() not in data
        assert b"token=t" not in data
        again = pickle.loads(data)
        assert type(again) is type(error)
        assert (str(again), again.args, again.body) == (str(error), error.args, BODY)
        assert (again.code, again.param, again.type) == ("c", "p", "t")
        assert (again.status_code, again.request_id) == (error.status_code, "req-1")
        assert again.response.json() == {"error": BODY}
        assert str(again.request.url) == "https://h.test/v1/x"

    @pytest.mark.parametrize(
        "error",
        [
            OpenAIError("plain"),
            APIConnectionError(request=REQUEST),
            APITimeoutError(REQUEST),
            APIResponseValidationError(response(200), {"a": 1}),
            WebSocketConnectionClosedError(code=1011, reason="r", request=REQUEST),
        ],
        ids=lambda error: type(error).__name__,
    )
    def test_other_errors(self, error: Any) -> None:
        data = pickle.dumps(error)
        assert KEY.encode() not in data
        for again in (pickle.loads(data), copy.copy(error)):
            assert type(again) is type(error)
            assert (str(again), again.args) == (str(error), error.args)
            for name in ("code", "reason", "status_code", "body"):
                assert getattr(again, name, None) == getattr(error, name, None)

    @pytest.mark.parametrize(
        "frame",
        [
            b'{"type":"response.done","event_id":"e","response":{"id":"r","output":[]},"later":[1]}',
            b'{"type":"response.done","response":{"output":[{"type":"hologram","x":{}}]}}',
            b'{"type":"response.done","event_id":7,"response":"none"}',
            b'{"type":"brand.new","x":[1]}',
            b"not JSON",
        ],
        ids=["typed", "unknown item", "raw field", "unknown", "not JSON"],
    )
    def test_events(self, frame: bytes) -> None:
        event: Any = RealtimeConnection(None).parse_event(frame)  # type: ignore[arg-type]
        for again in (pickle.loads(pickle.dumps(event)), copy.copy(event), copy.deepcopy(event)):
            assert type(again) is type(event)
            assert again == event
            assert again.model_fields_set == event.model_fields_set
            if isinstance(event, UnknownEvent):
                assert (again.raw, again.error) == (event.raw, event.error)
            else:
                assert again.to_dict() == event.to_dict()
            if isinstance(event, ResponseDoneEvent) and isinstance(
                event.response, RealtimeResponse
            ):
                for mine, theirs in zip(again.response.output, event.response.output, strict=True):
                    assert is_unknown(mine)
                    assert mine == theirs

    def test_sentinels_stay_themselves(self) -> None:
        for sentinel in (omit, not_given):
            assert pickle.loads(pickle.dumps(sentinel)) is sentinel
            assert copy.deepcopy(sentinel) is sentinel
            assert not sentinel

    def test_a_client_does_not_leave_the_process_with_its_key(self) -> None:
        with OpenAI(api_key=KEY) as client, pytest.raises(TypeError):
            pickle.dumps(client)
