using System.Text.Json;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Outbox.Api;

/// <summary>From the request to the server and back to whoever asks.</summary>
public sealed class SendDeliveryTests : IAsyncLifetime
{
    private readonly ScriptedSmtpServer _server = new ScriptedSmtpServer().Start();
    private readonly LaneBed _bed;

    public SendDeliveryTests() => _bed = new LaneBed { Deployment = LaneBed.FileFor(_server) };

    public Task InitializeAsync()
    {
        _bed.Own(_server);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Post_GoodMessage_IsDeliveredAndSaysSo()
    {
        using var client = await SendClient.OpenAsync(_bed, "foo.example");

        var id = await client.SendAsync("""
            {"to":["Some One <someone@bar.example>"],"bcc":["hidden@bar.example"],"subject":"Your code","text":"Code 421337",
             "headers":{"List-Id":"<codes.foo.example>"},"priority":"high","timeToLive":300,"metadata":{"flow":"otp"}}
            """);

        var story = await client.UntilAsync(id, "delivered");
        var mail = Assert.Single(_server.Messages);
        Assert.Contains("To: Some One <someone@bar.example>", mail, StringComparison.Ordinal);
        Assert.Contains("From: no-reply@platform.example", mail, StringComparison.Ordinal);
        Assert.Contains($"Message-Id: <{story.GetProperty("messageId").GetString()}>", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden@bar.example", mail, StringComparison.Ordinal);
        Assert.Equal("high", story.GetProperty("priority").GetString());
        Assert.Equal("otp", story.GetProperty("metadata").GetProperty("flow").GetString());
        Assert.Equal(
            [("someone@bar.example", "to", "delivered"), ("hidden@bar.example", "bcc", "delivered")],
            story.GetProperty("recipients").EnumerateArray().Select(r => (Text(r, "address"), Text(r, "kind"), Text(r, "status"))));
        var attempt = Assert.Single(story.GetProperty("attempts").EnumerateArray());
        Assert.Equal("delivered", Text(attempt, "outcome"));
        Assert.StartsWith("250", Text(attempt, "reply"), StringComparison.Ordinal);
        Assert.False(story.GetProperty("contentStored").GetBoolean());
    }

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!;
}
