from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from codegen.diagnostics import Code, Diagnostic, Location, SpecError
from codegen.resolve import DocumentStore, Node
from codegen.resolve.store import LONGEST_CHAIN


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(tmp_path.resolve())


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def store_of(folder: Path, text: str) -> tuple[DocumentStore, Path]:
    path = write(folder / "api.yaml", text)
    return DocumentStore([path]), path


def refusal(store: DocumentStore, base: Path | Location, ref: str) -> Diagnostic:
    location = base if isinstance(base, Location) else Location(base)
    with pytest.raises(SpecError) as caught:
        store.resolve(location, ref)
    return caught.value.diagnostics[0]


class TestResolve:
    def test_within_a_file(self, folder: Path) -> None:
        store, path = store_of(folder, "a: {b: [x, y]}\n")
        node = store.resolve(Location(path), "#/a/b/1")
        assert node == Node(Location(path, ("a", "b", 1)), "y")
        assert node.value == "y"
        assert store.resolve(Location(path), "#").value == {"a": {"b": ["x", "y"]}}

    def test_across_files_the_path_is_relative_to_the_referring_file(self, folder: Path) -> None:
        store, path = store_of(folder, "a: {$ref: 'parts/b.yaml#/b'}\n")
        part = write(folder / "parts" / "b.yaml", "b: {$ref: '../c d.json'}\n")
        last = write(folder / "c d.json", '{"c": 1}')
        resolved = store.follow(store.node(path, ("a",)))
        assert resolved.node == Node(Location(last), None)
        assert resolved.node.value == {"c": 1}
        assert [node.location for node in resolved.chain] == [
            Location(path, ("a",)),
            Location(part, ("b",)),
        ]

    def test_a_document_by_its_own_name(self, folder: Path) -> None:
        name = "https://example.com/api.yaml"
        store, path = store_of(folder, f"$self: {name}\na: {{b: 1}}\n")
        other = write(folder / "other.yaml", "c: 2\n")
        for base in (path, other):
            assert store.resolve(Location(base), f"{name}#/a/b") == Node(
                Location(path, ("a", "b")), 1
            )
        assert refusal(store, path, f"{name}x#/a").code is Code.REF_TO_URL

    def test_another_document_by_its_own_name(self, folder: Path) -> None:
        base = "https://example.com/api"
        store, path = store_of(folder, f"$self: {base}/openapi.yaml\na: 1\n")
        pet = write(folder / "parts" / "pet.yaml", f"$self: {base}/parts/pet.yaml\nb: {{c: 2}}\n")
        write(folder / "nameless.yaml", "b: 1\n")
        found = store.resolve(Location(path), f"{base}/parts/pet.yaml#/b/c")
        assert found == Node(Location(pet, ("b", "c")), 2)
        assert store.resolve(Location(pet), f"{base}/openapi.yaml#/a").value == 1
        for other in ("nameless.yaml", "gone.yaml", "parts", "../../../etc/hosts"):
            assert refusal(store, path, f"{base}/{other}#/b").code is Code.REF_TO_URL

    def test_one_schema_reached_from_two_documents_is_one_location(self, folder: Path) -> None:
        rest = write(folder / "openapi.yaml", "components: {schemas: {Pet: {type: object}}}\n")
        events = write(
            folder / "asyncapi.yaml", "x: {$ref: './openapi.yaml#/components/schemas/Pet'}"
        )
        store = DocumentStore([rest, events])
        from_events = store.follow(store.node(events, ("x",))).node
        from_rest = store.resolve(Location(rest), "#/components/schemas/Pet")
        assert from_events.location == from_rest.location
        assert from_events.value is from_rest.value

    def test_links_lead_to_one_real_file(self, folder: Path) -> None:
        store, path = store_of(folder, "a: 1\n")
        real = write(folder / "real.yaml", "x: 1\n")
        (folder / "link.yaml").symlink_to(real)
        node = store.resolve(Location(path), "link.yaml#/x")
        assert node.location == Location(real, ("x",))
        assert store.node(folder / "link.yaml", ("x",)).location == node.location

    def test_the_pointer_of_a_result_is_canonical(self, folder: Path) -> None:
        store, path = store_of(folder, "s: {'a/b': [1], 'x%20y': 2, 'é': 3}\n")
        base = Location(path)
        assert store.resolve(base, "#/s/a/b/0").location.pointer == ("s", "a/b", 0)
        assert store.resolve(base, "#/s/a~1b/0").location.pointer == ("s", "a/b", 0)
        assert store.resolve(base, "#/s/a%2Fb/0").location.pointer == ("s", "a/b", 0)
        assert store.resolve(base, "#/s/x%20y").location.pointer == ("s", "x%20y")
        assert store.resolve(base, "#/s/%C3%A9").location.pointer == ("s", "é")

    def test_a_pointer_goes_on_through_a_reference(self, folder: Path) -> None:
        store, path = store_of(
            folder,
            "a: {$ref: '#/b'}\nb: {$ref: '#/c'}\nc: {d: {$ref: '#/e'}}\ne: {f: 7}\n",
        )
        node = store.resolve(Location(path), "#/a/d/f")
        assert node == Node(Location(path, ("e", "f")), 7)

    def test_definitions_of_an_embedded_schema(self, folder: Path) -> None:
        store, path = store_of(
            folder,
            "x:\n  $defs: {A: {type: string}}\n  properties: {a: {$ref: '#/$defs/A'}}\n",
        )
        node = store.follow(store.node(path, ("x", "properties", "a"))).node
        assert node.location == Location(path, ("x", "$defs", "A"))
        assert refusal(store, Location(path), "#/$defs/A").code is Code.UNRESOLVED_REF


