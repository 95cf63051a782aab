using System.Diagnostics.Metrics;
using EmailConsole.Tenants;
using EmailConsole.Tenants.Telemetry;

namespace EmailConsole.Tests.Outbox.Telemetry;

/// <summary>The tenant in metrics.</summary>
public sealed class TenantLabelTests
{
    [Fact]
    public async Task Accept_LabelAskedFor_NamesTheTenantsDomainOrItsIdWhereItIsGone()
    {
        await using var bed = await OutboxBed.OpenAsync(settings: new Dictionary<string, string?> { [TenantLabel.Key] = "true" });
        await using (var db = await bed.DbAsync())
        {
            db.Add(new Tenant { Id = bed.Foo, Domain = "foo.example", CreatedAt = OutboxBed.Start });
            await db.SaveChangesAsync();
        }

        using var metrics = new RecordedMetrics(bed.Get<IMeterFactory>());
        await bed.AcceptAsync(Emails.New());
        await bed.AcceptAsync(Emails.New(), bed.Bar);

        Assert.Equal(
            [$"priority=normal tenant={bed.Bar:D}", "priority=normal tenant=foo.example"],
            metrics["emailconsole.outbox.accepted"].Keys.Order(StringComparer.Ordinal));
        Assert.Equal(1, metrics.Observe("emailconsole.outbox.waiting")["state=queued tenant=foo.example"]);
    }
}
