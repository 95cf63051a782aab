using System.Net;
using System.Net.Http.Json;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.EmailProviders.Api;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Outbox.Api;

public sealed class TryNowTests : IAsyncLifetime
{
    private readonly ScriptedSmtpServer _server = new();
    private readonly LaneBed _bed;
    private int _isRepaired;

    public TryNowTests()
    {
        _server.Script["MAIL"] = (session, line) =>
            Volatile.Read(ref _isRepaired) == 1 ? session.BehaveAsync("MAIL", line) : session.WriteLineAsync("451 4.3.0 Later");
        _server.Start();
        _bed = new LaneBed
        {
            Deployment = LaneBed.FileFor(_server),
            Settings = new Dictionary<string, string> { ["Outbox:FirstRetry"] = "01:00:00" },
        };
    }

    public Task InitializeAsync()
    {
        _bed.Own(_server);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Retry_WaitingMessage_IsDelivered()
    {
        using var client = await OpenAsync("retry.example", ActorRole.Administrator);
        using var oneWhoOperates = new SendClient(
            _bed.CreateRestClient(await _bed.AddPersonAsync("retry.example", "olga", ActorRole.Operator)), "retry.example");
        var id = await client.SendAsync();
        await client.UntilAsync(id, "retrying");
        Volatile.Write(ref _isRepaired, 1);

        using var response = await oneWhoOperates.PostAsync("", below: $"/{id}/retry");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        await client.UntilAsync(id, "delivered");
        using var again = await client.PostAsync("", below: $"/{id}/retry");
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task RetryAll_OfAFilter_TriesThoseAndSaysHowMany()
    {
        using var client = await OpenAsync("all.example", ActorRole.Administrator);
        using var oneWhoOperates = new SendClient(
            _bed.CreateRestClient(await _bed.AddPersonAsync("all.example", "olga", ActorRole.Operator)), "all.example");
        var these = new[] { await client.SendAsync(To("anna@bar.example")), await client.SendAsync(To("anna@bar.example")) };
        var other = await client.SendAsync(To("bert@bar.example"));
        foreach (var id in these.Append(other))
        {
            await client.UntilAsync(id, "retrying");
        }

        await client.SendAsync($$"""{"to":["anna@bar.example"],"subject":"x","text":"y","sendAt":"{{TimeProvider.System.GetUtcNow().AddHours(1):O}}"}""");
        Volatile.Write(ref _isRepaired, 1);

        using var response = await oneWhoOperates.PostAsync("", below: "/retry?to=anna@bar.example");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("""{"retried":2,"scheduled":1}""", await response.Content.ReadAsStringAsync());
        foreach (var id in these)
        {
            await client.UntilAsync(id, "delivered");
        }

        Assert.Equal("retrying", (await client.ReadAsync(other)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task RetryAll_MoreThanOneRequestLooksAt_SaysWhereToGoOn()
    {
        using var client = await OpenAsync("pages.example", ActorRole.Administrator);
        for (var i = 0; i < 3; i++)
        {
            await client.UntilAsync(await client.SendAsync(), "retrying");
        }

        using var first = await client.PostAsync("", below: "/retry?limit=2");
        var body = await first.ReadJsonAsync();
        using var rest = await client.PostAsync("", below: $"/retry?cursor={body.GetProperty("next").GetString()}");

        Assert.Equal(2, body.GetProperty("retried").GetInt32());
        Assert.Equal("""{"retried":1,"scheduled":0}""", await rest.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("?status=failed", HttpStatusCode.BadRequest)]
    [InlineData("?status=nothing", HttpStatusCode.BadRequest)]
    [InlineData("?since=yesterday", HttpStatusCode.BadRequest)]
    [InlineData("?cursor=x", HttpStatusCode.BadRequest)]
    [InlineData("?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("?status=retrying,queued", HttpStatusCode.Accepted)]
    [InlineData("", HttpStatusCode.Accepted)]
    public async Task RetryAll_Query_IsCheckedAsThatOfTheList(string query, HttpStatusCode status)
    {
        using var client = await OpenAsync($"query{Guid.NewGuid():N}.example", ActorRole.Administrator);

        using var response = await client.PostAsync("", below: $"/retry{query}");

        Assert.Equal(status, response.StatusCode);
    }

    private static string To(string address) => $$"""{"to":["{{address}}"],"subject":"Your code","text":"Code 421337"}""";

    [Fact]
    public async Task TryNow_OwnProvider_SendsWhatWaitsAndComesSeldom()
    {
        using var client = await OpenAsync("own.example", ActorRole.Administrator);
        var id = await client.SendAsync();
        await client.UntilAsync(id, "retrying");
        Volatile.Write(ref _isRepaired, 1);

        using var response = await PostTryAsync(client, "own.example");
        using var again = await PostTryAsync(client, "own.example");

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        await client.UntilAsync(id, "delivered");
        Assert.Equal(HttpStatusCode.TooManyRequests, again.StatusCode);
        Assert.InRange(again.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task TryNow_ThePlatformsProvider_SaysWhomToAsk()
    {
        using var client = await SendClient.OpenAsync(_bed, "inheriting.example");

        using var response = await PostTryAsync(client, "inheriting.example");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Contains("administrators of carbon.super", (await response.ReadJsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TryNowAndRetryAll_ProviderBeingReplaced_SayUntilWhen()
    {
        using var sender = await SenderClient.CreateAsync(_bed, "replacing.example", 2);
        await SenderClient.ReadAsync(sender.PostAsync(SenderClient.Basic(2)), 201);
        using var removed = await sender.DeleteAsync();

        using var accepted = await sender.Http.PostAsJsonAsync(
            "t/replacing.example/api/v1/emails", new { to = new[] { "someone@bar.example" }, subject = "Code", text = "421337" });
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);

        foreach (var path in new[] { "provider/try-now", "emails/retry" })
        {
            using var response = await sender.Http.PostAsync($"t/replacing.example/api/v1/{path}", null);

            Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
            Assert.Matches("is being replaced.* until [0-9]{4}-", (await response.ReadJsonAsync()).GetProperty("detail").GetString());
        }
    }

    private static Task<HttpResponseMessage> PostTryAsync(SendClient client, string domain) =>
        client.Http.PostAsync($"t/{domain}/api/v1/provider/try-now", null);

    private async Task<SendClient> OpenAsync(string domain, ActorRole role)
    {
        var person = await _bed.AddTenantAsync(domain, role);
        await using var db = await _bed.OpenDbAsync();
        await _bed.UpdateAsync((await db.Set<Tenant>().SingleAsync(t => t.Domain == domain)).Id, LaneBed.SettingsFor(_server));
        return new SendClient(_bed.CreateRestClient(person), domain);
    }
}
