using EmailConsole.Rest;

namespace EmailConsole.Accounts.ApiKeys;

/// <summary>A key, as listed.</summary>
/// <param name="Id">By which it is revoked.</param>
/// <param name="Name">As its administrator called it.</param>
/// <param name="Prefix">The start of the key.</param>
/// <param name="Scopes">What it is for.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="CreatedBy">By whom: a username in full.</param>
/// <param name="ExpiresAt">Null: never.</param>
/// <param name="LastUsedAt">Null: never used.</param>
public sealed record ApiKeyRow(
    Guid Id,
    string Name,
    string Prefix,
    RestScopes Scopes,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt)
{
    /// <summary>What programs with the key were refused, the newest first.</summary>
    public IReadOnlyList<ApiKeyRefusal> Refusals { get; init; } = [];

    public static ApiKeyRow Of(ApiKey key) =>
        new(key.Id, key.Name, key.Prefix, key.Scopes, key.CreatedAt, key.CreatedBy, key.ExpiresAt, key.LastUsedAt);
}
