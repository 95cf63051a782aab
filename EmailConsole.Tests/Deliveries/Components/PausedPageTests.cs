using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Browser;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Deliveries.Components;

/// <summary>The Deliveries page while a provider refuses the sign-in, and when it is repaired.</summary>
public sealed class PausedPageTests : IAsyncLifetime
{
    private readonly ScriptedSmtpServer _server = new();
    private LaneBed _bed = null!;
    private int _isRepaired;

    public Task InitializeAsync()
    {
        _server.Script["AUTH"] = (session, _) =>
            session.WriteLineAsync(Volatile.Read(ref _isRepaired) == 1 ? "235 2.7.0 Welcome" : "535 5.7.8 Bad credentials");
        _server.Start();
        _bed = new LaneBed { Settings = new Dictionary<string, string> { ["Outbox:FirstRetry"] = "01:00:00" } };
        _bed.Own(_server);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [BrowserFact]
    public async Task Banner_ProviderRefusesAndIsRepaired_ComesByItselfAndTryNowSendsAll()
    {
        var tenant = await _bed.AddTenantAsync(
            LaneBed.SettingsFor(_server) with { AuthenticationType = AuthenticationType.Basic, Username = "codes" }, "paused.example");
        var person = await _bed.AddPersonAsync("paused.example", "olga", ActorRole.Operator);

        await ConsoleBrowser.RunAsync(_bed, async visit =>
        {
            await DeliveriesBed.OpenAsync(visit, person, "paused.example");
            var banner = visit.Page.Locator(".health-notice");
            await Assertions.Expect(banner).ToHaveCountAsync(0);
            await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Emails.New(), 5)]);

            await Assertions.Expect(banner).ToContainTextAsync("Sending is paused: ");
            await Assertions.Expect(banner).ToContainTextAsync("5 messages wait. Next try ");
            Volatile.Write(ref _isRepaired, 1);
            await banner.GetByRole(AriaRole.Button, new() { Name = "Try now" }).ClickAsync();

            await Assertions.Expect(banner).ToHaveCountAsync(0);
            await _bed.SettledAsync(tenant, 5, EmailState.Delivered);
        });
    }
}
