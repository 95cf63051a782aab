namespace EmailConsole.EmailProviders;

/// <summary>Finds the provider in force for a tenant: its own, else the super tenant's.</summary>
public interface IEffectiveProvider
{
    Task<ProviderResolution> ResolveAsync(Guid tenantId, CancellationToken cancellationToken);

    /// <returns>Null: nothing can be sent with now. Whoever waits is told by <see cref="IEmailProviderChanged"/> when that changes.</returns>
    async Task<ProviderInForce?> FindAsync(Guid tenantId, CancellationToken cancellationToken) =>
        await ResolveAsync(tenantId, cancellationToken) is ProviderResolution.InForce inForce ? inForce.Provider : null;
}
