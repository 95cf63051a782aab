using System.Globalization;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Store;
using EmailConsole.Outbox.Trends;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Sending.Lanes;

/// <summary>What is said of a server that nothing connects to.</summary>
public sealed class ServerPastTests : IAsyncLifetime
{
    // So that nothing goes again by the time that passes
    private readonly LaneBed _bed = new() { Settings = new Dictionary<string, string> { ["Outbox:FirstRetry"] = "01:00:00" } };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Attempt_ServerThatTookMailIsDown_SaysWhenItDidAndNamesNoOtherSettings()
    {
        var server = new ScriptedSmtpServer().Start();
        var tenant = await DeliverAsync(server);
        var taken = (await _bed.Service<DeliveryTrends>().LatestThroughAsync(tenant, [tenant], default)).Success!.At;
        await server.DisposeAsync();

        var attempt = await FailAsync(tenant);

        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"It took mail at {taken.UtcDateTime:HH:mm} UTC with these settings: the server is down, or closed to this machine. Ask its operator; what waits leaves by itself."),
            attempt.Cure);
        Assert.Contains("refused the connection", attempt.Cause, StringComparison.Ordinal);
        Assert.Equal((attempt.Cause, attempt.Cure), (_bed.Channels.Find(tenant)!.LastFailure!.Advice.Cause, _bed.Channels.Find(tenant)!.LastFailure!.Advice.Cure));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Attempt_SettingsThatNeverWorked_SaysWhatToCheck(bool hasWorkedWithOthers)
    {
        var server = new ScriptedSmtpServer().Start();
        var settings = LaneBed.SettingsFor(server);
        var tenant = hasWorkedWithOthers ? await DeliverAsync(server) : await _bed.AddTenantAsync(settings);
        await server.DisposeAsync();
        if (hasWorkedWithOthers)
        {
            await _bed.UpdateAsync(tenant, settings with { DisplayName = "Another" });
        }

        var attempt = await FailAsync(tenant);

        Assert.StartsWith("Check Server Host, or use port 587", attempt.Cure, StringComparison.Ordinal);
    }

    /// <summary>What the file said before the console read it is not known.</summary>
    [Fact]
    public async Task Attempt_PlatformsServerTookMailBeforeTheStart_ClaimsNothingOfTheSettings()
    {
        using var folder = new TemporaryFolder();
        var server = new ScriptedSmtpServer().Start();
        var file = LaneBed.FileFor(server);
        Guid tenant;
        await using (var before = Open())
        {
            tenant = await before.AddTenantAsync();
            await before.AcceptAsync(tenant);
            await before.SettledAsync(tenant, 1);
        }

        await server.DisposeAsync();
        await using var bed = Open();

        var id = await bed.AcceptAsync(tenant);
        await bed.SettledAsync(tenant, 1, EmailState.Retrying);

        Assert.Contains("UTC. Where nothing was changed since, the server is down", Assert.Single((await bed.FindAsync(id)).AttemptHistory).Cure, StringComparison.Ordinal);

        LaneBed Open() => new() { HomeOf = folder, Deployment = file, Settings = new Dictionary<string, string> { ["Outbox:FirstRetry"] = "01:00:00" } };
    }

    private async Task<Guid> DeliverAsync(ScriptedSmtpServer server)
    {
        var tenant = await _bed.AddTenantAsync(server);
        await _bed.AcceptAsync(tenant);
        await _bed.SettledAsync(tenant, 1);
        return tenant;
    }

    private async Task<OutboxAttempt> FailAsync(Guid tenant)
    {
        var id = await _bed.AcceptAsync(tenant);
        await _bed.SettledAsync(tenant, 1, EmailState.Retrying);
        return Assert.Single((await _bed.FindAsync(id)).AttemptHistory);
    }
}
