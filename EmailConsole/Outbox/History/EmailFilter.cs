namespace EmailConsole.Outbox.History;

/// <summary>Which messages of the history are asked for. Everything set narrows.</summary>
public sealed record EmailFilter
{
    /// <summary>Whose; null: all tenants'.</summary>
    public Guid? TenantId { get; init; }

    /// <summary>Only these, each message in one; empty: any.</summary>
    public IReadOnlyCollection<EmailState> States { get; init; } = [];

    /// <summary>Only those to them; null: to anybody.</summary>
    public RecipientFilter? Recipient { get; init; }

    /// <summary>Only that one; null: any.</summary>
    public Guid? Id { get; init; }

    /// <summary>Only that with this header Message-ID, without angle brackets; null: any.</summary>
    public string? MessageId { get; init; }

    /// <summary>Only those with this pair of metadata, as <see cref="Store.OutboxTag.PairOf"/> writes it; null: any.</summary>
    public string? Tag { get; init; }

    /// <summary>Only those handed in by API keys that are called so, or whose name begins so; by the beginning of the key itself; null: any.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Only those about which a server's reply has these words; null: any.</summary>
    public string? Reply { get; init; }

    /// <summary>Only those that are not delivered for this reason; null: any.</summary>
    public FailureCause? Cause { get; init; }

    /// <summary>Accepted then or later, to the millisecond.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Accepted before then, to the millisecond.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether something is looked for, not only states and times, of which counting costs nothing.</summary>
    public bool IsSearch => Recipient is not null || Id is not null || MessageId is not null || Tag is not null || ApiKey is not null || Reply is not null || Cause is not null;
}
