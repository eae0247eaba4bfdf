"""What docs/findings.md lists of the Python client, by its ids, with the client alone: no code of this project.

    python property/drivers/python/by_hand.py [ID…]

Prints what happens, and ends with 1 when something that is listed does not.
"""

import json
import socket
import struct
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx2
import openai


class Came:
    """What a call gave: its value or its error, what was asked, and when, in seconds."""

    def __init__(self):
        self.value, self.error, self.asked, self.at = None, None, [], []

    def settle(self, call, client):
        try:
            self.value = call(client.beta.chatkit)
        except Exception as error:
            self.error = error
        return self


def reads(body, call):
    """Makes a call whose answer has these bytes as its body."""
    answer = lambda request: httpx2.Response(200, headers={"content-type": "application/json"}, content=body)
    http = openai.DefaultHttpxClient(transport=httpx2.MockTransport(answer))
    return lambda: Came().settle(call, openai.OpenAI(api_key="k", max_retries=0, http_client=http))


def asks(answers, call, **options):
    """Makes a call of a client with its defaults against a server: one answer after the other, the last one again."""

    def run():
        came = Came()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                self.rfile.read(int(self.headers.get("content-length", 0)))
                came.asked.append(f"{self.command} {self.path}")
                came.at.append(time.monotonic())
                answers[min(len(came.asked), len(answers)) - 1](self)

            do_GET = do_POST = do_DELETE = answer

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        server.handle_error = lambda *_: None
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        return came.settle(call, openai.OpenAI(api_key="k", base_url=address, **options))

    return run


def send(status, body=b"", **headers):
    def answer(request):
        request.send_response(status)
        if status != 204:
            for name, value in {"content_type": "application/json", **headers}.items():
                request.send_header(name.replace("_", "-"), value)
            request.send_header("content-length", str(len(body) + (9 if headers.get("x_cut") else 0)))
        request.end_headers()
        request.wfile.write(body)
        if headers.get("x_cut"):
            request.close_connection = True

    return answer


def page(ids, more, last_id, **extra):
    data = [{"id": id, "object": "chatkit.thread", "created_at": 0, "status": {"type": "active"}} for id in ids]
    body = {"object": "list", "data": data, "has_more": more, "last_id": last_id, **extra}
    return send(200, json.dumps(body).encode())


def reset(request):
    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    close(request)


def close(request):
    request.close_connection = True
    request.connection.close()


def silence(_):
    time.sleep(2)


def lying(data):
    second = page([], True, "e2", **({} if data is None else {"data": data[0]}))
    return [page(["e1"], True, "e1"), second, page(["e3"], False, None)]


get = lambda chatkit: chatkit.threads.retrieve("cthr_1")
one_page = lambda chatkit: chatkit.threads.list()
items = lambda chatkit: chatkit.threads.list_items("cthr_1")
delete = lambda chatkit: chatkit.threads.delete("cthr_1")
walk = lambda chatkit: [getattr(each, "id", None) for each in chatkit.threads.list()]
create = lambda chatkit: chatkit.sessions.create(user="u", workflow={"id": "wf_1"})

untyped = lambda name: lambda came: type(came.error).__name__ == name and not isinstance(came.error, openai.OpenAIError)
gave = lambda value: lambda came: came.error is None and came.value == value
twice = lambda came: came.asked.count("POST /chatkit/sessions") >= 2
session = b'{"id":"cksess_1","object":"chatkit.session","status":"active"}'
refuse = send(400, b'{"error":{"message":"enough"}}', x_should_retry="false")
ITEM = b'{"data":[{"type":%s}],"first_id":null,"has_more":false,"last_id":null,"object":"list"}'
odd_text = b'{"annotations":[{"type":"future"}],"type":"output_text"}'
odd_status = b'{"id":"","created_at":0,"object":"chatkit.thread","status":{"type":"future"},"title":"","user":""}'


def without_data(request):
    send(200, b'{"object":"list","has_more":true,"last_id":"e2"}')(request)


