namespace EmailConsole.Outbox;

/// <summary>Whether a provider's server is tried.</summary>
public enum CircuitPosition
{
    /// <summary>It works, or is not known not to.</summary>
    Closed = 0,

    /// <summary>It failed repeatedly: nothing is sent for a while.</summary>
    Open = 1,

    /// <summary>One message tries whether it works again.</summary>
    HalfOpen = 2,
}

/// <param name="Position">Where it stands.</param>
/// <param name="Since">When it opened; null while closed.</param>
/// <param name="Until">When the next message tries; null while closed.</param>
/// <param name="Why">The cause of the last failure, for a person; null while closed.</param>
public sealed record CircuitState(CircuitPosition Position, DateTimeOffset? Since, DateTimeOffset? Until, string? Why);
