"""A driver for the official Python client, `openai`: see docs/driver-protocol.md.

The client makes its own calls; a transport hands it the bytes as the body of the answer, so that all of the client's
own code between the socket and the caller is under test.
"""

import base64
import json
import math
import sys
from typing import Any, Literal, Union, get_args, get_origin

import httpx2
import openai
from openai import BaseModel, DefaultHttpxClient, OpenAI
from openai.types.beta.chatkit import chatkit_thread_item_list

body = b""


def respond(_request: Any) -> Any:
    return httpx2.Response(200, headers={"content-type": "application/json"}, content=body)


client = OpenAI(
    api_key="none",
    base_url="http://driver.invalid/v1",
    max_retries=0,
    http_client=DefaultHttpxClient(transport=httpx2.MockTransport(respond)),
)
threads = client.beta.chatkit.threads


class Item(BaseModel):
    """No operation answers with one item alone: it is read as the one field of an answer."""

    item: chatkit_thread_item_list.Data


def read_item() -> Any:
    global body
    json.loads(body)  # as the client reads an answer: what is no JSON alone may be some within another
    text = body.decode(json.detect_encoding(body), "surrogatepass")
    body = f'{{"item":{text}}}'.encode("utf-8", "surrogatepass")
    return client.get("/item", cast_to=Item).item


shapes = {
    "chat_session": lambda: client.beta.chatkit.sessions.cancel("cksess_1"),
    "thread": lambda: threads.retrieve("cthr_1"),
    "thread_list": lambda: threads.list(),
    "thread_item": read_item,
    "thread_item_list": lambda: threads.list_items("cthr_1"),
    "thread_deleted": lambda: threads.delete("cthr_1"),
}


def tag_of(model: BaseModel) -> Union[str, None]:
    """What the class that the client built says in `type`, whatever the value says."""
    field = type(model).model_fields.get("type")
    if field is None or get_origin(field.annotation) is not Literal:
        return None
    return get_args(field.annotation)[0]


def plain(value: Any, path: str, variants: dict) -> Any:
    """The value as JSON has it: the fields that the client says are there, and those that it didn't know."""
    if isinstance(value, BaseModel):
        tag = tag_of(value)
        if tag is not None:
            variants[path] = tag
        fields = type(value).model_fields.items()
        named = {each.alias or name: getattr(value, name) for name, each in fields if name in value.model_fields_set}
        return plain({**named, **(value.model_extra or {})}, path, variants)
    if isinstance(value, dict):
        return {name: plain(each, f"{path}.{name}", variants) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each, f"{path}[{i}]", variants) for i, each in enumerate(value)]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def parse(message: dict) -> dict:
    global body
    body = base64.b64decode(message["body"])
    try:
        variants: dict = {}
        value = plain(shapes[message["shape"]](), "$", variants)
        return {"outcome": "value", "variants": variants, "value": value}
    except Exception as error:  # whatever a caller would have to catch
        typed = isinstance(error, openai.OpenAIError)
        return {"outcome": "error", "error": {"type": type(error).__name__, "message": str(error), "typed": typed}}


hello = {
    "protocol": 1,
    "driver": {"name": "openai-python", "version": openai.__version__, "language": "python"},
    "modes": ["parse"],
    "shapes": list(shapes),
    "traits": {"lenient": True, "fractionsAsDoubles": True},
}


def answer(message: dict) -> dict:
    if message["cmd"] == "hello":
        return hello
    made = parse(message) if message["cmd"] == "parse" else {"outcome": "skipped", "reason": "no such mode"}
    return {"id": message["id"], **made}


def line(message: dict) -> str:
    try:
        return json.dumps(answer(message), separators=(",", ":"))
    except (RecursionError, ValueError) as error:
        # The client gave a value, and Python can't write it: too deep, or with too many digits.
        failed = {"type": f"driver: {type(error).__name__}", "message": str(error)}
        return json.dumps({"id": message.get("id"), "outcome": "error", "error": failed})


for text in sys.stdin:
    request = json.loads(text)
    if request["cmd"] == "stop":
        break
    sys.stdout.write(line(request) + "\n")
    sys.stdout.flush()
