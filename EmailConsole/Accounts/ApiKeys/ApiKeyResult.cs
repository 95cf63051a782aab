namespace EmailConsole.Accounts.ApiKeys;

/// <summary>What became of a change to a tenant's keys. A closed list.</summary>
internal abstract record ApiKeyResult
{
    private ApiKeyResult()
    {
    }

    /// <param name="Row">As it is listed from now on.</param>
    /// <param name="Key">The key itself, this once.</param>
    public sealed record Created(ApiKeyRow Row, string Key) : ApiKeyResult;

    public sealed record Invalid(IReadOnlyList<FieldProblem> Problems) : ApiKeyResult;

    /// <summary>The tenant has as many keys as it may have.</summary>
    public sealed record TooMany(int Limit) : ApiKeyResult;

    public sealed record Revoked(string Name) : ApiKeyResult;

    /// <summary>No key of that id in the tenant, or not any more.</summary>
    public sealed record Gone : ApiKeyResult;

    /// <summary>Whoever asks is no administrator of the tenant, or not any more.</summary>
    public sealed record Denied : ApiKeyResult;
}
