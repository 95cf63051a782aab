# Sends a message by Ruby's net/smtp through the mail library, as Rails does. Arguments: host port security user key from to1,to2
# subject authorities. Says what it sent.
require "mail"

host, port, security, user, key, sender, recipients, title, authorities = ARGV
message = Mail.new do
  from "Größe & Co. <#{sender}>"
  to recipients.split(",")
  subject title
  text_part { content_type "text/plain; charset=UTF-8"; body "Grüße: 123456\n" }
  html_part { content_type "text/html; charset=UTF-8"; body "<p>Grüße: <b>123456</b></p>\n" }
end
message.delivery_method(
  :smtp, address: host, port: port.to_i, domain: "rails.client.example", user_name: user, password: key, authentication: :login,
  tls: security == "Tls", enable_starttls_auto: security == "StartTls", openssl_verify_mode: "peer", ca_file: authorities)
begin
  message.deliver!
rescue Net::ProtocolError => e
  abort e.message
end
print message.encoded
