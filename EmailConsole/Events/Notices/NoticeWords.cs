using System.Globalization;

namespace EmailConsole.Events.Notices;

/// <summary>What mails and the bell have in common.</summary>
internal static class NoticeWords
{
    public static string Time(DateTimeOffset? time) =>
        time is { } known ? known.ToUniversalTime().ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture) : "a time that is not known";

    public static string Waiting(long count) =>
        count == 1 ? "1 message waits." : string.Create(CultureInfo.InvariantCulture, $"{count:N0} messages wait.");

    /// <summary>An address may hold a secret behind the host.</summary>
    public static string Host(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.Authority : "of an address that cannot be read";

    /// <summary>The page where something can be done about it.</summary>
    public static string PathOf(Notice notice, string domain) => notice.Kind switch
    {
        NoticeKind.MailExpiring => $"{Channels(domain)}/deliveries?state=expired",
        NoticeKind.WebhookPaused => WebhookPath(notice.SubjectId, domain),
        _ => ProviderPath(domain),
    };

    public static string WebhookPath(Guid endpointId, string domain) => $"{Channels(domain)}/webhooks?endpoint={endpointId:N}";

    public static string ProviderPath(string domain) => $"{Channels(domain)}/email-provider";

    public static string Cut(string text, int most) => text.Length > most ? string.Concat(text.AsSpan(0, most - 1), "…") : text;

    private static string Channels(string domain) => $"/t/{domain}/notification-channels";
}
