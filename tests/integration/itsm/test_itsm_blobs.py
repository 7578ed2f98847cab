"""Uploads that break off and continue, and what is never accepted as a file."""

from __future__ import annotations

import hashlib
import socket
import threading
import time
from urllib.parse import urlsplit

import pytest

from tests.integration.itsm.conftest import Dispatch
from tests.support.itsm_server import Api, random_file


def part(api: Api, sha256: str, data: bytes, offset: int, last: bool) -> tuple[int, str]:
    headers = {"Upload-Offset": str(offset), "Upload-Complete": "?1" if last else "?0"}
    answer = api.send("PUT", f"/blobs/{sha256}", data=data, headers=headers)
    return answer.status_code, answer.headers.get("Upload-Offset", "")


def test_an_upload_in_parts(api: Api) -> None:
    sha256, data = random_file(700_000)
    assert api.send("HEAD", f"/blobs/{sha256}").status_code == 404
    assert part(api, sha256, data[:300_000], 0, last=False) == (202, "300000")
    head = api.send("HEAD", f"/blobs/{sha256}")
    assert (head.headers["Upload-Offset"], head.headers["Upload-Complete"]) == ("300000", "?0")
    assert part(api, sha256, data[:1], 0, last=False) == (409, "300000")
    assert part(api, sha256, data[400_000:], 400_000, last=True) == (409, "300000")
    assert part(api, sha256, data[300_000:], 300_000, last=True) == (201, "700000")
    head = api.send("HEAD", f"/blobs/{sha256}")
    assert (head.headers["Upload-Offset"], head.headers["Upload-Complete"]) == ("700000", "?1")
    assert part(api, sha256, data, 0, last=True) == (201, "700000")


def test_an_empty_file_is_a_file(api: Api) -> None:
    assert api.upload(b"", hashlib.sha256(b"").hexdigest()).status_code == 201


def test_wrong_bytes_are_dropped_and_the_right_ones_may_follow(api: Api) -> None:
    sha256, data = random_file(1000)
    wrong = api.upload(bytes(1000), sha256)
    assert (wrong.status_code, wrong.headers["Upload-Offset"]) == (422, "0")
    assert wrong.json()["type"] == "urn:fieldapp:problem:blob-hash"
    assert api.send("HEAD", f"/blobs/{sha256}").status_code == 404
    assert api.upload(data, sha256).status_code == 201


def test_each_device_continues_its_own_upload(api: Api, other: Api) -> None:
    sha256, data = random_file(1000)
    assert part(api, sha256, b"garbage", 0, last=False) == (202, "7")
    assert part(other, sha256, data, 0, last=True) == (201, "1000")
    assert part(api, sha256, b"", 7, last=True) == (201, "1000")


@pytest.mark.parametrize("name", ["..", "%2e%2e%2f%2e%2e", "A" * 64, "0" * 63, "0" * 65, "0" * 63 + "%00"])
def test_a_name_that_is_no_hash_is_nowhere(api: Api, name: str) -> None:
    for method in ("HEAD", "GET", "PUT"):
        assert api.send(method, f"/blobs/{name}", data=b"x" if method == "PUT" else None).status_code in (404, 405)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Offset": "-1"}, 400),
        ({"Upload-Offset": "１"}, 400),
        ({"Upload-Offset": "9" * 30}, 400),
        ({"Upload-Complete": "yes"}, 400),
        ({"Content-Encoding": "gzip"}, 415),
    ],
)
def test_upload_headers_that_make_no_sense(api: Api, headers: dict[str, str], status: int) -> None:
    encoded = {name: value.encode().decode("latin-1") for name, value in headers.items()}
    assert api.send("PUT", f"/blobs/{random_file(1)[0]}", data=b"x", headers=encoded).status_code == status


def test_a_file_may_not_be_endless(api: Api) -> None:
    sha256, _ = random_file(1)

    def stream() -> object:
        for _ in range(65):
            yield bytes(1024 * 1024)

    answer = api.send("PUT", f"/blobs/{sha256}", data=stream())
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:fieldapp:problem:too-large")


def test_only_those_who_have_the_order_read_its_files(api: Api, other: Api, desk_api: Api, dispatch: Dispatch) -> None:
    order = dispatch()
    sha256, data = random_file(2000)
    assert api.upload(data, sha256).status_code == 201
    (result,) = api.batch(api.op(order.id, order.etag, {"attachments": [api.attachment(sha256, 2000)]}))
    assert result["status"] == "applied"
    assert api.send("GET", f"/blobs/{sha256}").content == data
    assert desk_api.send("GET", f"/blobs/{sha256}").headers["ETag"] == f'"{sha256}"'
    assert other.send("GET", f"/blobs/{sha256}").status_code == 404


def test_what_had_arrived_when_the_line_broke_is_kept(api: Api) -> None:
    sha256, data = random_file(600_000)
    where = urlsplit(api.base)
    head = f"PUT /sync/v1/blobs/{sha256} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(data)}\r\nUpload-Offset: 0\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in api.headers.items())
    with socket.create_connection((where.hostname, where.port)) as line:
        line.sendall(head.encode() + b"\r\n" + data[:400_000])
    for _ in range(200):
        answer = api.send("HEAD", f"/blobs/{sha256}")
        if answer.headers.get("Upload-Offset") == "400000":
            break
        time.sleep(0.02)
    assert answer.headers["Upload-Offset"] == "400000"
    assert part(api, sha256, data[400_000:], 400_000, last=True) == (201, "600000")


def test_two_lines_sending_the_same_file_end_with_one_whole_file(api: Api) -> None:
    """A client whose first connection hangs starts a second one: whatever interleaves, wrong bytes never become the file."""
    sha256, data = random_file(3_000_000)
    answers: list[int] = []

    def send() -> None:
        with Api(api.base, api.device_id, api.tokens) as line:
            answers.append(line.upload(data, sha256).status_code)

    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) <= {201, 409}
    here = int(api.send("HEAD", f"/blobs/{sha256}").headers["Upload-Offset"])
    assert part(api, sha256, data[here:], here, last=True)[0] == 201
