using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Tests.Accounts.ApiKeys.Api;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Accounts.ApiKeys.Tokens;

/// <summary>Asks for access tokens as programs do.</summary>
internal static class TokenClient
{
    public const string Grant = "grant_type=client_credentials";

    public static string IdOf(string key) => key[..ApiKeyText.PrefixLength];

    /// <summary>A tenant with a key.</summary>
    public static async Task<(Guid Id, string Key)> AddKeyAsync(this ConsoleApplication console, string domain, params string[] scopes)
    {
        using var administrator = console.CreateRestClient(await console.AddTenantAsync(domain));
        return await administrator.CreateKeyAsync(domain, scopes);
    }

    /// <summary>As WSO2's command-line tool does: Basic, and a form.</summary>
    /// <param name="client">Any.</param>
    /// <param name="path">Where tokens are issued.</param>
    /// <param name="credential"><c>id:secret</c>; null: none.</param>
    /// <param name="form">The body.</param>
    /// <param name="type">Of the body.</param>
    public static async Task<HttpResponseMessage> PostTokenAsync(
        this HttpClient client, string path, string? credential, string form, string type = "application/x-www-form-urlencoded")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(form)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (credential is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credential)));
        }

        return await client.SendAsync(request);
    }

    /// <returns>The answer to a good request.</returns>
    public static async Task<JsonElement> GetTokenAsync(this ConsoleApplication console, string domain, string key, string? scope = null)
    {
        using var client = console.CreateBareClient();
        using var response = await client.PostTokenAsync(
            $"t/{domain}/oauth2/token", $"{IdOf(key)}:{key}", scope is null ? Grant : $"{Grant}&scope={Uri.EscapeDataString(scope)}");
        var body = await response.ReadJsonAsync();
        Assert.True(response.IsSuccessStatusCode, body.ToString());
        return body;
    }

    /// <summary>A client that sends a new token with every request.</summary>
    public static async Task<HttpClient> CreateTokenClientAsync(this ConsoleApplication console, string domain, string key, string? scope = null) =>
        console.CreateKeyClient((await console.GetTokenAsync(domain, key, scope)).GetProperty("access_token").GetString()!);
}
