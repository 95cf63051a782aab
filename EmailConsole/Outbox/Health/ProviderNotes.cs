using EmailConsole.Outbox.Trends;

namespace EmailConsole.Outbox.Health;

/// <summary>Notes what is learned of a provider beside the attempts. Waits for nothing: what cannot be written the next attempt corrects.</summary>
internal sealed partial class ProviderNotes(IOutboxStatistics statistics, TimeProvider clock, ILogger<ProviderNotes> logger)
{
    /// <summary>It was seen to work, or has other settings of which nothing is known yet.</summary>
    public void Works(Guid provider) => Note(provider, trends => trends.ProviderWorks(provider));

    /// <summary>It was removed; what is noted of it is of no use.</summary>
    public void Gone(Guid provider) => Note(provider, trends => trends.ProviderGone(provider));

    /// <inheritdoc cref="Gone"/>
    /// <exception cref="OutboxUnavailableException">Nothing was written.</exception>
    public Task GoneAsync(IReadOnlyCollection<Guid> providers) => statistics.NoteAsync(trends => trends.ProvidersGone(providers));

    /// <summary>A server took a test email of the tenant.</summary>
    public void Tested(Guid tenantId)
    {
        var now = clock.GetUtcNow();
        Note(tenantId, trends => trends.Tested(tenantId, now));
    }

    private void Note(Guid id, Action<TrendChanges> note) => _ = WriteAsync(id, note);

    private async Task WriteAsync(Guid id, Action<TrendChanges> note)
    {
        try
        {
            await statistics.NoteAsync(note);
        }
        catch (OutboxUnavailableException e)
        {
            LogNotWritten(e, id);
        }
    }

    [LoggerMessage(LogLevel.Warning, "What is known of the health of the email provider {Id} (or of the tenant with that id) could not be written; pages may call it failing until it is used again")]
    private partial void LogNotWritten(Exception exception, Guid id);
}
