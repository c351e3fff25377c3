"""The ways out of the portal: e-mail by Django's own backend, and the robot of a group of 企业微信.

`send_mail` and `send_robot` get a function `hand_over` and call it once, right before the text leaves. They return
where the server said that it took the message and raise `NotTakenError` where it said that it did not. Any
other error, or a server that says neither, leaves open what happened.
"""

import json
from contextlib import suppress
from http.client import HTTPConnection, HTTPSConnection
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

CONNECTIONS = {"https": HTTPSConnection, "http": HTTPConnection}


class NotTakenError(Exception):
    """Raised where the server refused the message; its text is a class or a number, nothing that was sent."""


class NoAnswerError(Exception):
    """Raised where the server answered, but not whether it took the message."""


def send_mail(*, to, subject, body, message_id, hand_over):
    headers = {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    connection = get_connection(fail_silently=False)
    mail = EmailMessage(subject, body, to=[to], headers=headers, connection=connection)
    try:
        connection.open()
        _watch(connection, hand_over)
        connection.send_messages([mail])
    except SMTPResponseException as refusal:
        raise NotTakenError(f"{type(refusal).__name__} {refusal.smtp_code}") from None
    except SMTPRecipientsRefused:
        raise NotTakenError("SMTPRecipientsRefused") from None
    finally:
        # whether it was taken is known by now; an error while closing changes nothing about it
        with suppress(SMTPException, OSError):
            connection.close()


def _watch(connection, hand_over):
    """Have `hand_over` called right before an SMTP connection sends the text; call it now for any other backend."""
    smtp = getattr(connection, "connection", None)
    if smtp is None:
        hand_over()
        return
    send_text = smtp.data

    def data(text):
        hand_over()
        return send_text(text)

    smtp.data = data


def send_robot(*, text, hand_over):
    """Post a text to the robot of the group; its address is known to the settings alone."""
    url = urlsplit(settings.ROBOT_SECRET_URL)
    connection = CONNECTIONS[url.scheme](url.netloc, timeout=settings.EMAIL_TIMEOUT)
    message = json.dumps({"msgtype": "text", "text": {"content": text}})
    try:
        connection.connect()
        hand_over()
        path = f"{url.path}?{url.query}"
        connection.request("POST", path, message, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        _read(answer.status, answer.read(64 * 1024))
    finally:
        connection.close()


def _read(status, body):
    """Return if the robot took the message; raise if it refused it or did not say."""
    if 300 <= status < 500:
        raise NotTakenError(f"HTTP {status}")
    code = _code_of(body) if status < 300 else None
    if code is None:
        raise NoAnswerError(f"HTTP {status}")
    if code != 0:
        raise NotTakenError(f"errcode {code}")


def _code_of(body):
    """The number by which the robot says whether it took the message; None for any other answer."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    code = answer.get("errcode") if isinstance(answer, dict) else None
    # True and False are numbers, too
    return code if type(code) is int else None
