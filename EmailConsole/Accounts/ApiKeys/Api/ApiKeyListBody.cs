namespace EmailConsole.Accounts.ApiKeys.Api;

/// <param name="ApiKeys">Newest first; at most 100.</param>
internal sealed record ApiKeyListBody(IReadOnlyList<ApiKeyBody> ApiKeys);
