using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Pool;

/// <summary>
/// Whose connections, and to which server: what a server counts is the account, and what hangs at a former server takes no
/// place from the next one.
/// </summary>
/// <param name="Owner">The tenant whose settings they are.</param>
/// <param name="Host">In lower case.</param>
/// <param name="Port">Of the server.</param>
internal readonly record struct PoolKey(Guid Owner, string Host, int Port)
{
    public static PoolKey Of(ProviderInForce provider) =>
        new(provider.OwnerTenantId, provider.Settings.Host.ToLowerInvariant(), provider.Settings.Port);
}
