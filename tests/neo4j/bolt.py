"""A Bolt server of a few lines, for what no real server at hand says: that it is old, or that rights are missing."""

import socket
import struct
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

BOLT_4_4, BOLT_5_2 = b"\x00\x00\x04\x04", b"\x00\x00\x02\x05"
_SUCCESS, _FAILURE, _HELLO, _RESET, _LOGON = 0x70, 0x7F, 0x01, 0x0F, 0x6A


@contextmanager
def bolt_server(agent: str, failure: Mapping[str, str] | None = None, version: bytes = BOLT_5_2) -> Iterator[str]:
    """The address of a server that greets as ``agent`` and answers all else with ``failure``, or with success.

    ``version`` is its part of the handshake; four zeros refuse every version that a client offers.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_serve, args=(listener, agent, failure, version), daemon=True).start()
        yield f"bolt://127.0.0.1:{listener.getsockname()[1]}"


def _serve(listener: socket.socket, agent: str, failure: Mapping[str, str] | None, version: bytes) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        with client:
            client.recv(20)
            client.sendall(version)
            while message := _receive(client):
                if message[1] == _HELLO:
                    answer = _message(_SUCCESS, {"server": agent, "connection_id": "bolt-1"})
                elif failure is None or message[1] in (_RESET, _LOGON):
                    answer = _message(_SUCCESS, {})
                else:
                    answer = _message(_FAILURE, failure)
                client.sendall(struct.pack(">H", len(answer)) + answer + b"\x00\x00")


def _receive(client: socket.socket) -> bytes:
    """The next message, its chunks joined; empty at the end of the stream."""
    message = b""
    while header := client.recv(2, socket.MSG_WAITALL):
        size: int = struct.unpack(">H", header)[0]
        if not size and message:
            break
        message += client.recv(size, socket.MSG_WAITALL) if size else b""
    return message


def _message(signature: int, fields: Mapping[str, str]) -> bytes:
    """A structure of one map of short texts, in PackStream."""
    texts = b"".join(_text(name) + _text(value) for name, value in fields.items())
    return bytes([0xB1, signature, 0xA0 + len(fields)]) + texts


def _text(text: str) -> bytes:
    data = text.encode()
    return bytes([0xD0, len(data)]) + data
