using System.Net;
using EmailConsole.Delivery.Network;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Delivery;
using EmailConsole.Tests.EmailProviders.Api;
using EmailConsole.Tests.Outbox.Api;
using EmailConsole.Tests.Servers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.Kinds.CustomHttp;

/// <summary>A whole console: a script stores an HTTP provider by version 2 of the Notification Senders API, and a message leaves by it.</summary>
public sealed class CustomHttpOverApiTests : IAsyncLifetime
{
    private const string ApiHost = "mail.foo.com";
    private const string TokenHost = "id.foo.com";

    private readonly TestCertificates _certificates = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("emailconsole-v2-http-").FullName;
    private ScriptedHttpServer _server = default!;
    private ConsoleApplication _console = default!;

    public async Task InitializeAsync()
    {
        var authority = Path.Combine(_folder, "ca.pem");
        await File.WriteAllTextAsync(authority, _certificates.AuthorityPem);
        _server = await ScriptedHttpServer.StartAsync(_certificates);
        var names = new FakeHostResolver { Names = { [ApiHost] = [IPAddress.Loopback], [TokenHost] = [IPAddress.Loopback] } };
        _console = new ConsoleApplication
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Tls:AdditionalCaFile"] = authority },
            ReplaceServices = services => services.AddSingleton<IHostResolver>(names).AddSingleton<Dialer>(new RedirectedDialer(TimeProvider.System, () => _server.Port)),
        };
        _server.Answer = (request, http) => request.Host == TokenHost
            ? ScriptedHttpServer.WriteAsync(http, 200, """{"token_type":"Bearer","access_token":"the-token-of-anna","expires_in":3600}""")
            : ScriptedHttpServer.WriteAsync(http, 200, """{"id":"m-1"}""");
    }

    public async Task DisposeAsync()
    {
        await _console.DisposeAsync();
        await _server.DisposeAsync();
        _certificates.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("NONE", null, null)]
    [InlineData("BASIC", "Authorization", "Basic YW5uYTpwNHNz")]
    [InlineData("BEARER", "Authorization", "Bearer t0ken-value")]
    [InlineData("API_KEY", "X-API-Key", "k3y-value")]
    [InlineData("CLIENT_CREDENTIAL", "Authorization", "Bearer the-token-of-anna")]
    [InlineData("PASSWORD_CREDENTIAL", "Authorization", "Bearer the-token-of-anna")]
    public async Task Post_Http_MessageLeavesByIt(string authType, string? header, string? value)
    {
        using var sender = await SenderClient.CreateAsync(_console, "leaves.example", 2);
        await SenderClient.ReadAsync(sender.PostAsync(SenderClient.OfHttp(authType)), 201);
        using var mail = await SendClient.OpenAsync(_console, "leaves.example");

        var id = await mail.SendAsync("""{"to":["someone@bar.example"],"subject":"A \"quoted\" code","html":"<p class=\"a\">421337</p>"}""");

        await mail.UntilAsync(id, "delivered");
        var request = Assert.Single(_server.Requests, r => r.Host == ApiHost);
        Assert.Equal(("POST", "/send", "1", "application/json"), (request.Method, request.Address, request.Header("X-Version"), request.Header("Accept")));
        Assert.Equal(
            ("someone@bar.example", "A \"quoted\" code", "<p class=\"a\">421337</p>"),
            (request.Json.GetProperty("to").GetString(), request.Json.GetProperty("subject").GetString(), request.Json.GetProperty("content").GetString()));
        Assert.Equal(value, request.Header(header ?? "Authorization"));
    }

    [Fact]
    public async Task Post_PasswordCredential_AsksForOneTokenWithUserAndClient()
    {
        using var sender = await SenderClient.CreateAsync(_console, "token.example", 2);
        await SenderClient.ReadAsync(sender.PostAsync(SenderClient.OfHttp("PASSWORD_CREDENTIAL").WithProperty("scopes", "mail.send")), 201);
        using var mail = await SendClient.OpenAsync(_console, "token.example");

        foreach (var _ in Enumerable.Range(0, 2))
        {
            await mail.UntilAsync(await mail.SendAsync(), "delivered");
        }

        var token = Assert.Single(_server.Requests, r => r.Host == TokenHost);
        var form = QueryHelpers.ParseQuery(token.Text);
        Assert.Equal(
            ["password", "c1", "s3cr3t-value", "anna", "p4ss", "mail.send"],
            [.. new[] { "grant_type", "client_id", "client_secret", "username", "password", "scope" }.Select(name => form[name].ToString())]);
        Assert.Equal(("POST", "/token"), (token.Method, token.Address));
        Assert.Equal(2, _server.Requests.Count(r => r.Host == ApiHost));
    }

    [Fact]
    public async Task Post_HttpWithoutFromAddress_MessageLeavesByIt()
    {
        using var sender = await SenderClient.CreateAsync(_console, "nobody.example", 2);
        await SenderClient.ReadAsync(sender.PostAsync(SenderClient.OfHttp("BEARER").Without("fromAddress")), 201);
        using var mail = await SendClient.OpenAsync(_console, "nobody.example");

        await mail.UntilAsync(await mail.SendAsync(), "delivered");

        Assert.Equal("someone@bar.example", Assert.Single(_server.Requests).Json.GetProperty("to").GetString());
    }
}
