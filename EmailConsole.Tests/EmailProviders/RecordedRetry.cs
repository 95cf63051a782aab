using EmailConsole.EmailProviders;

namespace EmailConsole.Tests.EmailProviders;

/// <summary>Notes whose mail was to be tried.</summary>
internal sealed class RecordedRetry : IProviderRetry
{
    public List<Guid> Soon { get; } = [];

    public List<Guid> Working { get; } = [];

    public List<ProviderId> WorkingProviders { get; } = [];

    public List<Guid> TestedOf { get; } = [];

    public List<ProviderId> Gone { get; } = [];

    public TimeSpan? TryNow(Guid ownerTenantId) => null;

    public void TrySoon(Guid ownerTenantId) => Soon.Add(ownerTenantId);

    public void Works(ProviderInForce provider)
    {
        Working.Add(provider.OwnerTenantId);
        WorkingProviders.Add(provider.Id);
    }

    public void Removed(ProviderId provider) => Gone.Add(provider);

    public void Tested(Guid tenantId) => TestedOf.Add(tenantId);
}
