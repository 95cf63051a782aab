using EmailConsole.Accounts;
using EmailConsole.Events.Posting;

namespace EmailConsole.Events.Managing;

/// <summary>What became of a change to a tenant's webhooks. A closed list.</summary>
internal abstract record WebhookResult
{
    private WebhookResult()
    {
    }

    /// <param name="Url">Of the endpoint.</param>
    /// <param name="Text">The secret by which its events are signed from now on, this once.</param>
    public sealed record Secret(string Url, string Text) : WebhookResult;

    public sealed record Done : WebhookResult;

    /// <param name="Answer">What the receiver said to a test.</param>
    public sealed record Tested(WebhookAnswer Answer) : WebhookResult;

    /// <param name="Count">Deliveries that are sent again.</param>
    public sealed record Replayed(int Count) : WebhookResult;

    public sealed record Invalid(IReadOnlyList<FieldProblem> Problems) : WebhookResult;

    /// <summary>The tenant has as many endpoints as it may have.</summary>
    public sealed record TooMany(int Limit) : WebhookResult;

    /// <param name="RetryAfter">How long to wait before the next test.</param>
    public sealed record TooOften(TimeSpan RetryAfter) : WebhookResult;

    /// <summary>Somebody else has changed it since it was shown.</summary>
    public sealed record ChangedElsewhere : WebhookResult;

    /// <summary>Nothing is sent to it: it must be resumed first.</summary>
    public sealed record Paused : WebhookResult;

    /// <summary>No such endpoint or delivery in the tenant, or not any more.</summary>
    public sealed record Gone : WebhookResult;

    /// <summary>Whoever asks may not, or not any more.</summary>
    public sealed record Denied : WebhookResult;
}
