namespace EmailConsole.Outbox.History;

/// <summary>Which messages of the history are asked for. Everything set narrows.</summary>
public sealed record EmailFilter
{
    /// <summary>Whose; null: all tenants'.</summary>
    public Guid? TenantId { get; init; }

    /// <summary>Only these, <see cref="EmailState.Sending"/> apart from <see cref="EmailState.Queued"/> and <see cref="EmailState.Retrying"/>; empty: any.</summary>
    public IReadOnlyCollection<EmailState> States { get; init; } = [];

    /// <summary>Only those to them; null: to anybody.</summary>
    public RecipientFilter? Recipient { get; init; }

    /// <summary>Accepted then or later, to the millisecond.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Accepted before then, to the millisecond.</summary>
    public DateTimeOffset? Until { get; init; }
}
