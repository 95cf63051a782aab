using System.Diagnostics.Metrics;
using EmailConsole.Persistence;
using EmailConsole.Tenants.Telemetry;
using EmailConsole.Tests.Outbox.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmailConsole.Tests.Outbox.Telemetry;

/// <summary>The tenant in metrics.</summary>
public sealed class TenantLabelTests
{
    [Fact]
    public async Task Accept_LabelAskedFor_NamesTheTenantsDomainOrItsIdWhereItIsGone()
    {
        await using var bed = await OutboxBed.OpenAsync(settings: new Dictionary<string, string?> { [TenantLabel.Key] = "true" });
        // Straight to the store: where another console of this process is measured, accepting asks for the label
        await new StoreUnderTest(bed, new Dictionary<string, string?>()).AcceptAsync(bed.Bar, "someone@bar.example");
        await bed.DeleteTenantAsync(bed.Bar);
        using var metrics = new RecordedMetrics(bed.Get<IMeterFactory>());

        await bed.AcceptAsync(Emails.New());
        await bed.RecordAsync(await bed.TakeOneAsync(await bed.AcceptAsync(Emails.New())), Emails.Delivered);
        await bed.RecordAsync(Assert.Single(await bed.TakeAsync(tenantId: bed.Bar)), Emails.Delivered);

        Assert.Equal(["priority=normal tenant=foo.example"], metrics["emailconsole.outbox.accepted"].Keys);
        Assert.Equal(
            [$"state=delivered tenant={bed.Bar:D}", "state=delivered tenant=foo.example"],
            metrics["emailconsole.outbox.finished"].Keys.Order(StringComparer.Ordinal));
        Assert.Equal(1, metrics.Observe("emailconsole.outbox.waiting")["state=queued tenant=foo.example"]);
    }

    [Fact]
    public void DomainOf_DatabaseCannotBeRead_IsTheIdUntilItCan()
    {
        using var label = new TenantLabel(new ConfigurationBuilder().Build(), new FakeContexts(), TimeProvider.System, NullLogger<TenantLabel>.Instance);
        var tenant = Guid.NewGuid();

        Assert.Equal(tenant.ToString("D"), label.DomainOf(tenant));
    }

    private sealed class FakeContexts : IDbContextFactory<EmailConsoleDb>
    {
        public EmailConsoleDb CreateDbContext() => throw new InvalidOperationException("No database.");
    }
}
