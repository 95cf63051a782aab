namespace EmailConsole.EmailProviders;

/// <summary>Finds the provider in force for a tenant: its own, else the super tenant's.</summary>
public interface IEffectiveProvider
{
    /// <returns>Null when neither has one.</returns>
    Task<ProviderInForce?> FindAsync(Guid tenantId, CancellationToken cancellationToken);
}
