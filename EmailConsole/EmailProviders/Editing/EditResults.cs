namespace EmailConsole.EmailProviders.Editing;

/// <summary>The answer to an update or a revert. A closed list.</summary>
public abstract record UpdateResult
{
    private UpdateResult()
    {
    }

    /// <param name="Stored">As it is stored now; null after a revert.</param>
    public sealed record Saved(StoredEmailProvider? Stored) : UpdateResult
    {
        /// <summary>False: some other node acts on it in a few seconds only.</summary>
        public bool IsEverywhere { get; init; } = true;
    }

    public sealed record Invalid(IReadOnlyList<FieldError> Errors) : UpdateResult;

    /// <summary>Somebody else saved or reverted since the form was loaded. Nothing was written.</summary>
    /// <param name="Theirs">What is stored now; null: reverted to the super tenant's.</param>
    public sealed record ChangedElsewhere(StoredEmailProvider? Theirs) : UpdateResult;

    /// <summary>The super tenant's provider is edited in <c>deployment.toml</c>.</summary>
    public sealed record ReadOnly : UpdateResult;

    /// <param name="Decision">Not found, forbidden, or not signed in any more.</param>
    public sealed record Refused(Tenants.TenantDecision Decision) : UpdateResult;
}

/// <summary>What an Email Provider page shows. A closed list.</summary>
public abstract record LoadResult
{
    private LoadResult()
    {
    }

    /// <param name="Access">Who looks at which tenant.</param>
    /// <param name="Own">The first of the tenant's own providers; null: none stored.</param>
    /// <param name="InForce">Without secrets; null: no mail can leave, or none does while <see cref="ReplacementUntil"/>.</param>
    /// <param name="Origin">Whose provider is in force; null with <paramref name="InForce"/>.</param>
    public sealed record Loaded(
        Tenants.TenantDecision.Granted Access, StoredEmailProvider? Own, EmailProviderSettings? InForce, ProviderOrigin? Origin) : LoadResult
    {
        /// <summary>All of the tenant's own, in order.</summary>
        public IReadOnlyList<StoredEmailProvider> Entries { get; init; } = Own is null ? [] : [Own];

        /// <summary>They are shown as a list: there are several, or one that is the super tenant's itself or switched off.</summary>
        public bool IsRoute => Entries.Count > 1 || (Entries is [var only] && (Own is null || !only.IsEnabled));

        /// <summary>Until when mail waits for what replaces the provider that the API has removed; null: it was not, or nobody waits.</summary>
        public DateTimeOffset? ReplacementUntil { get; init; }

        /// <summary>Why the tenant's own sender cannot be used over the super tenant's server; null: it can, or is not.</summary>
        public string? Obstacle { get; init; }
    }

    public sealed record Refused(Tenants.TenantDecision Decision) : LoadResult;
}

/// <summary>Settings that a test may be sent with. A closed list.</summary>
public abstract record PrepareResult
{
    private PrepareResult()
    {
    }

    public sealed record Ready(ProviderInForce Provider) : PrepareResult;

    public sealed record Invalid(IReadOnlyList<FieldError> Errors) : PrepareResult;
}
