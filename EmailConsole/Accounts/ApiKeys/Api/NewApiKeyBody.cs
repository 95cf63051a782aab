using System.Text.Json.Serialization;

namespace EmailConsole.Accounts.ApiKeys.Api;

/// <summary>A key to create.</summary>
/// <param name="Name">1 to 100 characters, to recognise it by.</param>
/// <param name="Scopes">At least one of <c>send</c>, <c>view</c> and <c>manage</c>.</param>
/// <param name="ExpiresAt">RFC 3339, such as 2031-01-01T00:00:00Z; absent: never.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NewApiKeyBody(string? Name, IReadOnlyList<string?>? Scopes, string? ExpiresAt = null);
