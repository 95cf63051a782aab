using EmailConsole.Deployment;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>What one snapshot says about the super tenant's providers.</summary>
/// <param name="Provider">The first; null: the section is absent, or something is wrong with it.</param>
/// <param name="Values">Of the first, for the page.</param>
/// <param name="Diagnostics">Of the file, of the section and of the standbys, by line.</param>
internal sealed record SuperTenantReading(
    SuperTenantSettings? Provider, IReadOnlyList<SuperTenantValue> Values, IReadOnlyList<DeploymentDiagnostic> Diagnostics)
{
    public PlatformSenders Senders { get; init; } = PlatformSenders.OwnDomainsOnly;

    /// <summary>In order; empty as well where the syntax is broken.</summary>
    public IReadOnlyList<StandbyReading> Standbys { get; init; } = [];
}

/// <summary>What one table of a standby says.</summary>
/// <param name="Id">Follows from its name; without one, from where its mail goes and its place.</param>
/// <param name="Name">As the file calls it, else what it is.</param>
/// <param name="Line">Of its table.</param>
/// <param name="IsEnabled">Whether mail may leave by it.</param>
/// <param name="Provider">Null: something is wrong with it.</param>
/// <param name="Values">For the page.</param>
/// <param name="Diagnostics">Of its table alone.</param>
internal sealed record StandbyReading(
    ProviderId Id, string Name, int Line, bool IsEnabled, SuperTenantSettings? Provider, IReadOnlyList<SuperTenantValue> Values, IReadOnlyList<DeploymentDiagnostic> Diagnostics);

/// <summary>Settings with their secrets; equal ones need no new version.</summary>
internal sealed record SuperTenantSettings(EmailProviderSettings Settings, EmailProviderSecrets Secrets);
