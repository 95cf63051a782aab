using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.EmailProviders.Api.Schemas;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.EmailProviders.Api;

/// <summary>A script that was written for WSO2: one tenant's administrator and one version.</summary>
internal sealed class SenderClient(HttpClient http, string tenant, int version) : IDisposable
{
    public const string Name = "EmailPublisher";

    public HttpClient Http => http;

    public string All => $"t/{tenant}/api/server/v{version}/notification-senders/email";

    public string One => $"{All}/{Name}";

    /// <summary>A new tenant with an administrator.</summary>
    public static async Task<SenderClient> CreateAsync(ConsoleApplication console, string tenant, int version) =>
        new(console.CreateRestClient(await console.AddTenantAsync(tenant)), tenant, version);

    /// <summary>A body that each version takes, with a secret.</summary>
    public static JsonObject Basic(int version) => version == 1
        ? Parse("""
            {"name":"EmailPublisher","smtpServerHost":"smtp.foo.com","smtpPort":587,"fromAddress":"codes@foo.com",
             "userName":"anna","password":"p4ss","properties":[{"key":"mail.smtp.starttls.enable","value":true},{"key":"mail.smtp.auth","value":true},
             {"key":"mail.smtp.replyTo","value":"help@foo.com"},{"key":"mail.smtp.signature","value":"Foo"}]}
            """)
        : Parse("""
            {"name":"EmailPublisher","smtpServerHost":"smtp.foo.com","smtpPort":587,"fromAddress":"codes@foo.com","provider":"SMTP",
             "authType":"BASIC","properties":[{"key":"userName","value":"anna"},{"key":"password","value":"p4ss"},
             {"key":"mail.smtp.starttls.enable","value":true},{"key":"mail.smtp.auth","value":true},
             {"key":"mail.smtp.replyTo","value":"help@foo.com"},{"key":"mail.smtp.signature","value":"Foo"}]}
            """);

    public static JsonObject ClientCredential(int version)
    {
        var body = Parse("""
            {"smtpServerHost":"smtp.office365.com","smtpPort":"587","fromAddress":"codes@foo.com",
             "properties":[{"key":"clientId","value":"c1"},{"key":"clientSecret","value":"s3cr3t-value"},
             {"key":"tokenEndpoint","value":"https://id.foo.com/token"},{"key":"scopes","value":"https://outlook.office365.com/.default"}]}
            """);
        if (version == 2)
        {
            body["authType"] = "CLIENT_CREDENTIAL";
        }

        return body;
    }

    /// <summary>By HTTP, which version 2 alone has, with the credentials of an authentication type.</summary>
    public static JsonObject OfHttp(string authType)
    {
        var body = Parse("""
            {"name":"EmailPublisher","provider":"HTTP","providerURL":"https://mail.foo.com/send","fromAddress":"codes@foo.com",
             "properties":[{"key":"http.client.method","value":"POST"},{"key":"http.headers","value":"X-Version: 1, Accept: application/json"},
             {"key":"contentType","value":"JSON"},{"key":"body","value":"{\"to\":\"{{send-to}}\",\"subject\":\"{{subject}}\",\"content\":{{body}}}"}]}
            """);
        body["authType"] = authType;
        return HttpCredentials[authType].Aggregate(body, (all, p) => all.WithProperty(p.Key, p.Value));
    }

    /// <summary>By authentication type of HTTP, what must be among the properties.</summary>
    public static IReadOnlyDictionary<string, (string Key, string Value)[]> HttpCredentials { get; } = new Dictionary<string, (string, string)[]>(StringComparer.Ordinal)
    {
        ["NONE"] = [],
        ["BASIC"] = [("userName", "anna"), ("password", "p4ss")],
        ["CLIENT_CREDENTIAL"] = [("clientId", "c1"), ("clientSecret", "s3cr3t-value"), ("tokenEndpoint", "https://id.foo.com/token")],
        ["PASSWORD_CREDENTIAL"] =
            [("clientId", "c1"), ("clientSecret", "s3cr3t-value"), ("userName", "anna"), ("password", "p4ss"), ("tokenEndpoint", "https://id.foo.com/token")],
        ["BEARER"] = [("accessToken", "t0ken-value")],
        ["API_KEY"] = [("apiKeyHeader", "X-API-Key"), ("apiKeyValue", "k3y-value")],
    };

    public static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    public Task<HttpResponseMessage> PostAsync(JsonObject body) => SendAsync(HttpMethod.Post, All, body.ToJsonString());

    public Task<HttpResponseMessage> PutAsync(JsonObject body, string? ifMatch = null) =>
        SendAsync(HttpMethod.Put, One, WithoutName(body).ToJsonString(), ifMatch);

    public Task<HttpResponseMessage> PatchAsync(string patch, string? ifMatch = null, string contentType = "application/merge-patch+json") =>
        SendAsync(HttpMethod.Patch, One, patch, ifMatch, contentType);

    public Task<HttpResponseMessage> GetAsync() => SendAsync(HttpMethod.Get, One);

    public Task<HttpResponseMessage> ListAsync() => SendAsync(HttpMethod.Get, All);

    public Task<HttpResponseMessage> DeleteAsync(string? ifMatch = null) => SendAsync(HttpMethod.Delete, One, ifMatch: ifMatch);

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? body = null, string? ifMatch = null, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await http.SendAsync(request);
    }

    public static async Task<JsonElement> ReadAsync(Task<HttpResponseMessage> sending, int status)
    {
        using var response = await sending;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        using var document = JsonDocument.Parse(text);
        SenderSchemas.AssertMatches(response, document.RootElement);
        return document.RootElement.Clone();
    }

    public static async Task<Guid> TenantIdAsync(ConsoleApplication console, string domain)
    {
        await using var db = await console.OpenDbAsync();
        return (await db.Set<EmailConsole.Tenants.Tenant>().SingleAsync(t => t.Domain == domain)).Id;
    }

    public void Dispose() => http.Dispose();

    private static JsonObject WithoutName(JsonObject body)
    {
        var copy = body.DeepClone().AsObject();
        copy.Remove("name");
        return copy;
    }
}
