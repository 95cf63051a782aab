namespace EmailConsole.Outbox;

/// <summary>What became of asking to have something tried now. A closed list.</summary>
public abstract record RetryOutcome
{
    private RetryOutcome()
    {
    }

    /// <summary>It is tried as soon as its turn comes.</summary>
    public sealed record Tried : RetryOutcome;

    /// <summary>There is no provider that could send it.</summary>
    public sealed record NoProvider : RetryOutcome;

    /// <summary>The tenant's own was removed by a client that replaces it so: everything waits for the new one.</summary>
    /// <param name="Until">From then on the super tenant's is in force.</param>
    public sealed record BeingReplaced(DateTimeOffset Until) : RetryOutcome;

    /// <summary>The tenant's own sender may not be used over the super tenant's server any more.</summary>
    /// <param name="Reason">For the tenant's administrator.</param>
    public sealed record NotPermitted(string Reason) : RetryOutcome;

    /// <summary>The provider pauses, and it is another tenant's: only there it can be tried before the pause ends.</summary>
    public sealed record Inherited : RetryOutcome;

    /// <summary>The provider was tried a moment ago.</summary>
    /// <param name="Wait">When to ask again.</param>
    public sealed record TooSoon(TimeSpan Wait) : RetryOutcome;

    /// <summary>The message cannot be tried.</summary>
    /// <param name="Change">Why; never <see cref="EmailChange.Done"/>.</param>
    public sealed record Refused(EmailChange Change) : RetryOutcome;
}
