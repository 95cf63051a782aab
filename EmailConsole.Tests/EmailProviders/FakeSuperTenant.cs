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

    public void Remove() => Current = Current with { InForce = null };

    public IDisposable Subscribe(Action<SuperTenantProviderState> changed) => new NoSubscription();

    private sealed class NoSubscription : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
