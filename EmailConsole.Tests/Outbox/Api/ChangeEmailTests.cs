using System.Net;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Outbox.Api;

public sealed class ChangeEmailTests : IAsyncLifetime
{
    private readonly ScriptedSmtpServer _server = new ScriptedSmtpServer().Start();
    private readonly LaneBed _bed;

    public ChangeEmailTests() => _bed = new LaneBed { Deployment = LaneBed.FileFor(_server) };

    private static string Later => $$"""{"to":["a@b.example"],"subject":"x","text":"y","sendAt":"{{TimeProvider.System.GetUtcNow().AddHours(1):O}}"}""";

    public Task InitializeAsync()
    {
        _bed.Own(_server);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Cancel_WaitingMessage_IsCancelledAndNeverSent()
    {
        using var client = await SendClient.OpenAsync(_bed, "cancel.example");
        var id = await client.SendAsync(Later);

        using var response = await client.PostAsync("", below: $"/{id}/cancel");
        using var again = await client.PostAsync("", below: $"/{id}/cancel");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("cancelled", (await response.ReadJsonAsync()).GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task Resend_CancelledMessage_IsDelivered()
    {
        using var client = await SendClient.OpenAsync(_bed, "resend.example");
        var id = await client.SendAsync(Later);
        using var waits = await client.PostAsync("", below: $"/{id}/resend");
        using var cancelled = await client.PostAsync("", below: $"/{id}/cancel");

        using var response = await client.PostAsync("", below: $"/{id}/resend");

        Assert.Equal(HttpStatusCode.Conflict, waits.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        await client.UntilAsync(id, "delivered");
        Assert.Single(_server.Messages);
    }

    [Fact]
    public async Task Resend_DeliveredMessage_ContentIsGone()
    {
        using var client = await SendClient.OpenAsync(_bed, "gone.example");
        var id = await client.SendAsync();
        await client.UntilAsync(id, "delivered");

        using var response = await client.PostAsync("", below: $"/{id}/resend");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Contains("content", (await response.ReadJsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_Operator_MayReadCancelAndResendButNotSend()
    {
        using var administrator = await SendClient.OpenAsync(_bed, "operated.example");
        using var client = new SendClient(
            _bed.CreateRestClient(await _bed.AddPersonAsync("operated.example", "olga", ActorRole.Operator)), "operated.example");
        var id = await administrator.SendAsync(Later);

        using var cancelled = await client.PostAsync("", below: $"/{id}/cancel");
        using var resent = await client.PostAsync("", below: $"/{id}/resend");
        using var sent = await client.PostAsync(SendClient.Good);
        using var batch = await client.PostAsync("{}", below: "/batch");

        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, resent.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, sent.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, batch.StatusCode);
        await client.ReadAsync(id);
    }
}
