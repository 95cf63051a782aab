using System.Net;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.EmailProviders.Api;
using EmailConsole.Tests.Outbox.Lanes;
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
    public async Task TryNow_ProviderBeingReplaced_SaysUntilWhen()
    {
        using var sender = await SenderClient.CreateAsync(_bed, "replacing.example", 2);
        await SenderClient.ReadAsync(sender.PostAsync(SenderClient.Basic(2)), 201);
        using var removed = await sender.DeleteAsync();

        using var response = await sender.Http.PostAsync("t/replacing.example/api/v1/provider/try-now", null);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Matches("is being replaced.* until [0-9]{4}-", (await response.ReadJsonAsync()).GetProperty("detail").GetString());
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
