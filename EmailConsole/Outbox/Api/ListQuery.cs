using System.Collections.Frozen;
using System.ComponentModel;
using System.Reflection;
using Microsoft.AspNetCore.Mvc;

namespace EmailConsole.Outbox.Api;

/// <summary>The query of a list, as sent: it is checked by <see cref="ListFilter"/>, which tells what is wrong field by field.</summary>
internal sealed record ListQuery(
    [property: FromQuery(Name = "status"), Description("Only these states; several by commas or by repetition: scheduled, queued, sending, retrying, delivered, failed, expired, cancelled.")] string[] Status,
    [property: FromQuery(Name = "to"), Description("Only those to this address, to addresses that begin so, or to this domain, such as bar.example or @bar.example.")] string? To,
    [property: FromQuery(Name = "messageId"), Description("Only the one with this header Message-ID, with or without angle brackets.")] string? MessageId,
    [property: FromQuery(Name = "metadata"), Description("Only those with this name and value in their metadata, such as flow=password-recovery.")] string? Metadata,
    [property: FromQuery(Name = "apiKey"), Description("Only those handed in by this API key: its id, its first eleven characters, its name, or how the name begins.")] string? ApiKey,
    [property: FromQuery(Name = "reply"), Description("Only those about which a server's reply has these words. Up to 3,000 messages are looked at for a page: it may be short, even empty, and have a next one.")] string? Reply,
    [property: FromQuery(Name = "since"), Description("Accepted then or later, such as 2026-01-31T12:00:00Z.")] string? Since,
    [property: FromQuery(Name = "until"), Description("Accepted before then.")] string? Until,
    [property: FromQuery(Name = "cursor"), Description("The member next of the page before.")] string? Cursor,
    [property: FromQuery(Name = "limit"), Description("Messages of a page, 1 to 200; 50 unless given.")] string? Limit)
{
    /// <summary>Of its parameters, read as the framework binds them: without regard to case.</summary>
    public static readonly FrozenSet<string> Names = typeof(ListQuery).GetProperties()
        .Select(p => p.GetCustomAttribute<FromQueryAttribute>()?.Name).OfType<string>().ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
