using EmailConsole.Outbox.Trends;

namespace EmailConsole.Outbox.Health;

/// <summary>Notes what is learned of a provider beside the attempts. Waits for nothing: what cannot be written the next attempt corrects.</summary>
internal sealed partial class ProviderNotes(IOutboxStatistics statistics, TimeProvider clock, ILogger<ProviderNotes> logger)
{
    /// <summary>It was seen to work, or has other settings of which nothing is known yet.</summary>
    public void Works(Guid owner) => Note(owner, trends => trends.ProviderWorks(owner));

    /// <summary>A server took a test email of the tenant.</summary>
    public void Tested(Guid tenantId)
    {
        var now = clock.GetUtcNow();
        Note(tenantId, trends => trends.Tested(tenantId, now));
    }

    private void Note(Guid tenantId, Action<TrendChanges> note) => _ = WriteAsync(tenantId, note);

    private async Task WriteAsync(Guid tenantId, Action<TrendChanges> note)
    {
        try
        {
            await statistics.NoteAsync(note);
        }
        catch (OutboxUnavailableException e)
        {
            LogNotWritten(e, tenantId);
        }
    }

    [LoggerMessage(LogLevel.Warning, "What is known of the health of tenant {TenantId}'s email provider could not be written; pages may call it failing until it is used again")]
    private partial void LogNotWritten(Exception exception, Guid tenantId);
}
