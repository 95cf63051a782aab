using EmailConsole.Deployment;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>The super tenant's provider as <c>deployment.toml</c> says it, for sending and for the read-only page.</summary>
/// <param name="InForce">The last good settings; null when there never were any (no section, or broken since the start).</param>
/// <param name="InForceSince">When the settings in force were read.</param>
/// <param name="Values">
/// The values in force, one for each field of the form (but the preset, which the file does not have), then the custom
/// properties. Where nothing is in force, those of the newest reading whose syntax was right; empty when there was none.
/// </param>
/// <param name="Diagnostics">
/// Errors and warnings of the newest reading, of the file and of this section, by line. A column is at most one behind what
/// <paramref name="Lines"/> shows of its line.
/// </param>
/// <param name="Path">The file.</param>
/// <param name="ReadAt">When it was last read.</param>
/// <param name="Lines">The file's lines, for an excerpt with a caret; redacted.</param>
public sealed record SuperTenantProviderState(
    ProviderInForce? InForce,
    DateTimeOffset? InForceSince,
    IReadOnlyList<SuperTenantValue> Values,
    IReadOnlyList<DeploymentDiagnostic> Diagnostics,
    string Path,
    DateTimeOffset ReadAt,
    IReadOnlyList<string> Lines)
{
    /// <summary>From which domains tenants may send over this provider as themselves; of the last good reading.</summary>
    public PlatformSenders Senders { get; init; } = PlatformSenders.OwnDomainsOnly;

    /// <summary>The values of a newest reading that is not in force; else empty, as where its syntax is broken.</summary>
    public IReadOnlyList<SuperTenantValue> Rejected { get; init; } = [];

    /// <summary>The newest reading has an error: what is in force is older, or nothing is.</summary>
    public bool IsBroken => Diagnostics.Any(d => d.Severity == DeploymentSeverity.Error);
}

/// <summary>A value as the read-only page shows it.</summary>
/// <param name="Key">The dotted key of the file; for <c>custom_properties</c> the JavaMail name.</param>
/// <param name="Label">The form's label, such as <c>Server Host</c>; the key for those the form does not have.</param>
/// <param name="Text">What to show; a secret is <c>set</c> or <c>not set</c>.</param>
/// <param name="Line">The line in the file; null for a default.</param>
/// <param name="Reference">The reference as written, such as <c>$env{SMTP_PASSWORD}</c>; else null.</param>
/// <param name="IsSecret">A password or client secret.</param>
public sealed record SuperTenantValue(string Key, string Label, string Text, int? Line, string? Reference, bool IsSecret)
{
    /// <summary>As it stands in the file, quotes and references included; null for a default, a secret, a list or a table.</summary>
    public string? Written { get; init; }
}

/// <summary>The super tenant's provider, kept in step with the file.</summary>
public interface ISuperTenantProvider
{
    SuperTenantProviderState Current { get; }

    /// <summary>Calls <paramref name="changed"/> after every later reading, until disposed.</summary>
    IDisposable Subscribe(Action<SuperTenantProviderState> changed);
}
