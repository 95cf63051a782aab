using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Advice;

/// <summary>Providers whose replies have a meaning of their own.</summary>
internal enum KnownProvider
{
    None = 0,
    Microsoft365,
    Google,
    AmazonSes,
    SendGrid,
    Mailgun,
    Postmark,
    Brevo,
    Mailjet,
    SparkPost,
    Zoho,
    Resend,
}

/// <summary>Knows them by the host that was contacted; the preset may have been left behind by an edited host.</summary>
internal static class KnownProviders
{
    private static readonly (string Suffix, KnownProvider Provider)[] BySuffix =
    [
        ("office365.com", KnownProvider.Microsoft365),
        ("office365.us", KnownProvider.Microsoft365),
        ("outlook.com", KnownProvider.Microsoft365),
        ("outlook.cn", KnownProvider.Microsoft365),
        ("gmail.com", KnownProvider.Google),
        ("googlemail.com", KnownProvider.Google),
        ("google.com", KnownProvider.Google),
        ("amazonaws.com", KnownProvider.AmazonSes),
        ("amazonaws.com.cn", KnownProvider.AmazonSes),
        ("sendgrid.net", KnownProvider.SendGrid),
        ("mailgun.org", KnownProvider.Mailgun),
        ("postmarkapp.com", KnownProvider.Postmark),
        ("brevo.com", KnownProvider.Brevo),
        ("sendinblue.com", KnownProvider.Brevo),
        ("mailjet.com", KnownProvider.Mailjet),
        ("sparkpostmail.com", KnownProvider.SparkPost),
        ("zoho.com", KnownProvider.Zoho),
        ("zoho.eu", KnownProvider.Zoho),
        ("zoho.in", KnownProvider.Zoho),
        ("zoho.com.au", KnownProvider.Zoho),
        ("zoho.jp", KnownProvider.Zoho),
        ("zoho.com.cn", KnownProvider.Zoho),
        ("zoho.sa", KnownProvider.Zoho),
        ("zohocloud.ca", KnownProvider.Zoho),
        ("resend.com", KnownProvider.Resend),
    ];

    public static KnownProvider Of(EmailProviderSettings settings)
    {
        var host = settings.Host.TrimEnd('.');
        return BySuffix.FirstOrDefault(known => IsWithin(host, known.Suffix)).Provider;
    }

    private static bool IsWithin(string host, string domain) =>
        host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
        && (host.Length == domain.Length || host[^(domain.Length + 1)] == '.');
}
