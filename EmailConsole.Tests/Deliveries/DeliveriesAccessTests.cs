using System.Security.Claims;
using EmailConsole.Deliveries;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Deliveries.Components;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.Deliveries;

/// <summary>Who sees and handles whose mail, without a page in between.</summary>
public sealed class DeliveriesAccessTests(DeliveriesBed bed) : IClassFixture<DeliveriesBed>
{
    [Fact]
    public async Task Handlers_PersonOfAnotherTenant_AnswerLikeForAnUnknownOne()
    {
        var tenant = await bed.AddTenantAsync("mine.example");
        await bed.AddTenantAsync("theirs.example");
        var id = await bed.AcceptLaterAsync(tenant, "someone@bar.example");
        var theirs = await PersonAsync("theirs.example", ActorRole.Administrator);

        foreach (var domain in new[] { "mine.example", "nobody.example" })
        {
            Assert.Null(await Service<ViewDeliveries>().PageAsync(theirs, domain, true, new EmailFilter(), null, default));
            Assert.Null(await Service<ViewDeliveries>().FindAsync(theirs, domain, true, id, default));
            Assert.Null(await Service<ViewDeliveries>().FiguresAsync(theirs, domain, true, new EmailFilter(), default));
            Assert.Equal(EmailChange.NotFound, await Service<OperateDeliveries>().CancelAsync(theirs, domain, true, id, default));
            Assert.Null(await Service<ViewHealth>().SeeAsync(theirs, domain, true, tenant, default));
            Assert.Null(await Service<ViewHealth>().SeeAsync(theirs, domain, false, null, default));
            Assert.Empty(await Service<ViewHealth>().OfDomainsAsync(theirs, [domain, "theirs.example"], default));
            Assert.Null(await Service<ViewHealth>().CountNeedingAttentionAsync(theirs, default));
            Assert.Equal(NotFound, await Service<OperateDeliveries>().RetryAsync(theirs, domain, true, id, default));
            Assert.Equal(NotFound, await Service<OperateDeliveries>().TryProviderAsync(theirs, domain, default));
            Assert.Null(await Service<ViewDeliveries>().CausesAsync(theirs, domain, true, default));
            Assert.Equal(0, (await Service<OperateDeliveries>().RetryAllAsync(theirs, domain, true, new EmailFilter(), _ => { }, default)).Done);
            Assert.Null(await Service<BulkResend>().ForecastAsync(theirs, domain, true, new EmailFilter(), default));
            Assert.Equal(BulkResendEnd.Denied, (await Service<BulkResend>().RunAsync(theirs, domain, true, new EmailFilter(), _ => { }, default)).End);
        }

        Assert.Null(await Service<ViewDeliveries>().FindAsync(theirs, "theirs.example", true, id, default));
        Assert.Equal(EmailChange.NotFound, await Service<OperateDeliveries>().CancelAsync(theirs, "theirs.example", true, id, default));
        Assert.Equal(EmailChange.NotFound, await Service<OperateDeliveries>().ResendAsync(theirs, "theirs.example", true, id, default));
        Assert.Equal(NotFound, await Service<OperateDeliveries>().RetryAsync(theirs, "theirs.example", true, id, default));
    }

    [Fact]
    public async Task Handlers_OperatorOfTheTenant_SeesAndCancels()
    {
        var tenant = await bed.AddTenantAsync("operated.example");
        var id = await bed.AcceptLaterAsync(tenant, "someone@bar.example");
        var person = await PersonAsync("operated.example", ActorRole.Operator);

        var list = await Service<ViewDeliveries>().PageAsync(person, "operated.example", true, new EmailFilter(), null, default);

        Assert.Equal(id, Assert.Single(list!.Page.Emails).Id);
        Assert.False(list.Standing.Scope.IsAcross);
        Assert.Equal(EmailChange.Done, await Service<OperateDeliveries>().CancelAsync(person, "operated.example", true, id, default));
    }

    [Theory]
    [InlineData(ActorRole.Administrator, true)]
    [InlineData(ActorRole.Operator, false)]
    public async Task Handlers_SuperTenantsPage_ShowsAllTenantsToAdministratorsAlone(ActorRole role, bool seesAll)
    {
        var tenant = await bed.AddTenantAsync($"across{role}.example".ToLowerInvariant());
        var id = await bed.AcceptLaterAsync(tenant, "someone@bar.example");
        var person = await PersonAsync(TenantDomain.Super, role);

        var list = await Service<ViewDeliveries>().PageAsync(person, TenantDomain.Super, true, new EmailFilter(), null, default);

        Assert.Equal(seesAll, list!.Page.Emails.Any(e => e.Id == id));
        Assert.Equal(seesAll, await Service<ViewDeliveries>().FindAsync(person, TenantDomain.Super, true, id, default) is not null);
        Assert.Null(await Service<ViewDeliveries>().FindAsync(person, TenantDomain.Super, false, id, default));
        Assert.Equal(
            seesAll ? EmailChange.Done : EmailChange.NotFound,
            await Service<OperateDeliveries>().CancelAsync(person, TenantDomain.Super, true, id, default));
    }

    private static RetryOutcome NotFound => new RetryOutcome.Refused(EmailChange.NotFound);

    private async Task<ClaimsPrincipal> PersonAsync(string domain, ActorRole role) =>
        await bed.Console.OpenSessionAsync(await bed.Console.AddPersonAsync(domain, $"{role}".ToLowerInvariant(), role));

    private T Service<T>()
        where T : notnull => bed.Console.Service<IServiceProvider>().GetRequiredService<T>();
}
