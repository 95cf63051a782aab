"""Sends a message by Python's smtplib. Arguments: host port security mechanism user key from to1,to2 subject authorities."""
import smtplib
import ssl
import sys

host, port, security, mechanism, user, key, sender, recipients, subject, authorities = sys.argv[1:]
context = ssl.create_default_context(cafile=authorities)
if security == "Tls":
    client = smtplib.SMTP_SSL(host, int(port), timeout=30, context=context)
else:
    client = smtplib.SMTP(host, int(port), timeout=30)
with client:
    client.ehlo()
    if security == "StartTls":
        client.starttls(context=context)
        client.ehlo()
    client.user, client.password = user, key
    client.auth(mechanism, client.auth_plain if mechanism == "PLAIN" else client.auth_login)
    message = (
        f"From: {sender}\r\nTo: {recipients.replace(',', ', ')}\r\nSubject: {subject}\r\nMessage-ID: <{subject}@client.example>\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGrüße: 123456\r\n"
    )
    refused = client.sendmail(sender, recipients.split(","), message.encode("utf-8"), ["BODY=8BITMIME"])
    if refused:
        sys.exit(f"refused: {refused}")