# Each finding: what is done, and what is to come of it.
findings = {
    "unknown-item": (
        reads(ITEM % b'"chatkit.future"', items),
        lambda came: type(came.value.data[0]).__name__ == "ChatKitThreadUserMessageItem",
    ),
    "unknown-status": (reads(odd_status, get), lambda came: type(came.value.status).__name__ == "StatusActive"),
    "unknown-annotation": (
        reads(ITEM % (b'"chatkit.assistant_message","content":[%s]' % odd_text), items),
        lambda came: type(came.value.data[0].content[0].annotations[0]).__name__ == "AnnotationFile",
    ),
    "unknown-content": (
        reads(ITEM % b'"chatkit.user_message","content":[{"type":"future"}]', items),
        lambda came: type(came.value.data[0].content[0]).__name__ == "ContentInputText",
    ),
    "fields-set": (
        reads(b'{"id":"","deleted":false,"object":"chatkit.thread.deleted","_fields_set":0}', delete),
        untyped("AttributeError"),
    ),
    "no-json": (reads(b"{", get), untyped("JSONDecodeError")),
    "utf-16": (reads(b"}\0", get), untyped("JSONDecodeError")),
    "number-as-page": (reads(b"0", one_page), untyped("AttributeError")),
    "infinity": (reads(b'{"":Infinity}', delete), lambda came: came.value.to_dict()[""] == float("inf")),
    "not-utf-8": (reads(b'{"\xa3":""}', delete), untyped("UnicodeDecodeError")),
    "one-odd-byte": (reads(b"\xab", get), untyped("UnicodeDecodeError")),
    "deep": (reads(b"[" * 100_000 + b"]" * 100_000, get), untyped("RecursionError")),
    "digits-4301": (reads(b'{"a":1' + b"0" * 4300 + b"}", get), untyped("ValueError")),
    "repeated-cursor": (
        asks([*[page(["e1"], True, "e1")] * 5, refuse], walk),
        lambda came: came.asked.count("GET /chatkit/threads?after=e1") == 5,
    ),
    "cursors-in-a-circle": (
        asks([*[page(["e1"], True, "e1"), page(["e2"], True, "e2")] * 3, refuse], walk),
        lambda came: came.asked.count("GET /chatkit/threads?after=e1") == 3,
    ),
    "no-cursor": (asks([page(["e1"], True, None)], walk), gave(["e1"])),
    "empty-page-with-more": (asks(lying(None), walk), gave(["e1"])),
    "no-list-absent": (asks([page(["e1"], True, "e1"), without_data], walk), gave(["e1"])),
    "no-list-null": (asks(lying([None]), walk), gave(["e1"])),
    "no-list-object": (asks(lying([{}]), walk), gave(["e1"])),
    "no-list-text": (asks(lying(["e2"]), walk), gave(["e1", None, None, "e3"])),
    "post-twice-5xx": (asks([send(500, b"{}"), send(200, session)], create), twice),
    "post-twice-reset": (asks([reset, send(200, session)], create), twice),
    "post-twice-close": (asks([close, send(200, session)], create), twice),
    "post-twice-cut": (asks([send(200, session, x_cut="yes"), send(200, session)], create), twice),
    "post-twice-silence": (asks([silence, send(200, session)], create, timeout=0.3), twice),
    "list-error-body": (asks([send(200, b'{"error":{"message":"x"}}')], walk), gave([])),
    "list-html": (asks([send(200, b"<html>", content_type="text/html")], walk), untyped("AttributeError")),
    "thread-no-body": (asks([send(200)], get), untyped("JSONDecodeError")),
    "thread-204": (asks([send(204)], get), gave("")),
    "session-204": (asks([send(204)], create), gave("")),
    "list-204": (asks([send(204)], walk), untyped("AttributeError")),
}

failed = False
for id, (make, happens) in findings.items():
    if sys.argv[1:] and id not in sys.argv[1:]:
        continue
    came = make()
    ok = bool(happens(came))
    failed = failed or not ok
    got = f"{type(came.error).__name__}: {came.error}" if came.error else repr(came.value)
    requests = f", after {len(came.asked)} requests" if came.asked else ""
    print(f"{'as listed' if ok else 'NOT SO   '}  {id:22}  {ascii(got)[1:-1][:100]}{requests}")
sys.exit(1 if failed else 0)
