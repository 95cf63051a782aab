using System.Net;
using System.Net.Http.Headers;
using EmailConsole.Tests.Outbox.Api;
using EmailConsole.Tests.Persistence;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Application;

/// <summary>The whole console on PostgreSQL: what waits survives a restart, and a server that is gone for a while is nothing worse.</summary>
public sealed class PostgresJourneyTests : IAsyncLifetime
{
    private const string Behind = "https://console.example.org";

    private readonly ScriptedSmtpServer _server = new();
    private readonly TemporaryFolder _home = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _home.Dispose();
    }

    [PostgresFact]
    public async Task Restart_MailWaits_IsDeliveredByTheNextConsole()
    {
        await using var database = await TestDatabase.CreateAsync(EmailConsole.Persistence.DatabaseKind.PostgreSql);
        _server.Start();
        Guid delivered, waiting;
        await using (var first = Bed(database))
        {
            using var client = await SendClient.OpenAsync(first, "foo.example");
            delivered = await client.SendAsync();
            await client.UntilAsync(delivered, "delivered");
            waiting = await client.SendAsync(SendClient.Good.Replace("\"subject\"", $"\"sendAt\":\"{TimeProvider.System.GetUtcNow().AddSeconds(4):O}\",\"subject\"", StringComparison.Ordinal));
        }

        Assert.Single(_server.Messages);
        await using var next = Bed(database);
        using var again = await SendClient.OpenAsync(next, "foo.example");

        await again.UntilAsync(waiting, "delivered");
        await again.UntilAsync(delivered, "delivered");
        Assert.Equal(2, _server.Messages.Count);
    }

    [PostgresFact]
    public async Task ServerGone_ApiPagesAndHealthSaySoAndAllIsWellOnceItIsBack()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var database = await TestDatabase.CreateAsync(postgres);
        _server.Start();
        await using var console = Bed(database, "Production", new()
        {
            ["PublicUrl"] = Behind,
            ["AllowedHosts"] = "127.0.0.1;localhost",
            ["ForwardedHeaders:KnownProxies:0"] = "127.0.0.1",
            ["Database:ConnectTimeout"] = "00:00:01",
        });
        using var client = await SendClient.OpenAsync(console, "foo.example");
        client.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        await client.UntilAsync(await client.SendAsync(), "delivered");

        await postgres.StopAsync();

        await GoneAsync(client.Http, client.Emails, "application/problem+json");
        await GoneAsync(client.Http, "t/foo.example/api/v1/api-keys", "application/problem+json");
        await GoneAsync(client.Http, "api/server/v1/tenants", "application/json");
        Assert.Contains("The database does not answer", await GoneAsync(client.Http, $"invitation?account={Guid.CreateVersion7():N}&token=AAAA", "text/html"), StringComparison.Ordinal);
        using (var refused = await client.PostAsync(SendClient.Good))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        Assert.Equal("Unhealthy", await (await client.Http.GetAsync("health/ready")).Content.ReadAsStringAsync());
        Assert.Equal("Healthy", await client.Http.GetStringAsync("health/live"));
        Assert.Contains(console.Log, line => line.Contains("The database cannot be used: the server cannot be reached", StringComparison.Ordinal));
        Assert.DoesNotContain(console.Log, line => line.Contains(postgres.Password, StringComparison.Ordinal));

        await postgres.ContinueAsync();

        await Bound.UntilAsync(async () => (await client.Http.GetAsync("health/ready")).StatusCode == HttpStatusCode.OK);
        await client.UntilAsync(await client.SendAsync(), "delivered");
        Assert.Equal(HttpStatusCode.OK, (await client.Http.GetAsync("sign-in")).StatusCode);
        Assert.Equal(2, _server.Messages.Count);
    }

    [PostgresFact]
    public async Task ServerReadOnly_ChangesAreRefusedAndReadingGoesOn()
    {
        await using var postgres = await PostgresServer.StartAsync(isSafe: false);
        await using var database = await TestDatabase.CreateAsync(postgres);
        _server.Start();
        await using var console = Bed(database);
        using var client = await SendClient.OpenAsync(console, "foo.example");
        var before = await client.SendAsync();
        await client.UntilAsync(before, "delivered");

        await ReadOnlyAsync(postgres, "on");

        // Its processes hear of it one after the other
        await Bound.UntilAsync(async () => await client.PostAsync(SendClient.Good) is { StatusCode: HttpStatusCode.ServiceUnavailable, Headers.RetryAfter: not null });
        using (var refused = await client.Http.PostAsync("t/foo.example/api/v1/api-keys", new StringContent("""{"name":"x","scopes":["send"]}""", MediaTypeHeaderValue.Parse("application/json"))))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        await client.ReadAsync(before);
        Assert.Equal("Unhealthy", await (await client.Http.GetAsync("health/ready")).Content.ReadAsStringAsync());

        await ReadOnlyAsync(postgres, "off");

        await Bound.UntilAsync(async () => (await client.Http.GetAsync("health/ready")).StatusCode == HttpStatusCode.OK);
        await client.UntilAsync(await client.SendAsync(), "delivered");
    }

    private static async Task ReadOnlyAsync(PostgresServer postgres, string value)
    {
        await postgres.ExecuteAsync($"ALTER SYSTEM SET default_transaction_read_only = {value}");
        await postgres.ExecuteAsync("SELECT pg_reload_conf()");
    }

    private static async Task<string> GoneAsync(HttpClient http, string path, string expectedType)
    {
        using var response = await http.GetAsync(path);

        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.ServiceUnavailable, $"{path}: {response.StatusCode} {text}");
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal(expectedType, response.Content.Headers.ContentType!.MediaType);
        return text;
    }

    private LaneBed Bed(TestDatabase database, string environment = "Development", Dictionary<string, string>? settings = null) => new()
    {
        Database = database,
        HomeOf = _home,
        Environment = environment,
        Deployment = LaneBed.FileFor(_server),
        Settings = settings ?? [],
    };
}
