using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Tenants;

namespace EmailConsole.Tests.EmailProviders;

/// <summary>A deployment.toml that says what the test wants.</summary>
public sealed class FakeSuperTenant : ISuperTenantProvider
{
    public static readonly ProviderInForce Platform = new(
        ProviderOrigin.SuperTenant,
        TenantDomain.SuperTenantId,
        Guid.CreateVersion7(),
        new EmailProviderSettings
        {
            Host = "smtp.platform.example",
            Port = 25,
            FromAddress = "no-reply@platform.example",
            DisplayNameMode = DisplayNameMode.Name,
            DisplayName = "Platform",
            ReplyTo = "help@platform.example",
            Username = "platform-user",
        },
        new EmailProviderSecrets("platform-password", null));

    public SuperTenantProviderState Current { get; private set; } =
        new(Platform, ProviderDatabase.Start, [], [], "deployment.toml", ProviderDatabase.Start, []);

    /// <summary>As the tenant gets it.</summary>
    public ProviderInForce LentTo(string tenantDomain) => Platform with { Permitted = Current.Senders.Of(tenantDomain) };

    /// <summary>A standby that is in force, called as the tenants need not know.</summary>
    public static SuperTenantStandby Standby(string name = "Backup at Example", bool isEnabled = true) => new(
        new ProviderId(Guid.CreateVersion7()), name, 20, isEnabled, Provider: null, [new SuperTenantValue("output_adapter.email_standby[1].hostname", "Server Host", "standby.platform.example", 22, null, false)], [])
    {
        Provider = Platform with { Version = Guid.CreateVersion7(), Name = name, Settings = Platform.Settings with { Host = "standby.platform.example", FromAddress = "standby@platform.example" } },
    };

    /// <summary>The file has these standbys now.</summary>
    public IReadOnlyList<SuperTenantStandby> SetStandbys(params IReadOnlyList<SuperTenantStandby> standbys) =>
        (Current = Current with { Standbys = [.. standbys.Select(s => s with { Provider = s.Provider is null ? null : s.Provider with { Id = s.Id } })] }).Standbys;

    public void Remove() => Current = Current with { InForce = null };

    public IDisposable Subscribe(Action<SuperTenantProviderState> changed) => new NoSubscription();

    private sealed class NoSubscription : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
