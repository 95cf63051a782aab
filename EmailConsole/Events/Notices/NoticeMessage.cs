using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using EmailConsole.Delivery;
using MimeKit;

namespace EmailConsole.Events.Notices;

/// <summary>The mail about what is new in a tenant: subject, text and HTML, which loads nothing from anywhere.</summary>
internal static class NoticeMessage
{
    private const string Font = "font-family:Segoe UI,Roboto,Helvetica,Arial,sans-serif;color:#1d2133";

    private const int MaxSubject = 200;

    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    /// <param name="domain">Of the tenant.</param>
    /// <param name="notices">What is new, at least one.</param>
    /// <param name="recipients">Who is told.</param>
    /// <param name="console">The console's address with a final slash; null: not known, and there are no links.</param>
    /// <param name="waiting">How many messages wait for a provider, by its id.</param>
    /// <param name="now">When that is so.</param>
    public static OutgoingEmail Create(
        string domain, IReadOnlyList<Notice> notices, IReadOnlyList<MailboxAddress> recipients, Uri? console, IReadOnlyDictionary<Guid, long> waiting, DateTimeOffset now)
    {
        List<Part> parts =
        [
            .. notices.OrderBy(n => n.ClosedAt is not null).ThenBy(n => n.Rank).ThenByDescending(n => n.ChangedAt)
                .Select(n => new Part(Title(n), Words(n, waiting, now), Link(console, n, domain))),
        ];

        // What is over besides is no reason to read it
        var open = notices.Count(n => n.ClosedAt is null);
        var subject = Subject(domain, parts[0].Title, (open == 0 ? notices.Count : open) - 1);
        return new OutgoingEmail(recipients, subject, Text(domain, parts), Markup(subject, domain, parts));
    }

    private static string Subject(string domain, string title, int others)
    {
        var more = others == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (and {others} more)");
        return NoticeWords.Cut($"{domain}: {title}", MaxSubject - more.Length) + more;
    }

    private static string Title(Notice notice) => notice.ClosedAt is null ? notice.Title : notice.Cured;

    private static string Words(Notice notice, IReadOnlyDictionary<Guid, long> waiting, DateTimeOffset now) => notice.ClosedAt is null
        ? notice.IsOutage && waiting.GetValueOrDefault(notice.SubjectId) is > 0 and var count ? $"{notice.Words} {NoticeWords.Waited(count, now)}" : notice.Words
        : $"Since {NoticeWords.Time(notice.ClosedAt)}. Before, from {NoticeWords.Time(notice.OpenedAt)}: {notice.Title}.";

    private static string? Link(Uri? console, Notice notice, string domain) => console is null ? null : new Uri(console, NoticeWords.PathOf(notice, domain).TrimStart('/')).AbsoluteUri;

    private static string Why(string domain) =>
        $"You get this as an administrator of {domain}. Turn such mail off in EmailConsole, under your name, Notices by mail.";

    private static string Text(string domain, List<Part> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part.Title).Append('\n').Append(part.Words).Append('\n');
            if (part.Link is not null)
            {
                text.Append(part.Link).Append('\n');
            }

            text.Append('\n');
        }

        return text.Append(Why(domain)).Append('\n').ToString().ReplaceLineEndings("\r\n");
    }

    private static string Markup(string subject, string domain, List<Part> parts)
    {
        var sections = parts.Select(p => $"""
            <h2 style="font-size:17px;margin:24px 0 4px">{Html.Encode(p.Title)}</h2>
            <p style="margin:0 0 4px">{Html.Encode(p.Words)}</p>{(p.Link is null ? "" : $"""
            <p style="margin:0"><a href="{Html.Encode(p.Link)}" style="color:#3345a8">{Html.Encode(p.Link)}</a></p>
            """)}
            """);
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{Html.Encode(subject)}</title></head>
            <body style="margin:0;padding:8px 24px 24px;{Font};font-size:15px;line-height:23px;word-break:break-word">
            {string.Join('\n', sections)}
            <p style="margin:32px 0 0;font-size:13px;line-height:20px;color:#545b75">{Html.Encode(Why(domain))}</p>
            </body>
            </html>
            """.ReplaceLineEndings("\r\n");
    }

    private sealed record Part(string Title, string Words, string? Link);
}
