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
    Tencent,
    NetEase,
    Yahoo,
    Apple,
    MailRu,
    Yandex,
}

/// <summary>
/// Knows them by the host that was contacted (the preset may have been left behind by an edited host), and by what only their
/// own words contain, which reach us through relays and private servers as well.
/// </summary>
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
        ("qq.com", KnownProvider.Tencent),
        ("163.com", KnownProvider.NetEase),
        ("126.com", KnownProvider.NetEase),
        ("yeah.net", KnownProvider.NetEase),
        ("yahoo.com", KnownProvider.Yahoo),
        ("aol.com", KnownProvider.Yahoo),
        ("me.com", KnownProvider.Apple),
        ("icloud.com", KnownProvider.Apple),
        ("mail.ru", KnownProvider.MailRu),
        ("yandex.com", KnownProvider.Yandex),
        ("yandex.ru", KnownProvider.Yandex),
        ("yandex.net", KnownProvider.Yandex),
    ];

    private static readonly (string Sign, KnownProvider Provider)[] BySign =
    [
        ("gsmtp", KnownProvider.Google),
        ("support.google.com", KnownProvider.Google),
        ("aka.ms/", KnownProvider.Microsoft365),
        ("prod.outlook.com", KnownProvider.Microsoft365),
        ("amazonaws.com", KnownProvider.AmazonSes),
        ("sendgrid", KnownProvider.SendGrid),
        ("mailgun", KnownProvider.Mailgun),
        ("postmarkapp", KnownProvider.Postmark),
        ("brevo", KnownProvider.Brevo),
        ("sendinblue", KnownProvider.Brevo),
        ("mailjet", KnownProvider.Mailjet),
        ("sparkpost", KnownProvider.SparkPost),
        ("zoho", KnownProvider.Zoho),
        ("resend.com", KnownProvider.Resend),
        ("mail.qq.com", KnownProvider.Tencent),
        ("mail.163.com", KnownProvider.NetEase),
        ("help.mail.ru", KnownProvider.MailRu),
        ("yandex", KnownProvider.Yandex),
    ];

    public static KnownProvider OfHost(string host)
    {
        var name = host.TrimEnd('.');
        return BySuffix.FirstOrDefault(known => IsWithin(name, known.Suffix)).Provider;
    }

    public static KnownProvider OfWords(string words) =>
        BySign.FirstOrDefault(known => words.Contains(known.Sign, StringComparison.OrdinalIgnoreCase)).Provider;

    private static bool IsWithin(string host, string domain) =>
        host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
        && (host.Length == domain.Length || host[^(domain.Length + 1)] == '.');
}
