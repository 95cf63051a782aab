using System.Security.Claims;
using EmailConsole.Accounts;
using EmailConsole.Accounts.Invitations;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Accounts.TenantManagement;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EmailConsole.Tests.Accounts.TenantManagement;

public sealed class AddTenantTests : IAsyncLifetime
{
    private AccountsBed _bed = default!;
    private ClaimsPrincipal _super = default!;

    public Task InitializeAsync() => OpenAsync(TestDatabase.Usual);

    private async Task OpenAsync(DatabaseKind kind)
    {
        _bed = await AccountsBed.CreateAsync(kind: kind);
        _super = await _bed.SignInSuperAsync();
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Theory]
    [InlineData("foo.com", "foo.com")]
    [InlineData(" FOO.com. ", "foo.com")]
    [InlineData("Bücher.example", "xn--bcher-kva.example")]
    public async Task Handle_UsableDomain_AddsItWithItsAdministrator(string typed, string domain)
    {
        var added = Assert.IsType<TenantResult.Added>(await AddAsync(typed));

        Assert.Equal((domain, $"admin@{domain}"), (added.Domain, added.Username));
        Assert.IsType<SignInOutcome.Accepted>(
            await _bed.Get<SignInByPassword>().HandleAsync($"admin@{domain}", AccountsBed.Password, SignInOrigin.Unknown(null), default));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("foo")]
    [InlineData("foo..com")]
    [InlineData("-foo.com")]
    [InlineData("foo_bar.com")]
    [InlineData("127.0.0.1")]
    [InlineData("foo.com/bar")]
    [InlineData("foo.com\nbar")]
    public async Task Handle_NoDomain_SaysWhatToType(string? typed) =>
        Assert.Equal("Domain", Assert.Single(Assert.IsType<TenantResult.Invalid>(await AddAsync(typed)).Problems).Field);

    [Theory]
    [InlineData("foo.com")]
    [InlineData("FOO.COM")]
    public async Task Handle_DomainTaken_SaysSo(string typed)
    {
        await AddAsync("foo.com");

        Assert.Contains("already", Assert.Single(Assert.IsType<TenantResult.Invalid>(await AddAsync(typed)).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_DomainTaken_LogsNoFailure()
    {
        using var log = new RecordedLog();
        await using var bed = await AccountsBed.CreateAsync(replace: services => services.AddLogging(logging => logging.AddProvider(log)));
        var person = await bed.SignInSuperAsync();

        var result = await bed.Get<AddTenant>().HandleAsync(person, new NewTenant("carbon.super", "boss", null, new Credential.Link()), default);

        Assert.IsType<TenantResult.Invalid>(result);
        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain(log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Handle_SuperTenantsDomain_IsTaken() => Assert.IsType<TenantResult.Invalid>(await AddAsync("Carbon.Super"));

    [Fact]
    public async Task Handle_AdministratorUnusable_AddsNoTenant()
    {
        var result = await _bed.Get<AddTenant>().HandleAsync(_super, new NewTenant("foo.com", "a b", null, new Credential.Link()), default);

        Assert.IsType<TenantResult.Invalid>(result);
        await using var db = await _bed.OpenDbAsync();
        Assert.False(await db.Set<Tenant>().AnyAsync(t => t.Domain == "foo.com"));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Handle_SameDomainAtTheSameMoment_IsAddedOnce(DatabaseKind kind)
    {
        await UseAsync(kind);

        var results = await _bed.RaceAsync(5, (node, _) => AddAsync(node, "foo.com"));

        Assert.Single(results, result => result is TenantResult.Added);
        await using var db = await _bed.OpenDbAsync();
        Assert.Equal(1, await db.Set<Account>().CountAsync(a => a.UserName!.EndsWith("foo.com")));
    }

    [Theory]
    [InlineData("admin@bar.com", ActorRole.Administrator)]
    [InlineData("operator@carbon.super", ActorRole.Operator)]
    public async Task Handle_ByAnybodyElse_IsDenied(string username, ActorRole role)
    {
        await _bed.AddTenantAsync("bar.com");
        _super = await _bed.SignInAsync(await _bed.AddAccountAsync(username, role));

        Assert.IsType<TenantResult.Denied>(await AddAsync("foo.com"));
    }

    private async Task UseAsync(DatabaseKind kind)
    {
        if (_bed.Kind != kind)
        {
            await _bed.DisposeAsync();
            await OpenAsync(kind);
        }
    }

    private Task<TenantResult> AddAsync(string? domain) => AddAsync(_bed, domain);

    private Task<TenantResult> AddAsync(AccountsBed node, string? domain) =>
        node.Get<AddTenant>().HandleAsync(_super, new NewTenant(domain, "admin", null, new Credential.Chosen(AccountsBed.Password)), default);
}
