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

    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    /// <param name="domain">Of the tenant.</param>
    /// <param name="notices">What is new, at least one.</param>
    /// <param name="recipients">Who is told.</param>
    /// <param name="console">The console's address with a final slash; null: not known, and there are no links.</param>
    public static OutgoingEmail Create(string domain, IReadOnlyList<Notice> notices, IReadOnlyList<MailboxAddress> recipients, Uri? console)
    {
        List<Notice> sorted = [.. notices.OrderBy(n => n.ClosedAt is not null).ThenByDescending(n => n.ChangedAt)];
        var subject = NoticeWords.Cut($"{domain}: {(sorted.Count == 1 ? Title(sorted[0]) : Several(sorted))}", 200);
        return new OutgoingEmail(recipients, subject, Text(domain, sorted, console), Markup(subject, domain, sorted, console));
    }

    private static string Several(List<Notice> notices)
    {
        var open = notices.Count(n => n.ClosedAt is null);
        return open == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{notices.Count} matters are over")
            : string.Create(CultureInfo.InvariantCulture, $"{open} {(open == 1 ? "matter needs" : "matters need")} attention");
    }

    private static string Title(Notice notice) => notice.ClosedAt is null ? notice.Title : notice.Cured;

    private static string Words(Notice notice) => notice.ClosedAt is null
        ? notice.Words
        : $"Since {NoticeWords.Time(notice.ClosedAt)}. Before, from {NoticeWords.Time(notice.OpenedAt)}: {notice.Title}.";

    private static string? Link(Uri? console, Notice notice, string domain) => console is null ? null : new Uri(console, NoticeWords.PathOf(notice, domain).TrimStart('/')).AbsoluteUri;

    private static string Why(string domain) =>
        $"You get this as an administrator of {domain}. Turn such mail off in EmailConsole, under your name, Notices by mail.";

    private static string Text(string domain, List<Notice> notices, Uri? console)
    {
        var text = new StringBuilder();
        foreach (var notice in notices)
        {
            text.Append(Title(notice)).Append('\n').Append(Words(notice)).Append('\n');
            if (Link(console, notice, domain) is { } link)
            {
                text.Append(link).Append('\n');
            }

            text.Append('\n');
        }

        return text.Append(Why(domain)).Append('\n').ToString().ReplaceLineEndings("\r\n");
    }

    private static string Markup(string subject, string domain, List<Notice> notices, Uri? console)
    {
        var parts = notices.Select(n =>
        {
            var link = Link(console, n, domain);
            return $"""
                <h2 style="font-size:17px;margin:24px 0 4px">{Html.Encode(Title(n))}</h2>
                <p style="margin:0 0 4px">{Html.Encode(Words(n))}</p>{(link is null ? "" : $"""
                <p style="margin:0"><a href="{Html.Encode(link)}" style="color:#3345a8">{Html.Encode(link)}</a></p>
                """)}
                """;
        });
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{Html.Encode(subject)}</title></head>
            <body style="margin:0;padding:8px 24px 24px;{Font};font-size:15px;line-height:23px;word-break:break-word">
            {string.Join('\n', parts)}
            <p style="margin:32px 0 0;font-size:13px;line-height:20px;color:#545b75">{Html.Encode(Why(domain))}</p>
            </body>
            </html>
            """.ReplaceLineEndings("\r\n");
    }
}
