using EmailConsole.Outbox.History;

namespace EmailConsole.Outbox;

/// <summary>What a walk over many waiting messages has done.</summary>
/// <param name="Changes">Messages by what became of them.</param>
/// <param name="NotTried">Those whose provider may not be tried now.</param>
/// <param name="Why">Why not, of the first provider of which it is so; null: all could be tried.</param>
/// <param name="Next">From there on there is more; null: all were looked at.</param>
/// <param name="IsTooBroad">The recipient begins as too many do: nothing, or nothing more, was looked at.</param>
internal sealed record BulkRetryResult(
    IReadOnlyDictionary<EmailChange, int> Changes, int NotTried, RetryOutcome? Why, EmailCursor? Next, bool IsTooBroad)
{
    /// <summary>Messages that are tried as soon as their turn comes.</summary>
    public int Done => Changes.GetValueOrDefault(EmailChange.Done);

    /// <summary>Messages that wait for their sender's time.</summary>
    public int Scheduled => Changes.GetValueOrDefault(EmailChange.Scheduled);
}

/// <summary>
/// Has all waiting messages tried that a filter finds, in small steps, so that between two of them others write. Who may is decided by
/// whoever asks, before each step.
/// </summary>
internal sealed class BulkRetry(EmailHistory history, RetryNow retry)
{
    private const int Step = 500;

    /// <summary>What can be tried of the states that a filter names; none named: both.</summary>
    public static IReadOnlyCollection<EmailState> StatesOf(EmailFilter filter)
    {
        EmailState[] waiting = [EmailState.Queued, EmailState.Retrying];
        return filter.States.Count == 0 ? waiting : [.. waiting.Where(filter.States.Contains)];
    }

    /// <param name="filter">Which messages; of whose is decided by <paramref name="mayGoOn"/>.</param>
    /// <param name="from">Where an earlier walk ended; null: at the newest.</param>
    /// <param name="most">Messages to look at.</param>
    /// <param name="mayGoOn">Asked before each step: whose messages, null for all tenants', and whether of the platform's provider too; null: it ends.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Ends it after the step under way.</param>
    /// <exception cref="OutboxUnavailableException">What was done so far stays done.</exception>
    public async Task<BulkRetryResult> RunAsync(
        EmailFilter filter,
        EmailCursor? from,
        int most,
        Func<Task<(Guid? TenantId, bool IsPlatform)?>> mayGoOn,
        Action<BulkRetryResult> progress,
        CancellationToken cancellationToken)
    {
        Dictionary<EmailChange, int> changes = [];
        Dictionary<Guid, RetryOutcome> tried = [];
        var result = new BulkRetryResult(changes, 0, null, from, IsTooBroad: false);
        var states = StatesOf(filter);
        if (states.Count == 0)
        {
            return result with { Next = null };
        }

        // What is scheduled is not tried, but told of
        states = filter.States.Count == 0 || filter.States.Contains(EmailState.Scheduled) ? [.. states, EmailState.Scheduled] : states;
        for (var looked = 0; looked < most && !cancellationToken.IsCancellationRequested; looked += Step)
        {
            if (await mayGoOn() is not { } whose)
            {
                return result;
            }

            var found = await history.MatchAsync(
                filter with { TenantId = whose.TenantId, States = states }, result.Next, Math.Min(Step, most - looked), cancellationToken);
            if (found.IsTooBroad)
            {
                return result with { Next = null, IsTooBroad = true };
            }

            foreach (var own in found.Emails.GroupBy(m => m.TenantId, m => m.Id))
            {
                var ids = own.ToList();
                var became = await retry.StepAsync(own.Key, ids, whose.IsPlatform, tried, cancellationToken);
                foreach (var change in became)
                {
                    changes[change] = changes.GetValueOrDefault(change) + 1;
                }

                result = result with { NotTried = result.NotTried + ids.Count - became.Count };
            }

            result = result with
            {
                Changes = new Dictionary<EmailChange, int>(changes),
                Why = tried.Values.FirstOrDefault(t => t is not RetryOutcome.Tried),
                Next = found.Next,
            };
            progress(result);
            if (found.Next is null)
            {
                break;
            }
        }

        return result;
    }
}
