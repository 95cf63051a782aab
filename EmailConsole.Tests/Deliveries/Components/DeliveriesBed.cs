using EmailConsole.Outbox;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Browser;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Deliveries.Components;

/// <summary>A console with lanes, whose mail goes to a server that refuses those whose address begins with <c>unknown</c>.</summary>
public sealed class DeliveriesBed : IAsyncLifetime
{
    private LaneBed _bed = null!;

    internal ScriptedSmtpServer Server { get; } = new ScriptedSmtpServer().Start();

    /// <summary>Whether the server takes everybody.</summary>
    public bool TakesAll { get; set; }

    public ConsoleApplication Console => _bed;

    internal IOutboxStore Outbox => _bed.Outbox;

    public Task InitializeAsync()
    {
        _bed = new LaneBed { Deployment = LaneBed.FileFor(Server) };
        Server.Script["RCPT"] = (session, line) => TakesAll || !line.Contains("<unknown", StringComparison.Ordinal)
            ? session.WriteLineAsync("250 2.1.5 Ok")
            : session.WriteLineAsync("550 5.1.1 <unknown@bar.example>: Recipient address rejected: User unknown");
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _bed.DisposeAsync();
        await Server.DisposeAsync();
    }

    public Task<Guid> AddTenantAsync(string domain) => AddTenantAsync(domain, server: null);

    /// <summary>A tenant with a server of its own, which lives as long as the bed; null: it inherits the platform's.</summary>
    internal async Task<Guid> AddTenantAsync(string domain, ScriptedSmtpServer? server)
    {
        await _bed.AddTenantAsync(server is null ? null : LaneBed.SettingsFor(_bed.Own(server)), domain);
        await using var db = await _bed.OpenDbAsync();
        return (await db.Set<Tenant>().SingleAsync(t => t.Domain == domain)).Id;
    }

    public Task<Guid> AcceptAsync(Guid tenant, params string[] to) => _bed.AcceptAsync(tenant, Emails.New(to) with { AcceptedBy = "API key otp-service" });

    internal Task<Guid> AcceptAsync(Guid tenant, NewEmail email) => _bed.AcceptAsync(tenant, email);

    public Task<Guid> AcceptLaterAsync(Guid tenant, params string[] to) =>
        _bed.AcceptAsync(tenant, Emails.New(to) with { SendAt = TimeProvider.System.GetUtcNow().AddHours(2), AcceptedBy = "API key newsletter" });

    public Task SettledAsync(Guid tenant, long count, EmailState state) => _bed.SettledAsync(tenant, count, state);

    public static string PathOf(string domain) => $"t/{domain}/notification-channels/deliveries";

    public static ILocator Rows(IPage page) => page.Locator(".deliveries-table tbody tr");

    public static async Task OpenAsync(ConsoleVisit visit, ConsolePerson person, string domain, string query = "")
    {
        await visit.EnterAsync(person);
        Assert.Equal(200, await visit.GoAsync(PathOf(domain) + query));
        await visit.Page.Locator(".delivery-chart").WaitForAsync();
    }
}
