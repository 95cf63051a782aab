namespace EmailConsole.EmailProviders;

/// <summary>
/// Has mail tried now that waits because its provider failed. Each try may cost a sign-in, and those are counted by the
/// provider: one comes every ten seconds at most, whoever asks. Whether they may ask is decided by the caller.
/// </summary>
public interface IProviderRetry
{
    /// <param name="ownerTenantId">The tenant whose provider it is.</param>
    /// <returns>Null: it is tried now. Else nothing was done, and it may be asked again after that time.</returns>
    TimeSpan? TryNow(Guid ownerTenantId);

    /// <summary>As <see cref="TryNow"/>; where it is too soon, it is tried as soon as it may be.</summary>
    void TrySoon(Guid ownerTenantId);

    /// <summary>It was just seen to work: its circuit closes, and what waits is tried now.</summary>
    void Works(ProviderInForce provider);

    /// <summary>It was deleted: what was learned of it is forgotten.</summary>
    void Removed(ProviderId provider);

    /// <summary>A server took a test email of that tenant, with the settings in force.</summary>
    void Tested(Guid tenantId);
}
