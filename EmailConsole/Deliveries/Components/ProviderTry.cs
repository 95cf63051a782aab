using System.Globalization;
using EmailConsole.Accounts.Components;
using EmailConsole.Outbox;
using EmailConsole.Tenants;
using MudBlazor;

namespace EmailConsole.Deliveries.Components;

/// <summary>What a page says of a try of the provider: that it is under way, then how it went, which the health that the page watches tells.</summary>
internal sealed class ProviderTry
{
    private const string WorksAgain = "It works again: the server takes mail.";

    private DateTimeOffset? _failedBefore;
    private bool _isAwaited;

    /// <summary>Null: nothing was tried, or mail leaves again since.</summary>
    public string? Answer { get; private set; }

    /// <param name="tryNow">Asks for it.</param>
    /// <param name="health">Until now.</param>
    /// <param name="waiting">So many messages wait; null: not known.</param>
    public async Task BeginAsync(Func<Task<RetryOutcome>> tryNow, ProviderHealth? health, long? waiting)
    {
        var failedBefore = health?.FailedAt;
        var outcome = await tryNow();

        // Of one that is slowed the pause alone ends: that proves nothing of the server
        (_failedBefore, _isAwaited) = (failedBefore, outcome is RetryOutcome.Tried && health is not ProviderHealth.Slowed);
        Answer = DeliveryWords.ProviderTried(outcome, waiting);
    }

    /// <summary>Tells in passing that it went well.</summary>
    public void See(ProviderHealth? health, ISnackbar snackbar)
    {
        if (See(health))
        {
            snackbar.Add(WorksAgain, Severity.Success);
        }
    }

    /// <param name="health">Now; null: not known, or the page is about another tenant.</param>
    /// <returns>Whether what was tried went well just now.</returns>
    public bool See(ProviderHealth? health)
    {
        if (health is null || !HealthNotice.IsFor(health))
        {
            var works = _isAwaited && health is ProviderHealth.Works;
            (_isAwaited, Answer) = (false, null);
            return works;
        }

        if (_isAwaited && health.FailedAt is { } at && at != _failedBefore)
        {
            _isAwaited = false;
            Answer = $"Tried at {at.UtcDateTime.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)}: failed again. {HealthWords.Cause(health)?.TrimEnd('.')}.";
        }

        return false;
    }
}
