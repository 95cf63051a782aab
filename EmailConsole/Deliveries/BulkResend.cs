using System.Security.Claims;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;

namespace EmailConsole.Deliveries;

/// <summary>
/// Resends what a filter finds among the failed and expired, in small steps: between two of them others write, the rights of
/// whoever asked are looked at again, and it can be stopped.
/// </summary>
internal sealed partial class BulkResend(DeliveriesAccess access, EmailHistory history, ChangeEmails changes, ILogger<BulkResend> logger)
{
    /// <summary>Beyond it nothing is counted, "more than" is said; all of them are resent.</summary>
    public const int MostCounted = 100_000;

    private const int Step = 500;

    /// <summary>What can be resent of the states that a filter names; none named: both.</summary>
    public static IReadOnlyCollection<EmailState> StatesOf(EmailFilter filter)
    {
        EmailState[] resendable = [EmailState.Failed, EmailState.Expired];
        return filter.States.Count == 0 ? resendable : [.. resendable.Where(filter.States.Contains)];
    }

    /// <param name="person">Who asks.</param>
    /// <param name="domain">Of the route.</param>
    /// <param name="isAcross">Of all tenants.</param>
    /// <param name="filter">With an end, so that what fails meanwhile is not resent unseen.</param>
    /// <param name="cancellationToken">Ends the counting.</param>
    /// <returns>
    /// What would become of them, as far as it can be told beforehand; more than <see cref="MostCounted"/> looked at: there are more. Null:
    /// whoever asks may not, or too many addresses begin so.
    /// </returns>
    public async Task<BulkResendResult?> ForecastAsync(ClaimsPrincipal person, string domain, bool isAcross, EmailFilter filter, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(person, domain, isAcross, cancellationToken) is not { } scope)
        {
            return null;
        }

        var forecast = new BulkResendResult(BulkResendEnd.Finished, new Dictionary<EmailChange, int>());
        EmailCursor? cursor = null;
        do
        {
            var matches = await history.MatchAsync(Narrow(filter, scope), cursor, Step, cancellationToken);
            if (matches.IsTooBroad)
            {
                return null;
            }

            forecast = forecast.With(await history.CanResendAsync(matches.Emails, cancellationToken));
            cursor = matches.Next;
        }
        while (cursor is not null && forecast.Looked <= MostCounted);
        return forecast;
    }

    /// <summary>Stopped or not, what was done stays done, and the result counts it.</summary>
    /// <param name="person">Who asks.</param>
    /// <param name="domain">Of the route.</param>
    /// <param name="isAcross">Of all tenants.</param>
    /// <param name="filter">As it was counted with.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="stop">Ends it after the step under way.</param>
    public async Task<BulkResendResult> RunAsync(
        ClaimsPrincipal person, string domain, bool isAcross, EmailFilter filter, Action<BulkResendResult> progress, CancellationToken stop)
    {
        var result = new BulkResendResult(BulkResendEnd.Finished, new Dictionary<EmailChange, int>());
        EmailCursor? cursor = null;
        while (true)
        {
            if (stop.IsCancellationRequested)
            {
                return Ended(result, BulkResendEnd.Stopped, null);
            }

            if (await access.FindAsync(person, domain, isAcross, CancellationToken.None) is not { } scope)
            {
                return Ended(result, BulkResendEnd.Denied, null);
            }

            var matches = await history.MatchAsync(Narrow(filter, scope), cursor, Step, CancellationToken.None);
            if (matches.IsTooBroad)
            {
                return Ended(result, BulkResendEnd.TooBroad, scope);
            }

            try
            {
                foreach (var own in matches.Emails.GroupBy(m => m.TenantId, m => m.Id))
                {
                    result = result.With(await changes.ResendAsync(own.Key, [.. own]));
                }
            }
            catch (OutboxUnavailableException)
            {
                return Ended(result, BulkResendEnd.Unavailable, scope);
            }

            progress(result);
            cursor = matches.Next;
            if (!scope.IsAcross && result.CountOf(EmailChange.QueueFull) > 0)
            {
                return Ended(result, BulkResendEnd.QueueFull, scope);
            }

            if (cursor is null)
            {
                return Ended(result, BulkResendEnd.Finished, scope);
            }
        }
    }

    private static EmailFilter Narrow(EmailFilter filter, DeliveriesScope scope) => filter with { TenantId = scope.TenantId, States = StatesOf(filter) };

    private BulkResendResult Ended(BulkResendResult result, BulkResendEnd end, DeliveriesScope? scope)
    {
        LogEnded(scope?.Actor.Username, end, result.Done, result.Looked);
        return result with { End = end };
    }

    [LoggerMessage(LogLevel.Information, "Bulk resend by {Username} ended ({End}): {Done} of {Looked} messages")]
    private partial void LogEnded(string? username, BulkResendEnd end, int done, int looked);
}

/// <summary>Why a bulk resend ended.</summary>
internal enum BulkResendEnd
{
    /// <summary>All were looked at.</summary>
    Finished = 0,

    /// <summary>Whoever asked for it stopped it.</summary>
    Stopped = 1,

    /// <summary>The tenant's queue takes no more.</summary>
    QueueFull = 2,

    /// <summary>The database takes nothing at present.</summary>
    Unavailable = 3,

    /// <summary>Whoever asked may not any more.</summary>
    Denied = 4,

    /// <summary>By now too many recipients begin with what was typed: the rest could not be found.</summary>
    TooBroad = 5,
}

/// <summary>What a bulk resend has done, so far or in all.</summary>
/// <param name="End">Why it ended.</param>
/// <param name="Changes">Messages by what became of them.</param>
internal sealed record BulkResendResult(BulkResendEnd End, IReadOnlyDictionary<EmailChange, int> Changes)
{
    public int Done => CountOf(EmailChange.Done);

    public int Looked => Changes.Values.Sum();

    public int CountOf(EmailChange change) => Changes.GetValueOrDefault(change);

    public BulkResendResult With(IEnumerable<EmailChange> more)
    {
        var changes = Changes.ToDictionary();
        foreach (var change in more)
        {
            changes[change] = changes.GetValueOrDefault(change) + 1;
        }

        return this with { Changes = changes };
    }
}
