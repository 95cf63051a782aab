"""Sends a message by Django, set up as authentik does it. Arguments: lines of its environment, to1,to2, subject, authorities. Says what it sent."""
import os
import sys

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

lines, recipients, subject, os.environ["SSL_CERT_FILE"] = sys.argv[1:]
given = dict(line.removeprefix("AUTHENTIK_EMAIL__").split("=", 1) for line in lines.splitlines())
settings.configure(
    EMAIL_HOST=given["HOST"], EMAIL_PORT=int(given["PORT"]), EMAIL_HOST_USER=given["USERNAME"], EMAIL_HOST_PASSWORD=given["PASSWORD"],
    EMAIL_USE_SSL=given["USE_SSL"] == "true", EMAIL_USE_TLS=given["USE_TLS"] == "true", EMAIL_TIMEOUT=10)


class Message(EmailMultiAlternatives):
    """Builds the message once, so that what was sent can be told."""

    built = None

    def message(self):
        self.built = self.built or super().message()
        return self.built


message = Message(subject, "Grüße: 123456\n", f"Größe & Co. <{given['FROM']}>", recipients.split(","))
message.attach_alternative("<p>Grüße: <b>123456</b></p>\n", "text/html")
try:
    message.send()
except OSError as error:
    sys.exit(str(error))
sys.stdout.buffer.write(message.message().as_bytes(linesep="\r\n"))
