namespace EmailConsole.EmailProviders.Presets;

internal static class SendingServicePresets
{
    public static readonly ProviderPreset SendGrid = new(
        "sendgrid",
        "SendGrid",
        [new("smtp.sendgrid.net")],
        [PresetPort.StartTls(587), PresetPort.StartTls(2525), PresetPort.StartTls(25), PresetPort.Tls(465)],
        PresetCredentials.Basic("The word apikey, for everybody", "An API key that may send mail", "apikey"),
        ["A line break at the end of a pasted key is removed."]);

    public static readonly ProviderPreset Mailgun = new(
        "mailgun",
        "Mailgun",
        [new("smtp.mailgun.org", "United States"), new("smtp.eu.mailgun.org", "Europe")],
        [PresetPort.StartTls(587), PresetPort.StartTls(2525), PresetPort.StartTls(25), PresetPort.Tls(465)],
        PresetCredentials.Basic("The SMTP login of the sending domain, such as postmaster@mg.example.com", "That login's password"),
        ["SMTP credentials belong to one sending domain; From Address is in that domain."]);

    public static readonly ProviderPreset Postmark = new(
        "postmark",
        "Postmark",
        [new("smtp.postmarkapp.com", "Transactional"), new("smtp-broadcasts.postmarkapp.com", "Broadcasts")],
        [PresetPort.StartTls(587), PresetPort.StartTls(2525), PresetPort.StartTls(25)],
        PresetCredentials.Basic("The server token", "The server token again"),
        ["The server token is both username and password.", "There is no port 465."]);

    public static readonly ProviderPreset Brevo = new(
        "brevo",
        "Brevo",
        [new("smtp-relay.brevo.com")],
        [PresetPort.StartTls(587), PresetPort.StartTls(2525), PresetPort.Tls(465)],
        PresetCredentials.Basic("The SMTP login", "An SMTP key, not an API key"),
        ["SMTP keys and API keys are different lists in Brevo; only an SMTP key works here."]);

    public static readonly ProviderPreset Mailjet = new(
        "mailjet",
        "Mailjet",
        [new("in-v3.mailjet.com")],
        [PresetPort.StartTls(587), PresetPort.Tls(465)],
        PresetCredentials.Basic("The API key", "The secret key"),
        ["The From Address or its domain must be verified in Mailjet."]);

    public static readonly ProviderPreset SparkPost = new(
        "sparkpost",
        "SparkPost",
        [new("smtp.sparkpostmail.com", "United States"), new("smtp.eu.sparkpostmail.com", "Europe")],
        [PresetPort.StartTls(587), PresetPort.StartTls(2525)],
        PresetCredentials.Basic("The word SMTP_Injection, for everybody", "An API key that may send via SMTP", "SMTP_Injection"),
        ["At most 100 messages over one connection; answers may take up to 60 seconds."],
        new PresetLimits { MessagesPerConnection = 100 });

    public static readonly ProviderPreset Resend = new(
        "resend",
        "Resend",
        [new("smtp.resend.com")],
        [PresetPort.Tls(465), PresetPort.Tls(2465), PresetPort.StartTls(587)],
        PresetCredentials.Basic("The word resend, for everybody", "An API key", "resend"),
        ["The domain of From Address must be verified in Resend."]);
}
