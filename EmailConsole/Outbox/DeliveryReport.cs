using EmailConsole.Delivery;

namespace EmailConsole.Outbox;

/// <summary>What became of one attempt.</summary>
/// <param name="Email">As it was taken; <see cref="WaitingEmail.Recipients"/> were the envelope.</param>
/// <param name="Outcome">From the shared sender.</param>
/// <param name="StartedAt">When the attempt started.</param>
/// <param name="Duration">How long it took.</param>
public sealed record DeliveryReport(WaitingEmail Email, DeliveryOutcome Outcome, DateTimeOffset StartedAt, TimeSpan Duration)
{
    /// <summary>A retry waits at least until then (a throttle, an open circuit); null: as the retry policy says.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Since when the provider asks for less and has taken nothing; null: it does not.</summary>
    public DateTimeOffset? ThrottledSince { get; init; }

    /// <summary>The tenant whose email provider it went through; null: none was reached, or it is not known.</summary>
    public Guid? ProviderOwner { get; init; }

    /// <summary>Which of that tenant's providers; null: the first, or it is not known.</summary>
    public Guid? ProviderId { get; init; }

    /// <summary>What it is called; null: it has no name, or is the only one.</summary>
    public string? ProviderName { get; init; }

    /// <summary>The From Address of that provider; null: not known.</summary>
    public string? From { get; init; }

    /// <summary>Behind that provider stands another one in the tenant's route, which may take the message where this one has certainly not.</summary>
    public bool HasNext { get; init; }

    /// <summary>The next attempt may be made at another provider than this one, unless it may have the message.</summary>
    public bool HasOther { get; init; }

    /// <summary>Its tenant rather has it twice than not at all: it goes on also where this provider may have it.</summary>
    public bool SwitchesAfterUnknown { get; init; }

    /// <summary>As which node the message was taken. Where that node is lost its report decides nothing: only who got the message counts.</summary>
    public Guid Node { get; init; }

    /// <summary>It left as the sender of that provider, not as one of a tenant's own over it.</summary>
    public bool IsOwnersSender { get; init; } = true;
}
