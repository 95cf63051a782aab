using System.Globalization;
using EmailConsole.Persistence;

namespace EmailConsole.Outbox.History;

/// <summary>Where a page ended: the next one holds older messages.</summary>
/// <param name="Last">The oldest message that was looked at.</param>
public sealed record EmailCursor(Guid Last)
{
    /// <summary>When that message was accepted, to the millisecond.</summary>
    public DateTimeOffset AcceptedAt => SortableGuid.TimeOf(Last);

    /// <summary>The text form, 32 hexadecimal digits; tells nothing but the message's id.</summary>
    public override string ToString() => Last.ToString("N", CultureInfo.InvariantCulture);

    /// <returns>Null where the text is not one.</returns>
    public static EmailCursor? Parse(string? text) => Guid.TryParseExact(text, "N", out var last) ? new EmailCursor(last) : null;
}
