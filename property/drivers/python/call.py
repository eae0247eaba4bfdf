"""A driver for the calls of the official Python client, `openai`: see docs/driver-protocol.md, mode `call`.

The client keeps its defaults: retries, pauses, auto-paging and errors are what is under test. Calls run side by side
in threads, for most of them wait.
"""

import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import openai
from openai import OpenAI


def collect(pager: Any, seen: list) -> list:
    for entry in pager:
        seen.append(entry.to_dict() if hasattr(entry, "to_dict") else entry)
    return seen


def listing(threads: Any, seen: list, params: dict) -> list:
    return collect(threads.list(**params), seen)


def listing_items(threads: Any, seen: list, params: dict) -> list:
    return collect(threads.list_items(**params), seen)


calls = {
    "sessions.create": lambda chatkit, seen, params: chatkit.sessions.create(**params),
    "sessions.cancel": lambda chatkit, seen, params: chatkit.sessions.cancel(**params),
    "threads.retrieve": lambda chatkit, seen, params: chatkit.threads.retrieve(**params),
    "threads.delete": lambda chatkit, seen, params: chatkit.threads.delete(**params),
    "threads.list": lambda chatkit, seen, params: listing(chatkit.threads, seen, params),
    "threads.listItems": lambda chatkit, seen, params: listing_items(chatkit.threads, seen, params),
}

hello = {
    "protocol": 1,
    "driver": {"name": "openai-python", "version": openai.__version__, "language": "python"},
    "modes": ["call"],
    "operations": list(calls),
}


def call(message: dict) -> dict:
    make = calls.get(message["operation"])
    if make is None:
        return {"outcome": "skipped", "reason": f"no operation {message['operation']}"}
    seen: list = []
    options = {"api_key": message["apiKey"], "base_url": message["baseURL"]}
    if "timeoutMs" in message:
        options["timeout"] = message["timeoutMs"] / 1000
    try:
        with OpenAI(**options) as client:
            value = make(client.beta.chatkit, seen, message["params"])
            plain = value.to_dict() if hasattr(value, "to_dict") else value
            return {"outcome": "value", "value": plain}
    except Exception as error:  # whatever a caller would have to catch
        # The body is a part of what the error tells its caller.
        body = getattr(error, "body", None)
        told = str(error) if body is None else f"{error} (body: {body})"
        code = getattr(error, "code", None)
        return {
            "outcome": "error",
            "error": {
                "type": type(error).__name__,
                "message": told,
                "typed": isinstance(error, openai.OpenAIError),
                "status": getattr(error, "status_code", None),
                "code": code if isinstance(code, str) else None,
                "requestId": getattr(error, "request_id", None),
            },
            "value": seen,
        }


lock = threading.Lock()


def write(answer: dict) -> None:
    with lock:
        sys.stdout.write(json.dumps(answer, separators=(",", ":"), default=str) + "\n")
        sys.stdout.flush()


def work(message: dict) -> None:
    write({"id": message["id"], **call(message)})


pool = ThreadPoolExecutor(max_workers=64)
for text in sys.stdin:
    request = json.loads(text)
    if request["cmd"] == "stop":
        break
    if request["cmd"] == "hello":
        write(hello)
    elif request["cmd"] == "call":
        pool.submit(work, request)
    else:
        write({"id": request["id"], "outcome": "skipped", "reason": "no such mode"})
pool.shutdown(wait=False, cancel_futures=True)
