using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace EmailConsole.Tests.Application;

/// <summary>Calls the REST APIs as scripts do.</summary>
public static class RestClient
{
    /// <summary>A client that sends somebody's username and password with every request.</summary>
    public static HttpClient CreateRestClient(this ConsoleApplication console, ConsolePerson person) =>
        console.CreateRestClient(new AuthenticationHeaderValue("Basic", Encode(person)));

    public static HttpClient CreateRestClient(this ConsoleApplication console, AuthenticationHeaderValue credential)
    {
        var client = console.CreateBareClient();
        client.DefaultRequestHeaders.Authorization = credential;
        return client;
    }

    public static async Task<JsonElement> ReadJsonAsync(this HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return document.RootElement.Clone();
    }

    private static string Encode(ConsolePerson person) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{person.Username}:{person.Password}"));
}