class TestFollow:
    def test_a_node_that_is_no_reference_is_itself(self, folder: Path) -> None:
        store, path = store_of(folder, "a: {type: string}\nb: {$ref: {type: string}}\nc: 5\n")
        for key in ("a", "b", "c"):
            node = store.node(path, (key,))
            resolved = store.follow(node)
            assert resolved.node is node
            assert dict(resolved.siblings) == {}
            assert resolved.chain == ()

    def test_siblings_are_kept_and_the_nearest_wins(self, folder: Path) -> None:
        store, path = store_of(
            folder,
            "a: {$ref: '#/b', description: near}\n"
            "b: {$ref: '#/c', description: far, deprecated: true}\n"
            "c: {type: string}\n",
        )
        resolved = store.follow(store.node(path, ("a",)))
        assert resolved.node.value == {"type": "string"}
        assert {key: node.value for key, node in resolved.siblings.items()} == {
            "description": "near",
            "deprecated": True,
        }
        assert resolved.siblings["deprecated"].location == Location(path, ("b", "deprecated"))

    def test_lookup_takes_one_step(self, folder: Path) -> None:
        store, path = store_of(folder, "a: {$ref: '#/b'}\nb: {$ref: '#/c'}\nc: 1\n")
        assert store.lookup(Location(path), "#/b").location == Location(path, ("b",))

    @pytest.mark.parametrize(
        "text",
        [
            "a: {$ref: '#/a'}\n",
            "a: {$ref: '#/b'}\nb: {$ref: '#/a'}\n",
            "a: {$ref: '#/b'}\nb: {$ref: '#/c'}\nc: {$ref: '#/b'}\n",
            "a: {$ref: '#/a/x'}\n",
            "a: {$ref: '#/b/x'}\nb: {$ref: '#/a/x'}\n",
        ],
    )
    def test_a_cycle_of_references_is_refused(self, folder: Path, text: str) -> None:
        store, path = store_of(folder, text)
        diagnostic = refusal(store, Location(path, ("start",)), "#/a")
        assert diagnostic.code is Code.REF_CYCLE

    def test_a_schema_that_refers_to_itself_below_is_no_cycle(self, folder: Path) -> None:
        store, path = store_of(folder, "a: {items: {$ref: '#/a'}}\n")
        node = store.follow(store.node(path, ("a", "items"))).node
        assert node.location == Location(path, ("a",))

    @pytest.mark.parametrize("suffix", ["", "/x"])
    def test_a_chain_without_end_is_refused(self, folder: Path, suffix: str) -> None:
        links = 5000
        lines = [f"a{n}: {{$ref: '#/a{n + 1}{suffix}'}}\n" for n in range(links)]
        store, path = store_of(folder, "".join(lines) + f"a{links}: {{x: 1}}\n")
        assert refusal(store, path, "#/a0").code is Code.REF_CHAIN_TOO_LONG

    def test_a_chain_up_to_the_limit_is_followed(self, folder: Path) -> None:
        lines = [f"a{n}: {{$ref: '#/a{n + 1}'}}\n" for n in range(LONGEST_CHAIN)]
        store, path = store_of(folder, "".join(lines) + f"a{LONGEST_CHAIN}: end\n")
        assert store.resolve(Location(path), "#/a0").value == "end"


