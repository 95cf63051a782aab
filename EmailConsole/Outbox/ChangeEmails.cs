using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox;

/// <summary>Cancels and resends. Who may is decided by whoever asks.</summary>
internal sealed class ChangeEmails(
    IOutboxStore store, OutboxTally tally, IOutboxLanes lanes, IOptions<OutboxOptions> options)
{
    /// <returns>One for each id.</returns>
    /// <exception cref="OutboxUnavailableException">Nothing was changed.</exception>
    public async Task<IReadOnlyList<EmailChange>> CancelAsync(Guid tenantId, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var withdrawal = await lanes.WithdrawAsync(tenantId, ids, cancellationToken);
        var kept = withdrawal.Kept;
        try
        {
            var free = ids.Where(id => !kept.Contains(id)).ToList();
            var changes = free.Count == 0 ? [] : await store.CancelAsync(tenantId, free, withdrawal);
            var next = 0;
            return [.. ids.Select(id => kept.Contains(id) ? EmailChange.BeingSent : changes[next++])];
        }
        finally
        {
            lanes.WithdrawalEnded(withdrawal);
        }
    }

    /// <returns>One for each id.</returns>
    /// <exception cref="OutboxUnavailableException">Nothing was changed.</exception>
    public async Task<IReadOnlyList<EmailChange>> ResendAsync(Guid tenantId, IReadOnlyList<Guid> ids)
    {
        var room = tally.Reserve(tenantId, await store.FindSizesAsync(ids, CancellationToken.None), options.Value);
        try
        {
            var changes = room.Emails == 0 ? [] : await store.ResendAsync(tenantId, [.. ids.Take(room.Emails)]);
            if (changes.Contains(EmailChange.Done))
            {
                lanes.WorkAvailable(tenantId);
            }

            return [.. changes, .. Enumerable.Repeat(EmailChange.QueueFull, ids.Count - room.Emails)];
        }
        finally
        {
            tally.Release(tenantId, room);
        }
    }
}
