using System.Text.RegularExpressions;

namespace EmailConsole.Tests.Application;

/// <summary>Signs in and out as a browser without JavaScript does.</summary>
public static partial class PlainClient
{
    /// <summary>Posts a form of a plain page: its fields, its hidden ones, and what the page was asked with.</summary>
    public static async Task<HttpResponseMessage> PostFormAsync(
        this HttpClient client, string path, string form, params (string Name, string Value)[] fields)
    {
        var token = await client.GetTokenAsync(path);
        return await client.PostAsync(path, [.. fields, ("_handler", form), ("__RequestVerificationToken", token)]);
    }

    /// <summary>Signs out with the token that the page offers to whoever is signed in.</summary>
    public static async Task<HttpResponseMessage> PostSignOutAsync(this HttpClient client) =>
        await client.PostAsync("sign-out", ("__RequestVerificationToken", await client.GetTokenAsync("sign-in")));

    public static Task<HttpResponseMessage> PostSignInAsync(this HttpClient client, ConsolePerson person, string path = "sign-in") =>
        client.PostFormAsync(path, "sign-in", ("Input.Username", person.Username), ("Input.Password", person.Password));

    private static async Task<HttpResponseMessage> PostAsync(this HttpClient client, string path, params (string Name, string Value)[] fields)
    {
        using var body = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await client.PostAsync(new Uri(path, UriKind.RelativeOrAbsolute), body);
    }

    private static async Task<string> GetTokenAsync(this HttpClient client, string path) =>
        AntiforgeryToken().Match(await client.GetStringAsync(new Uri(path, UriKind.RelativeOrAbsolute))).Groups["token"].Value;

    [GeneratedRegex("""name="__RequestVerificationToken" value="(?<token>[^"]+)" """, RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AntiforgeryToken();
}
