using System.Net.Http.Headers;
using System.Net.Http.Json;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Accounts.ApiKeys.Api;

/// <summary>Creates API keys as a script does, and calls with them.</summary>
internal static class KeyClient
{
    public static Task<HttpResponseMessage> PostKeyAsync(this HttpClient client, string domain, object body) =>
        client.PostAsJsonAsync($"t/{domain}/api/v1/api-keys", body);

    /// <returns>The key's id and the key.</returns>
    public static async Task<(Guid Id, string Key)> CreateKeyAsync(this HttpClient client, string domain, params string[] scopes)
    {
        using var response = await client.PostKeyAsync(domain, new { name = "test", scopes });
        var body = await response.ReadJsonAsync();
        return (body.GetProperty("id").GetGuid(), body.GetProperty("key").GetString()!);
    }

    public static HttpClient CreateKeyClient(this ConsoleApplication console, string key) =>
        console.CreateRestClient(new AuthenticationHeaderValue("Bearer", key));
}
