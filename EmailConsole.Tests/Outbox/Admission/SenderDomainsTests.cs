using EmailConsole.EmailProviders;
using EmailConsole.Outbox.Admission;
using EmailConsole.Tenants;

namespace EmailConsole.Tests.Outbox.Admission;

public sealed class SenderDomainsTests
{
    private readonly ScriptedProviders _providers = new();
    private readonly Guid _tenant = Guid.NewGuid();

    [Fact]
    public async Task Find_KnownTenant_AsksOnce()
    {
        var domains = new SenderDomains(_providers);
        _providers.From = "no-reply@Bücher.example";

        Assert.Equal("xn--bcher-kva.example", await FindAsync(domains));
        Assert.Equal("xn--bcher-kva.example", await FindAsync(domains));
        Assert.Equal(1, _providers.Asked);
    }

    [Fact]
    public async Task Find_NoProvider_IsAskedAgain()
    {
        var domains = new SenderDomains(_providers);

        Assert.Null(await FindAsync(domains));
        _providers.From = "a@b.example";
        Assert.Equal("b.example", await FindAsync(domains));
    }

    [Fact]
    public async Task Find_ProviderBeingReplaced_IsTheRemovedOnes()
    {
        var domains = new SenderDomains(_providers);
        (_providers.From, _providers.IsBeingReplaced) = ("a@b.example", true);

        Assert.Equal("b.example", await FindAsync(domains));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Changed_OwnOrInherited_IsAskedAgain(bool own)
    {
        var domains = new SenderDomains(_providers);
        _providers.From = "a@b.example";
        await FindAsync(domains);
        _providers.From = null;

        await domains.ChangedAsync(own ? _tenant : TenantDomain.SuperTenantId, CancellationToken.None);

        Assert.Null(await FindAsync(domains));
    }

    [Fact]
    public async Task Changed_WhileAsking_IsAskedAgain()
    {
        var domains = new SenderDomains(_providers);
        _providers.From = "a@b.example";
        _providers.WhileAsked = () => domains.ChangedAsync(_tenant, CancellationToken.None);
        await FindAsync(domains);
        _providers.From = "a@c.example";

        Assert.Equal("c.example", await FindAsync(domains));
    }

    private async Task<string?> FindAsync(SenderDomains domains) => await domains.FindAsync(_tenant, "foo.example", CancellationToken.None);

    private sealed class ScriptedProviders : IEffectiveProvider
    {
        public string? From { get; set; }

        public int Asked { get; private set; }

        public Func<Task> WhileAsked { get; set; } = () => Task.CompletedTask;

        public bool IsBeingReplaced { get; set; }

        public async Task<ProviderResolution> ResolveAsync(Guid tenantId, CancellationToken cancellationToken)
        {
            Asked++;
            ProviderResolution resolution = From is null ? new ProviderResolution.None()
                : new EmailProviderSettings { FromAddress = From } is var settings && IsBeingReplaced
                    ? new ProviderResolution.BeingReplaced(settings, DateTimeOffset.MaxValue)
                : new ProviderResolution.InForce(new ProviderInForce(ProviderOrigin.Tenant, tenantId, Guid.NewGuid(), settings, EmailProviderSecrets.None));
            await WhileAsked();
            return resolution;
        }
    }
}
