using EmailConsole.Deployment;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>What one snapshot says about the super tenant's provider.</summary>
/// <param name="Provider">Null: the section is absent, or something is wrong.</param>
/// <param name="Values">For the page.</param>
/// <param name="Diagnostics">Of the file and of the section, by line.</param>
internal sealed record SuperTenantReading(
    SuperTenantSettings? Provider, IReadOnlyList<SuperTenantValue> Values, IReadOnlyList<DeploymentDiagnostic> Diagnostics)
{
    public PlatformSenders Senders { get; init; } = PlatformSenders.OwnDomainsOnly;
}

/// <summary>Settings with their secrets; equal ones need no new version.</summary>
internal sealed record SuperTenantSettings(EmailProviderSettings Settings, EmailProviderSecrets Secrets);
