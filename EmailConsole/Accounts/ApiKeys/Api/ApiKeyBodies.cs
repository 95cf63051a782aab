using System.Text.Json.Serialization;
using EmailConsole.Rest;

namespace EmailConsole.Accounts.ApiKeys.Api;

/// <summary>A key, as the API answers it.</summary>
/// <param name="Id">By which it is revoked.</param>
/// <param name="Name">As its administrator called it.</param>
/// <param name="Prefix">The start of the key, by which it is recognised.</param>
/// <param name="Scopes">Of <c>send</c>, <c>view</c> and <c>manage</c>.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="CreatedBy">By whom: a username in full.</param>
/// <param name="ExpiresAt">Null: never.</param>
/// <param name="LastUsedAt">Exact to some seconds; null: never used.</param>
/// <param name="Key">The key itself, only in the answer that creates it.</param>
internal sealed record ApiKeyBody(
    Guid Id,
    string Name,
    string Prefix,
    IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    string? Key = null)
{
    public static ApiKeyBody Of(ApiKeyRow row, string? key = null) => new(
        row.Id, row.Name, row.Prefix, [.. ScopeNames.Of(row.Scopes)], row.CreatedAt, row.CreatedBy, row.ExpiresAt, row.LastUsedAt, key);
}

/// <param name="ApiKeys">Newest first; at most 100.</param>
internal sealed record ApiKeyListBody(IReadOnlyList<ApiKeyBody> ApiKeys);

/// <summary>A key to create.</summary>
/// <param name="Name">1 to 100 characters, to recognise it by.</param>
/// <param name="Scopes">At least one of <c>send</c>, <c>view</c> and <c>manage</c>.</param>
/// <param name="ExpiresAt">RFC 3339, such as 2031-01-01T00:00:00Z; absent: never.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NewApiKeyBody(string? Name, IReadOnlyList<string?>? Scopes, string? ExpiresAt = null);
