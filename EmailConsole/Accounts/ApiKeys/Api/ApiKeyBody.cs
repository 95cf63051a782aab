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