class TestRefusals:
    def test_a_pointer_that_leads_nowhere_suggests_the_nearest_key(self, folder: Path) -> None:
        store, path = store_of(folder, "components: {schemas: {Pet: {}}}\n")
        diagnostic = refusal(store, path, "#/components/schemas/pett")
        assert diagnostic.code is Code.UNRESOLVED_REF
        assert diagnostic.remedy == "did you mean '#/components/schemas/Pet'?"
        assert refusal(store, path, "#/components/parameters/x").remedy is None

    @pytest.mark.parametrize(
        "ref", ["../other.yaml", "../../etc/passwd", "/etc/passwd", "out.yaml"]
    )
    def test_a_file_outside_is_refused_whether_it_exists_or_not(
        self, folder: Path, ref: str
    ) -> None:
        write(folder / "other.yaml", "a: 1\n")
        store, path = store_of(folder / "spec", "a: 1\n")
        (folder / "spec" / "out.yaml").symlink_to(folder / "other.yaml")
        assert refusal(store, path, ref).code is Code.REF_OUTSIDE_FOLDER
        assert folder / "other.yaml" not in store.files

    def test_a_link_to_a_folder_outside_is_refused(self, folder: Path) -> None:
        write(folder / "other" / "a.yaml", "a: 1\n")
        store, path = store_of(folder / "spec", "a: 1\n")
        (folder / "spec" / "link").symlink_to(folder / "other", target_is_directory=True)
        assert refusal(store, path, "link/a.yaml").code is Code.REF_OUTSIDE_FOLDER

    def test_a_link_to_itself(self, folder: Path) -> None:
        store, path = store_of(folder, "a: 1\n")
        (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
        diagnostic = refusal(store, path, "loop.yaml")
        assert diagnostic.code is Code.REF_FILE
        assert "leads back to itself" in diagnostic.message

    @pytest.mark.parametrize("ref", ["gone.yaml", "api.yaml/x", "x" * 5000])
    def test_a_file_that_does_not_exist(self, folder: Path, ref: str) -> None:
        store, path = store_of(folder, "a: 1\n")
        assert refusal(store, path, ref).code is Code.REF_FILE

    def test_a_folder(self, folder: Path) -> None:
        store, path = store_of(folder, "a: 1\n")
        assert refusal(store, path, "./").code is Code.REF_FILE

    def test_a_broken_file_is_reported_at_its_own_place(self, folder: Path) -> None:
        store, path = store_of(folder, "a: 1\n")
        broken = write(folder / "broken.yaml", "a: [\n")
        diagnostic = refusal(store, path, "broken.yaml")
        assert diagnostic.code is Code.INVALID_YAML
        assert diagnostic.location is not None
        assert diagnostic.location.file == broken

    def test_a_url_is_refused(self, folder: Path) -> None:
        store, path = store_of(folder, "a: 1\n")
        assert refusal(store, path, "https://example.com/a.yaml").code is Code.REF_TO_URL


class TestStore:
    def test_a_file_is_read_once(self, folder: Path) -> None:
        store, path = store_of(folder, "a: 1\n")
        first = store.document(path)
        path.unlink()
        assert store.document(path) is first

    def test_files_and_documents_list_what_was_read(self, folder: Path) -> None:
        store, path = store_of(folder, "a: {$ref: 'b.yaml'}\n")
        other = write(folder / "b.yaml", "b: 1\n")
        assert not store.files
        store.follow(store.node(path, ("a",)))
        assert store.files == (path, other)
        assert [item.sha256 for item in store.documents] == [
            hashlib.sha256(file.read_bytes()).hexdigest() for file in (path, other)
        ]

    def test_the_folder_is_what_the_root_files_have_in_common(self, folder: Path) -> None:
        rest = write(folder / "spec" / "rest" / "a.yaml", "a: 1\n")
        events = write(folder / "spec" / "ws" / "b.yaml", "b: 1\n")
        write(folder / "spec" / "common.yaml", "c: 1\n")
        store = DocumentStore([rest, events])
        assert store.folders == (folder / "spec",)
        assert store.resolve(Location(rest), "../common.yaml#/c").value == 1

    def test_the_folder_can_be_given(self, folder: Path) -> None:
        path = write(folder / "spec" / "a.yaml", "a: 1\n")
        write(folder / "common.yaml", "c: 1\n")
        assert (
            refusal(DocumentStore([path]), path, "../common.yaml").code is Code.REF_OUTSIDE_FOLDER
        )
        store = DocumentStore([path], root_folder=folder)
        assert store.resolve(Location(path), "../common.yaml#/c").value == 1

    def test_a_root_file_may_be_a_link_to_elsewhere(self, folder: Path) -> None:
        real = write(folder / "elsewhere" / "a.yaml", "a: 1\n")
        (folder / "spec").mkdir()
        (folder / "spec" / "a.yaml").symlink_to(real)
        store = DocumentStore([folder / "spec" / "a.yaml"])
        assert store.root_files == (real,)
        assert store.node(folder / "spec" / "a.yaml", ("a",)).location.file == real

    def test_a_root_file_that_does_not_exist(self, folder: Path) -> None:
        with pytest.raises(SpecError) as caught:
            DocumentStore([folder / "gone.yaml"])
        assert caught.value.diagnostics[0].code is Code.FILE_MISSING

    def test_a_node_that_does_not_exist(self, folder: Path) -> None:
        store, path = store_of(folder, "a: 1\n")
        with pytest.raises(SpecError) as caught:
            store.node(path, ("b",))
        assert caught.value.diagnostics[0].code is Code.UNRESOLVED_REF
