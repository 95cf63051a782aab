using EmailConsole.Outbox.History;

namespace EmailConsole.Deliveries;

/// <summary>What has changed since a page was read.</summary>
/// <param name="Shown">The messages it shows, as they are now.</param>
/// <param name="New">Matching messages that it does not show, up to <see cref="MostNew"/>.</param>
/// <param name="Standing">How things stand in all.</param>
internal sealed record DeliveriesNews(IReadOnlyList<EmailSummary> Shown, int New, DeliveriesStanding Standing)
{
    public const int MostNew = 100;
}
