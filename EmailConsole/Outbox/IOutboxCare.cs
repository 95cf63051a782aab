using System.Runtime.InteropServices;

namespace EmailConsole.Outbox;

/// <summary>What the outbox's database needs besides messages: that old ones go, and that somebody looks whether it can be written.</summary>
internal interface IOutboxCare
{
    /// <summary>One small step of the retention: old history with all that belongs to it, dropped contents, forgotten keys, old statistics.</summary>
    /// <param name="after">Messages up to this one were looked at; empty: none.</param>
    /// <param name="historyBefore">Messages finished before then go.</param>
    /// <exception cref="OutboxUnavailableException">Nothing was deleted.</exception>
    Task<PurgeStep> PurgeAsync(Guid after, DateTimeOffset historyBefore);

    /// <summary>One small step of removing all that the outbox keeps of a tenant.</summary>
    /// <returns>Whether another step may find more.</returns>
    /// <exception cref="OutboxUnavailableException">Nothing was removed.</exception>
    Task<bool> RemoveTenantAsync(Guid tenantId);

    /// <summary>Adds what nodes that are gone have counted to what is nobody's, so that there are no more rows than nodes to sum. What holds stays.</summary>
    Task FoldAsync(CancellationToken cancellationToken);

    /// <summary>Shows that the database takes a write, after a failure one that reaches the disk.</summary>
    /// <exception cref="OutboxUnavailableException">It does not.</exception>
    Task ProbeAsync();
}

/// <summary>What one step of the retention has done.</summary>
/// <param name="Next">Where the next step goes on; empty: from the start, all were looked at.</param>
/// <param name="HasMore">Whether it should do so at once: this one has found something.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PurgeStep(Guid Next, bool HasMore);
