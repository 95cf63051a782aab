using System.Collections.Frozen;
using System.ComponentModel;
using System.Reflection;
using Microsoft.AspNetCore.Mvc;

namespace EmailConsole.Outbox.Api;

/// <summary>The query of a list, as sent: it is checked by <see cref="ListFilter"/>, which tells what is wrong field by field.</summary>
internal sealed record ListQuery
{
    [FromQuery(Name = "status")]
    [Description("Only these states; several by commas or by repetition: scheduled, queued, sending, retrying, delivered, failed, expired, cancelled.")]
    public string[] Status { get; init; } = [];

    [FromQuery(Name = "to")]
    [Description("Only those to this address, to addresses that begin so, or to this domain, such as bar.example or @bar.example.")]
    public string? To { get; init; }

    [FromQuery(Name = "messageId")]
    [Description("Only the one with this header Message-ID, with or without angle brackets.")]
    public string? MessageId { get; init; }

    [FromQuery(Name = "metadata")]
    [Description("Only those with this name and value in their metadata, such as flow=password-recovery.")]
    public string? Metadata { get; init; }

    [FromQuery(Name = "apiKey")]
    [Description("Only those handed in by this API key: its id, its first eleven characters, its name, or how the name begins.")]
    public string? ApiKey { get; init; }

    [FromQuery(Name = "reply")]
    [Description("Only those about which a server's reply has these words. Up to 3,000 messages are looked at for a page: it may be short, even empty, and have a next one.")]
    public string? Reply { get; init; }

    [FromQuery(Name = "since")]
    [Description("Accepted then or later, such as 2026-01-31T12:00:00Z.")]
    public string? Since { get; init; }

    [FromQuery(Name = "until")]
    [Description("Accepted before then.")]
    public string? Until { get; init; }

    [FromQuery(Name = "cursor")]
    [Description("The member next of the page before.")]
    public string? Cursor { get; init; }

    [FromQuery(Name = "limit")]
    [Description("Messages of a page, 1 to 200; 50 unless given.")]
    public string? Limit { get; init; }

    /// <summary>Of its parameters, read as the framework binds them: without regard to case.</summary>
    public static readonly FrozenSet<string> Names = typeof(ListQuery).GetProperties()
        .Select(p => p.GetCustomAttribute<FromQueryAttribute>()?.Name).OfType<string>().ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
