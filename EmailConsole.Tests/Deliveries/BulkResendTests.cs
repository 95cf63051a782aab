using System.Globalization;
using System.Security.Claims;
using EmailConsole.Deliveries;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;
using EmailConsole.Outbox.Store.Sql;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Outbox.Api;
using EmailConsole.Tests.Outbox.Store.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.Deliveries;

/// <summary>How a bulk resend ends before all were looked at. A step is 500 messages.</summary>
public sealed class BulkResendTests : IAsyncLifetime
{
    private const string Domain = "resends.example";

    private const string MoreRecipientsSql =
        "INSERT INTO OutboxRecipients (MessageId, Ordinal, TenantId, Kind, Address, State) "
        + "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10001) "
        + "SELECT m.Id, 100 + n.i, m.TenantId, 0, 'code-' || n.i || '@bar.example', 3 FROM n, (SELECT Id, TenantId FROM OutboxMessages LIMIT 1) m";

    private readonly SendConsole _console = new() { Settings = new Dictionary<string, string> { ["Outbox:QueueLimit"] = "700" } };
    private ClaimsPrincipal _person = null!;
    private Guid _tenant;

    public async Task InitializeAsync()
    {
        _person = await _console.OpenSessionAsync(await _console.AddTenantAsync(Domain));
        await using var db = await _console.OpenDbAsync();
        _tenant = (await db.Set<Tenant>().SingleAsync(t => t.Domain == Domain)).Id;
        await FailAsync(600);
        await FailAsync(600);
    }

    public async Task DisposeAsync() => await _console.DisposeAsync();

    [Fact]
    public async Task Run_StoppedInMidRun_EndsAfterTheStepUnderWay()
    {
        using var stop = new CancellationTokenSource();

        var result = await RunAsync(new EmailFilter(), _ => stop.Cancel(), stop.Token);

        Assert.Equal((BulkResendEnd.Stopped, 500, 500), (result.End, result.Looked, result.Done));
        Assert.Equal((500, 700), (Counts.Waiting, Counts.Failed));
    }

    [Fact]
    public async Task Run_QueueIsFullInMidRun_EndsAndTellsWhatStays()
    {
        var result = await RunAsync(new EmailFilter(), _ => { });

        Assert.Equal((BulkResendEnd.QueueFull, 1000, 700, 300), (result.End, result.Looked, result.Done, result.CountOf(EmailChange.QueueFull)));
        Assert.Equal((700, 500), (Counts.Waiting, Counts.Failed));
    }

    [Fact]
    public async Task Run_TooManyRecipientsBeginSoInMidRun_SaysThatNotAllWereLookedAt()
    {
        var filter = new EmailFilter { Recipient = RecipientFilter.Of("code") };

        var result = await RunAsync(filter, _ => _console.Service<OutboxWriter>().WriteAsync(new SqlWrite(MoreRecipientsSql)).GetAwaiter().GetResult());

        Assert.Equal((BulkResendEnd.TooBroad, 500, 500), (result.End, result.Looked, result.Done));
        Assert.Equal((500, 700), (Counts.Waiting, Counts.Failed));
    }

    private EmailCounts Counts => _console.Service<IOutboxStore>().CountsOf(_tenant);

    private Task<BulkResendResult> RunAsync(EmailFilter filter, Action<BulkResendResult> progress, CancellationToken stop = default) =>
        _console.Service<IServiceProvider>().GetRequiredService<BulkResend>().RunAsync(_person, Domain, false, filter, progress, stop);

    // Not due, so that no lane has them; then ended as a server's refusal ends them
    private async Task FailAsync(int count)
    {
        var now = TimeProvider.System.GetUtcNow();
        var emails = Enumerable.Range(0, count)
            .Select(i => Emails.New(string.Create(CultureInfo.InvariantCulture, $"code{i}@bar.example")) with { SendAt = now.AddHours(1) }).ToList();
        var accepted = Assert.IsType<AcceptOutcome.Accepted>(
            await _console.Service<AcceptEmails>().AcceptAsync(_tenant, emails, null, (_, _) => ReadOnlyMemory<byte>.Empty));
        await _console.Service<OutboxWriter>().WriteAsync(new ScriptedWrite<int>(session =>
        {
            foreach (var id in accepted.Ids)
            {
                Assert.True(session.Find(id!.Value)!.TryEnd(session, EmailState.Failed, now));
            }

            return count;
        }));
    }
}
