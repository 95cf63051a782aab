using System.Runtime.InteropServices;

namespace EmailConsole.Outbox.Trends;

/// <summary>
/// Keeps the statistics, whatever database does. What attempts add to them is written with the attempts; where several processes write,
/// their counts are summed.
/// </summary>
internal interface IOutboxStatistics
{
    /// <summary>What was counted from that interval on, in no order.</summary>
    /// <param name="tenantId">Whose; null: of all tenants together.</param>
    /// <param name="since">The start of the first interval.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<TrendCount>> CountsAsync(Guid? tenantId, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>What last happened, by tenant or provider, and kind: of many at once, since a page of them must cost one question.</summary>
    /// <returns>An entry for each id.</returns>
    Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<LatestKind, LatestDelivery>>> LatestAsync(
        IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);

    /// <summary>The providers that fail, some of them where they are very many.</summary>
    Task<IReadOnlyList<Guid>> FindFailingAsync(CancellationToken cancellationToken);

    /// <summary>The tenants of which a message was ever delivered, the latest first, as many as a list can rank.</summary>
    Task<IReadOnlyList<Guid>> FindDeliveredAsync(CancellationToken cancellationToken);

    /// <summary>Adds what comes of no attempt.</summary>
    /// <exception cref="OutboxUnavailableException">Nothing was written.</exception>
    Task NoteAsync(Action<TrendChanges> note);
}

/// <param name="Start">Of the interval.</param>
/// <param name="Measure">See <see cref="TrendMeasure"/>.</param>
/// <param name="Count">How often.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TrendCount(DateTimeOffset Start, int Measure, long Count);
