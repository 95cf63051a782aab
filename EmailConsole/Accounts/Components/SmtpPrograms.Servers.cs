namespace EmailConsole.Accounts.Components;

/// <summary>Those with more than one place to fill in.</summary>
internal sealed partial class SmtpPrograms
{
    private SmtpProgram Keycloak => new(
        "Keycloak",
        [
            new("Realm settings > Email", $"""
                From: {from}
                Host: {way.Host}
                Port: {way.PortText}
                Encryption: {(IsTls ? "Enable SSL" : IsStartTls ? "Enable StartTLS" : "none")}
                Authentication: Enabled
                Username: {user}
                Password: {key}
                """),
            new("Or by kcadm.sh", $"""
                kcadm.sh update realms/REALM \
                  -s 'smtpServer.from={from}' \
                  -s 'smtpServer.host={way.Host}' -s 'smtpServer.port={way.PortText}' \
                  -s 'smtpServer.ssl={Word(IsTls)}' -s 'smtpServer.starttls={Word(IsStartTls)}' \
                  -s 'smtpServer.auth=true' -s 'smtpServer.user={user}' -s 'smtpServer.password={key}'
                """),
            new("Or in the realm's JSON", $$"""
                "smtpServer": {
                  "from": "{{from}}",
                  "host": "{{way.Host}}", "port": "{{way.PortText}}",
                  "ssl": "{{Word(IsTls)}}", "starttls": "{{Word(IsStartTls)}}",
                  "auth": "true", "user": "{{user}}", "password": "{{key}}"
                }
                """),
        ],
        "Keycloak tries once, and gives up after ten seconds: what is refused stands in its log.");

    private SmtpProgram Msmtp => new(
        "msmtp",
        [new("~/.msmtprc (chmod 600)", $"""
            account default
            host {way.Host}
            port {way.PortText}
            tls {(way.Security == SmtpSecurity.None ? "off" : "on")}
            tls_starttls {(IsStartTls ? "on" : "off")}
            auth {(way.Security == SmtpSecurity.None ? "plain" : "on")}
            user {user}
            password {key}
            from {from}
            """)]);

    private SmtpProgram Postfix => new(
        "Postfix",
        [
            new("/etc/postfix/main.cf", $"""
                relayhost = [{way.Host}]:{way.PortText}
                smtp_sasl_auth_enable = yes
                smtp_sasl_password_maps = texthash:/etc/postfix/sasl_passwd
                smtp_sasl_security_options = noanonymous
                smtp_tls_security_level = {(way.Security == SmtpSecurity.None ? "none" : "secure")}
                """ + (IsTls ? "\nsmtp_tls_wrappermode = yes" : "") + (way.Security == SmtpSecurity.None ? "" : "\nsmtp_tls_CAfile = /etc/ssl/certs/ca-certificates.crt")),
            new("/etc/postfix/sasl_passwd (chmod 600)", $"[{way.Host}]:{way.PortText} {user}:{key}"),
        ],
        "Without noanonymous Postfix refuses to send a password. What it passes on has many senders: on the Email Provider page, Other senders says what becomes of them.");

    private SmtpProgram Zitadel => new(
        "ZITADEL",
        [
            new("SMTP provider of the instance", $"""
                Sender email address: {from}
                Host and port: {HostAndPort}
                Transport Layer Security (TLS): {(way.Security == SmtpSecurity.None ? "off" : "on")}
                User: {user}
                Password: {key}
                """),
            new("Or in its environment, before the first start", $"""
                ZITADEL_DEFAULTINSTANCE_SMTPCONFIGURATION_SMTP_HOST={HostAndPort}
                ZITADEL_DEFAULTINSTANCE_SMTPCONFIGURATION_SMTP_USER={user}
                ZITADEL_DEFAULTINSTANCE_SMTPCONFIGURATION_SMTP_PASSWORD={key}
                ZITADEL_DEFAULTINSTANCE_SMTPCONFIGURATION_TLS={Word(way.Security != SmtpSecurity.None)}
                ZITADEL_DEFAULTINSTANCE_SMTPCONFIGURATION_FROM={from}
                """),
        ],
        "With TLS on it finds out by itself whether a port wants TLS from the start or STARTTLS.");
}
