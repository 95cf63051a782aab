using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace EmailConsole.Outbox.Api;

/// <summary>The query of a list, as sent: it is checked by <see cref="ListFilter"/>, which tells what is wrong field by field.</summary>
internal sealed record ListQuery(
    [property: FromQuery(Name = "status"), Description("Only these states; several by commas or by repetition: queued, sending, retrying, delivered, failed, expired, cancelled.")] string[] Status,
    [property: FromQuery(Name = "to"), Description("Only those to this address, or to addresses that begin so.")] string? To,
    [property: FromQuery(Name = "since"), Description("Accepted then or later, such as 2026-01-31T12:00:00Z.")] string? Since,
    [property: FromQuery(Name = "until"), Description("Accepted before then.")] string? Until,
    [property: FromQuery(Name = "cursor"), Description("The member next of the page before.")] string? Cursor,
    [property: FromQuery(Name = "limit"), Description("Messages of a page, 1 to 200; 50 unless given.")] string? Limit);
