"""The gate for foreign JSON: what passes, what is refused, and that each refusal names its place."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain import events, quick_gate, validation, values
from fieldapp.domain.records import EventKind, State
from fieldapp.errors import InputFault
from tests.support.domain_documents import DESK, at, event, moved, order, to_wire, uid

PHOTO = {
    "id": uid(9),
    "sha256": "0" * 64,
    "name": "机房.jpg",
    "mime": "image/jpeg",
    "size": 1,
    "kind": "photo",
    "added_at": to_wire(at(5)),
}


def full() -> dict[str, Any]:
    log = [
        event(1, EventKind.NOTE, 1, text="x"),
        moved(2, State.DISPATCHED, State.IN_PROGRESS, 2),
        event(4, EventKind.EDITED, 2, DESK, fields=["symptom", "contact_name"]),
    ]
    doc = order(State.IN_PROGRESS, events=log, cause="𠅤", devices=[{"_id": uid(1), "sn": "A"}], tags=["a"], count=1.5, ok=True)
    doc["attachments"] = [copy.deepcopy(PHOTO)]
    doc["newer"] = {"anything": [None, 1]}
    doc["events"].append(
        event(3, EventKind.NOTE, 3) | {"kind": "drone_flown", "actor": {"id": "d", "name": "D", "role": "drone"}}
    )
    return doc


def test_a_whole_document_passes() -> None:
    validation.check_document(full())
    doc = full() | {"number": None, "assignee": None}
    validation.check_document(doc)
    assert validation.read_document(b"\xef\xbb\xbf" + json.dumps(doc).encode(), "ORDER.json") == doc


def plain() -> dict[str, Any]:
    """The full document without what a newer version wrote."""
    doc = full()
    del doc["newer"], doc["events"][3]
    return doc


def put(path: str, value: Any, make: Callable[[], dict[str, Any]] = full) -> dict[str, Any]:
    """The full document with one place replaced; `...` removes it."""
    doc = make()
    *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    place: Any = doc
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return doc


deep: Any = "end"
for _ in range(values.MAX_DEPTH):
    deep = [deep]


FAULTS: list[tuple[str, Any, str]] = [
    ("id", "x", "$.id"),
    ("id", uid(1).upper().replace("0", "A"), "$.id"),
    ("id", ..., "$.id"),
    ("number", 5, "$.number"),
    ("number", "", "$.number"),
    ("number", "x" * 101, "$.number"),
    ("schema", 2, "$.schema"),
    ("schema", True, "$.schema"),
    ("form", [], "$.form"),
    ("form/id", 1, "$.form.id"),
    ("form/version", 0, "$.form.version"),
    ("form/version", True, "$.form.version"),
    ("assignee", 1, "$.assignee"),
    ("state", "DONE", "$.state"),
    ("state", "DISPATCHED", "$.state"),
    ("created_at", "2026-11-23", "$.created_at"),
    ("created_at", ..., "$.created_at"),
    ("answers", [], "$.answers"),
    ("answers", {f"f{n}": 1 for n in range(validation.MAX_ANSWERS + 1)}, "$.answers"),
    ("answers/cause", None, "$.answers.cause"),
    ("answers/cause", float("nan"), "$.answers.cause"),
    ("answers/cause", 2**53, "$.answers.cause"),
    ("answers/cause", "a\0b", "$.answers.cause"),
    ("answers/cause", "中\0", "$.answers.cause"),
    ("answers/cause", "\ud800", "$.answers.cause"),
    ("answers/cause", "x" * (values.MAX_TEXT + 1), "$.answers.cause"),
    ("answers/cause", b"x", "$.answers.cause"),
    ("answers/" + "k" * (values.MAX_KEY + 1), 1, "$.answers"),
    ("answers/\ud800", 1, "$.answers"),
    ("answers/a\0b", 1, "$.answers"),
    ("answers/devices", [{"_id": uid(1)}, 5], "$.answers.devices[1]"),
    ("answers/devices", [{"sn": "A"}], "$.answers.devices[0]._id"),
    ("answers/devices", [{"_id": "a"}, {"_id": "a"}], "$.answers.devices[1]._id"),
    ("newer", deep, "$.newer" + "[0]" * (values.MAX_DEPTH - 1)),
    ("events", {}, "$.events"),
    ("events", ..., "$.events"),
    ("events/0", 5, "$.events[0]"),
    ("events/0/id", "1", "$.events[0].id"),
    ("events/1/id", uid(1), "$.events[1].id"),
    ("events/0/kind", "", "$.events[0].kind"),
    ("events/0/at", "noon", "$.events[0].at"),
    ("events/0/server_at", 7, "$.events[0].server_at"),
    ("events/0/actor", "me", "$.events[0].actor"),
    ("events/0/actor/id", "", "$.events[0].actor.id"),
    ("events/0/actor/name", None, "$.events[0].actor.name"),
    ("events/0/actor/role", "boss", "$.events[0].actor.role"),
    ("events/0/data", None, "$.events[0].data"),
    ("events/1/data/to", "GONE", "$.events[1].data.to"),
    ("events/1/data/from", ["PENDING"], "$.events[1].data.from"),
    ("events/2/data/fields", ..., "$.events[2].data.fields"),
    ("events/2/data/fields", "symptom", "$.events[2].data.fields"),
    ("events/2/data/fields", [], "$.events[2].data.fields"),
    ("events/2/data/fields", ["symptom", 5], "$.events[2].data.fields"),
    ("events/2/data/fields", ["symptom", ""], "$.events[2].data.fields"),
    ("events/2/data/fields", {"symptom": True}, "$.events[2].data.fields"),
    ("events/2/data/fields", ["f"] * (validation.MAX_ANSWERS + 1), "$.events[2].data.fields"),
    ("events/2/data/fields", ["a\0b"], "$.events[2].data.fields[0]"),
    ("attachments/0/sha256", "abc", "$.attachments[0].sha256"),
    ("attachments/0/name", "", "$.attachments[0].name"),
    ("attachments/0/mime", 1, "$.attachments[0].mime"),
    ("attachments/0/size", -1, "$.attachments[0].size"),
    ("attachments/0/size", True, "$.attachments[0].size"),
    ("attachments/0/kind", "film", "$.attachments[0].kind"),
    ("attachments/0/added_at", None, "$.attachments[0].added_at"),
    ("attachments", [PHOTO] * (validation.MAX_ATTACHMENTS + 1), "$.attachments"),
]


@pytest.mark.parametrize(("path", "value", "where"), FAULTS)
def test_a_fault_names_its_place(path: str, value: Any, where: str) -> None:
    with pytest.raises(InputFault) as caught:
        validation.check_document(put(path, value))
    assert caught.value.code == "order.invalid"
    assert caught.value.details["path"] == where
    assert caught.value.text.startswith(f"{where}: ")
    assert "\n" not in caught.value.text
    caught.value.text.encode()


def test_the_quick_look_lets_no_fault_pass() -> None:
    assert quick(plain())
    assert quick({name: value for name, value in plain().items() if name not in {"number", "assignee"}})
    moments = ("2026-11-23T10:00:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+08:00")
    more = [("attachments/0/added_at", moment, "") for moment in moments]
    passed = [(path, value) for path, value, _ in [*FAULTS, *more] if quick(put(path, value, plain))]
    assert not passed


def quick(doc: dict[str, Any]) -> bool:
    """Whether either way of a quick look lets it pass: at the document, or at the JSON that it was."""
    passes = quick_gate.is_surely_fine(doc, validation._known_states)
    try:
        written = json.dumps(doc).encode()
    except (TypeError, ValueError):
        return passes
    return passes or validation.read_at_once(written) is not None


def test_the_quick_reading_says_what_the_document_says() -> None:
    for doc in (plain(), plain() | {"number": None, "assignee": None}, plain() | {"events": [], "attachments": []}):
        reading = validation.read_at_once(json.dumps(doc, ensure_ascii=False).encode())
        assert reading is not None
        said = {name: value for name, value in doc.items() if name not in {"events", "attachments"}}
        assert {name: value for name, value in reading.doc.items() if name in said or value is not None} == said
        assert [events.to_wire(entry) for entry in reading.log] == [events.to_wire(entry) for entry in events.log(doc)]
    assert validation.read_at_once(json.dumps(plain() | {"kind": "unheard-of"}).encode()) is None
    for written in (b"", b"{", b"null", b"[]", b"[" * 100_000, json.dumps(full()).encode()):
        assert validation.read_at_once(written) is None


@pytest.mark.parametrize("doc", [None, [], "text", 5])
def test_what_is_no_object(doc: Any) -> None:
    with pytest.raises(InputFault, match=r"^\$: an order is an object"):
        validation.check_document(doc)


def test_the_log_is_one_chain() -> None:
    doc = put("events/0", moved(1, State.PENDING, State.IN_PROGRESS, 1))
    with pytest.raises(InputFault, match=r"\$\.events\[1\]\.data\.from: the order was IN_PROGRESS, not DISPATCHED"):
        validation.check_document(doc)


def test_too_many_values() -> None:
    with pytest.raises(InputFault, match="more than"):
        validation.check_document(put("newer", [[0] * 1000] * (values.MAX_VALUES // 1000 + 1)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"id": NaN}',
        b'{"id": 1, "id": 2}',
        b" " * (validation.MAX_BYTES + 1),
        b'{"n": ' + b"9" * 5000 + b"}",
    ],
)
def test_unreadable_files_are_one_line(data: bytes) -> None:
    with pytest.raises(InputFault) as caught:
        validation.read_document(data, "ORDER.json")
    assert caught.value.code == "order.unreadable"
    assert caught.value.text.startswith("ORDER.json: ")
    assert "\n" not in caught.value.text


def test_a_readable_file_with_a_wrong_order_names_file_and_path() -> None:
    with pytest.raises(InputFault) as caught:
        validation.read_document(json.dumps(put("state", "DONE")).encode(), "ORDER.json")
    assert caught.value.text.startswith("ORDER.json: $.state: ")
    assert caught.value.details["path"] == "$.state"


@pytest.mark.parametrize(
    "patch",
    [
        {},
        {
            "answers": {"cause": None, "devices": [{"_id": "1"}]},
            "rows": {"parts": {"put": [{"_id": "2"}], "drop": ["3"], "order": ["2"]}},
        },
        {"events": [event(1, EventKind.NOTE, 1, text="x")], "attachments": [PHOTO]},
    ],
)
def test_good_patches(patch: dict[str, Any]) -> None:
    validation.check_patch(patch)


@pytest.mark.parametrize(
    ("patch", "where"),
    [
        ([], "$"),
        ({"state": "CLOSED"}, "$.state"),
        ({"answers": []}, "$.answers"),
        ({"answers": None}, "$.answers"),
        ({"rows": []}, "$.rows"),
        ({"rows": {"parts": []}}, "$.rows.parts"),
        ({"rows": {"parts": {"clear": True}}}, "$.rows.parts.clear"),
        ({"rows": {"parts": {"put": 5}}}, "$.rows.parts.put"),
        ({"rows": {"parts": {"put": [{"sn": 1}]}}}, "$.rows.parts.put[0]._id"),
        ({"rows": {"parts": {"drop": [1]}}}, "$.rows.parts.drop"),
        ({"rows": {"parts": {"order": "1"}}}, "$.rows.parts.order"),
        ({"events": [{}]}, "$.events[0].id"),
        ({"events": [event(1, EventKind.EDITED, 1, DESK)]}, "$.events[0].data.fields"),
        ({"attachments": [{"id": uid(1)}]}, "$.attachments[0].sha256"),
    ],
)
def test_bad_patches(patch: Any, where: str) -> None:
    with pytest.raises(InputFault) as caught:
        validation.check_patch(patch)
    assert (caught.value.code, caught.value.details["path"]) == ("patch.invalid", where)


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(st.characters(exclude_categories=()))),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)),
    max_leaves=8,
)
PLACES = (
    "id",
    "form",
    "state",
    "created_at",
    "answers",
    "events",
    "events/0",
    "events/1/data",
    "events/2/data",
    "events/2/data/fields",
    "events/0/actor",
    "attachments/0",
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PLACES), json_values)
def test_any_value_anywhere_gives_a_verdict_and_no_traceback(path: str, value: Any) -> None:
    try:
        validation.check_document(put(path, value))
    except InputFault as fault:
        assert fault.code == "order.invalid"  # noqa: PT017  # most values are refused, some pass


@settings(max_examples=300, deadline=None)
@given(st.sampled_from((*PLACES, "answers/devices", "answers/devices/0", "attachments/0/revision")), json_values)
def test_what_passes_the_quick_look_passes_the_other(path: str, value: Any) -> None:
    doc = put(path, value, plain)
    if quick(doc):
        validation._document(doc)
        assert quick_gate.is_surely_fine(doc, validation._known_states)
        assert validation.read_at_once(json.dumps(doc).encode()) is not None


@settings(max_examples=200, deadline=None)
@given(json_values)
def test_any_patch_gives_a_verdict(value: Any) -> None:
    for patch in (value, {"answers": value}, {"rows": value}, {"rows": {"parts": value}}, {"events": value}):
        try:
            validation.check_patch(patch)
        except InputFault as fault:
            assert fault.code == "patch.invalid"  # noqa: PT017
