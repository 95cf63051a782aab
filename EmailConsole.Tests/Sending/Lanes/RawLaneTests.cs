using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Tests.Delivery;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Sending.Lanes;

/// <summary>A message that a program wrote, from its acceptance to the server.</summary>
public sealed class RawLaneTests : IAsyncLifetime
{
    private static readonly RawMessage Raw = RawMail.New("Auto-Submitted: no\n");

    private readonly LaneBed _bed = new();
    private readonly ScriptedSmtpServer _server = new ScriptedSmtpServer().Start();

    public Task InitializeAsync()
    {
        _bed.Own(_server);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Accept_Raw_ArrivesByteForByteAndIsRecorded()
    {
        var tenant = await _bed.AddTenantAsync(_server);

        var id = await _bed.AcceptAsync(tenant, Email());

        await _bed.SettledAsync(tenant, 1);
        Assert.Equal(Raw.Content.ToArray(), Assert.Single(_server.Contents));
        Assert.Equal(RawMail.MessageId, (await _bed.FindAsync(id)).InternetMessageId);
    }

    [Fact]
    public async Task Accept_FromIsChangedAndSetBack_WaitsWithItsReasonAndThenLeavesFromTheDatabase()
    {
        var settings = LaneBed.SettingsFor(_server);
        var tenant = await _bed.AddTenantAsync(settings with { FromAddress = "no-reply@foo.example" });

        var id = await _bed.AcceptAsync(tenant, Email());
        await _bed.SettledAsync(tenant, 1, EmailState.Retrying);
        var waiting = await _bed.FindAsync(id);
        await _bed.UpdateAsync(tenant, settings);
        await _bed.SettledAsync(tenant, 1);

        var attempt = Assert.Single(waiting.AttemptHistory);
        Assert.Equal((Blame.Message, DeliveryFailureKind.InvalidMessage), (attempt.Blame, attempt.Kind));
        Assert.Contains("Set From Address to codes@foo.example", attempt.Cure, StringComparison.Ordinal);
        Assert.Equal(Raw.Content.ToArray(), Assert.Single(_server.Contents));
    }

    private static NewEmail Email() => Emails.New() with { Content = RawMail.Email(Raw), Size = Raw.Content.Length };
}
