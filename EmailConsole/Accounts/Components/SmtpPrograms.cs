namespace EmailConsole.Accounts.Components;

/// <summary>How a program is told to hand its mail over by SMTP.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="Parts">To copy.</param>
/// <param name="Note">What else there is to know; null: nothing.</param>
public sealed record SmtpProgram(string Name, IReadOnlyList<SmtpProgramPart> Parts, string? Note = null);

/// <param name="Label">Where it belongs.</param>
/// <param name="Text">With all values filled in.</param>
public sealed record SmtpProgramPart(string Label, string Text);

/// <summary>
/// The set-up of programs, with the names of their own options. docs/submission.md has the same for readers, and says which were tried
/// with the program itself.
/// </summary>
/// <param name="way">How it connects.</param>
/// <param name="user">The user name.</param>
/// <param name="key">The password.</param>
/// <param name="from">The From Address of the tenant's provider.</param>
internal sealed partial class SmtpPrograms(SmtpWay way, string user, string key, string from)
{
    private bool IsTls => way.Security == SmtpSecurity.Tls;

    private bool IsStartTls => way.Security == SmtpSecurity.StartTls;

    private string HostAndPort => $"{way.Host}:{way.PortText}";

    /// <summary>The first is for trying it out; the others in the order of their names.</summary>
    public IReadOnlyList<SmtpProgram> All =>
        [Curl, Authentik, Gitea, Grafana, Keycloak, Msmtp, Nextcloud, Nodemailer, Postfix, Python, Wso2, Zitadel];

    public SmtpProgram Wso2 => new(
        "WSO2 Identity Server",
        [new("deployment.toml", $"""
            [output_adapter.email]
            from_address = "{from}"
            signature = ""
            hostname = "{way.Host}"
            port = {way.PortText}
            username = "{user}"
            password = "{key}"
            enable_authentication = true
            enable_start_tls = {Word(IsStartTls)}
            """ + Wso2Properties)],
        "For all tenants of that server: their mail then leaves as this tenant's. signature is the display name of From; empty, there is none. WSO2 tries once: what is refused is in its log, and lost.");

    private string Wso2Properties => way.Security switch
    {
        SmtpSecurity.Tls => "\n\n[output_adapter.email.custom_properties]\n\"mail.smtp.ssl.enable\" = \"true\"",
        SmtpSecurity.StartTls => "\n\n[output_adapter.email.custom_properties]\n\"mail.smtp.starttls.required\" = \"true\"",
        _ => "",
    };

    private SmtpProgram Curl => new(
        "Try it out (curl)",
        [new(
            "Command",
            $"printf 'From: {from}\\r\\nTo: you@example.com\\r\\nSubject: Hello\\r\\n\\r\\nSent through EmailConsole\\r\\n' | \\\n"
            + $"  curl -sS {(IsTls ? "smtps" : "smtp")}://{HostAndPort} {(IsStartTls ? "--ssl-reqd " : "")}--user '{user}:{key}' \\\n"
            + $"  --mail-from '{from}' --mail-rcpt 'you@example.com' --upload-file -")],
        "Put your own address in both places. Silence means that the message was taken; after an error, -v shows what the console answered.");

    private SmtpProgram Authentik => new(
        "authentik",
        [new("Environment of server and worker", $"""
            AUTHENTIK_EMAIL__HOST={way.Host}
            AUTHENTIK_EMAIL__PORT={way.PortText}
            AUTHENTIK_EMAIL__USERNAME={user}
            AUTHENTIK_EMAIL__PASSWORD={key}
            AUTHENTIK_EMAIL__USE_SSL={Word(IsTls)}
            AUTHENTIK_EMAIL__USE_TLS={Word(IsStartTls)}
            AUTHENTIK_EMAIL__FROM={from}
            """)],
        "USE_TLS is STARTTLS, USE_SSL is TLS from the start.");

    private SmtpProgram Gitea => new(
        "Gitea",
        [new("app.ini", $"""
            [mailer]
            ENABLED = true
            PROTOCOL = {(IsTls ? "smtps" : IsStartTls ? "smtp+starttls" : "smtp")}
            SMTP_ADDR = {way.Host}
            SMTP_PORT = {way.PortText}
            USER = {user}
            PASSWD = {key}
            FROM = {from}
            """)]);

    private SmtpProgram Grafana => new(
        "Grafana",
        [new("grafana.ini", $"""
            [smtp]
            enabled = true
            host = {HostAndPort}
            user = {user}
            password = {key}
            from_address = {from}
            startTLS_policy = {(IsStartTls ? "MandatoryStartTLS" : "NoStartTLS")}
            """)],
        IsTls && way.Port != 465 ? "Grafana speaks TLS from the start at port 465 alone: choose STARTTLS." : null);

    private SmtpProgram Nextcloud => new(
        "Nextcloud",
        [new("config.php", $"""
            'mail_smtpmode' => 'smtp',
            'mail_smtphost' => '{way.Host}',
            'mail_smtpport' => {way.PortText},
            'mail_smtpsecure' => '{(IsTls ? "ssl" : "")}',
            'mail_smtpauth' => true,
            'mail_smtpname' => '{user}',
            'mail_smtppassword' => '{key}',
            'mail_from_address' => '{LocalPart}',
            'mail_domain' => '{Domain}',
            """)],
        IsStartTls ? "With mail_smtpsecure empty it uses STARTTLS where the server offers it, and cannot be told to require it: TLS from the start is safer." : null);

    private SmtpProgram Nodemailer => new(
        "nodemailer",
        [new("JavaScript", $$"""
            const transport = nodemailer.createTransport({
              host: "{{way.Host}}", port: {{way.PortText}}, secure: {{Word(IsTls)}},{{(IsStartTls ? " requireTLS: true," : "")}}
              auth: { user: "{{user}}", pass: "{{key}}" },
            });
            await transport.sendMail({ from: "{{from}}", to: "you@example.com", subject: "Hello", text: "Sent through EmailConsole" });
            """)]);

    private SmtpProgram Python => new(
        "Python (smtplib)",
        [new("Python", $"""
            import smtplib, ssl
            from email.message import EmailMessage

            message = EmailMessage()
            message["From"], message["To"], message["Subject"] = "{from}", "you@example.com", "Hello"
            message.set_content("Sent through EmailConsole")
            with {(IsTls
                ? $"smtplib.SMTP_SSL(\"{way.Host}\", {way.PortText}, context=ssl.create_default_context())"
                : $"smtplib.SMTP(\"{way.Host}\", {way.PortText})")} as smtp:
            {(IsStartTls ? "    smtp.starttls(context=ssl.create_default_context())\n" : "")}    smtp.login("{user}", "{key}")
                smtp.send_message(message)
            """)],
        "What it raises means that the message was not taken: nobody else tries it again.");

    private string LocalPart => from.LastIndexOf('@') is > 0 and var at ? from[..at] : from;

    private string Domain => from[(from.LastIndexOf('@') + 1)..];

    private static string Word(bool value) => value ? "true" : "false";
}
