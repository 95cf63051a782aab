namespace EmailConsole.EmailProviders;

/// <summary>Through what a tenant's mail leaves at this moment. A closed list.</summary>
public abstract record ProviderResolution
{
    private ProviderResolution()
    {
    }

    public sealed record InForce(ProviderInForce Provider) : ProviderResolution;

    /// <summary>
    /// The tenant's own was removed by a client that replaces it by removing and adding: what is accepted waits, and nothing leaves
    /// by another provider.
    /// </summary>
    /// <param name="Removed">Without secrets.</param>
    /// <param name="Until">From then on the super tenant's is in force.</param>
    public sealed record BeingReplaced(EmailProviderSettings Removed, DateTimeOffset Until) : ProviderResolution;

    /// <summary>The tenant's own sender may not be used over the super tenant's server any more: what is accepted waits.</summary>
    /// <param name="Reason">For the tenant's administrator.</param>
    public sealed record NotPermitted(string Reason) : ProviderResolution;

    /// <summary>Neither the tenant nor the super tenant has one.</summary>
    public sealed record None : ProviderResolution;
}
