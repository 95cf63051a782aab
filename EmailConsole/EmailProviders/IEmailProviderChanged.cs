namespace EmailConsole.EmailProviders;

/// <summary>Told after a tenant's provider was stored, removed or, for the super tenant, read anew.</summary>
public interface IEmailProviderChanged
{
    /// <param name="ownerTenantId">The tenant whose provider it is.</param>
    /// <param name="cancellationToken">Ends the wait, not the change: that is stored.</param>
    Task ChangedAsync(Guid ownerTenantId, CancellationToken cancellationToken);
}
