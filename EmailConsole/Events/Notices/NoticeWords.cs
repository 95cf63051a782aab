using System.Globalization;

namespace EmailConsole.Events.Notices;

/// <summary>What mails and the bell have in common.</summary>
internal static class NoticeWords
{
    /// <summary>Before what an administrator can do.</summary>
    public const string ToDo = "What to do:";

    public const string TenantsPath = "/tenants";

    public static string Time(DateTimeOffset? time) =>
        time is { } known ? known.ToUniversalTime().ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture) : "a time that is not known";

    /// <summary>How many messages waited, of a moment: it is read later.</summary>
    public static string Waited(long count, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} message{(count == 1 ? "" : "s")} waited at {Time(at)}.");

    /// <summary>When it was mailed, of what stands since then or before; the day where it is another one.</summary>
    public static string Mailed(DateTimeOffset at, DateTimeOffset since) => at.UtcDateTime.Date == since.UtcDateTime.Date
        ? at.ToUniversalTime().ToString("'Mailed' HH:mm 'UTC'", CultureInfo.InvariantCulture)
        : $"Mailed {Time(at)}";

    /// <summary>What to do, for somebody who may not do it.</summary>
    public static string ForOthers(string words, string domain) => words.Replace(ToDo, $"For an administrator of {domain} to do:", StringComparison.Ordinal);

    /// <summary>An address may hold a secret behind the host.</summary>
    public static string Host(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.Authority : "of an address that cannot be read";

    /// <summary>The page where something can be done about it.</summary>
    public static string PathOf(Notice notice, string domain) => notice.Kind switch
    {
        NoticeKind.MailExpiring => $"{DeliveriesPath(domain)}?state=expired",
        NoticeKind.WebhookPaused => WebhookPath(notice.SubjectId, domain),
        _ => ProviderPath(domain),
    };

    public static string WebhookPath(Guid endpointId, string domain) => $"{Channels(domain)}/webhooks?endpoint={endpointId:N}";

    public static string ProviderPath(string domain) => $"{Channels(domain)}/email-provider";

    public static string ApiKeysPath(string domain) => $"/t/{domain}/api-keys";

    public static string DeliveriesPath(string domain) => $"{Channels(domain)}/deliveries";

    public static string Cut(string text, int most) => text.Length > most ? string.Concat(text.AsSpan(0, most - 1), "…") : text;

    private static string Channels(string domain) => $"/t/{domain}/notification-channels";
}
