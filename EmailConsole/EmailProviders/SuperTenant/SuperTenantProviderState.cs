using EmailConsole.Deployment;
using EmailConsole.EmailProviders.Kinds;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>The super tenant's providers as <c>deployment.toml</c> says them, for sending and for the read-only page.</summary>
/// <param name="InForce">The last good settings of the first; null when there never were any (no section, or broken since the start).</param>
/// <param name="InForceSince">When the settings in force were read.</param>
/// <param name="Values">
/// The values in force, one for each field of the form (but the preset, which the file does not have), then the custom
/// properties. Where nothing is in force, those of the newest reading whose syntax was right; empty when there was none.
/// </param>
/// <param name="Diagnostics">
/// Errors and warnings of the newest reading, of the file, of this section and of the standbys, by line. A column is at most one behind what
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

    /// <summary>Behind the first, in order; of the last reading whose syntax was right.</summary>
    public IReadOnlyList<SuperTenantStandby> Standbys { get; init; } = [];

    /// <summary>By which mail may leave now, in order, named where there are several; empty: by none.</summary>
    public IReadOnlyList<ProviderInForce> Route
    {
        get
        {
            List<ProviderInForce> route = [.. new[] { InForce }.Concat(Standbys.Where(s => s.IsEnabled).Select(s => s.Provider)).OfType<ProviderInForce>()];
            return route.Count < 2 ? route : [.. route.Select(p => p with { Name = ProviderNames.Of(p.Name, p.Settings) })];
        }
    }

    /// <summary>
    /// The first and its standbys as entries of a page, those that are switched off among them, but none that is left out. Empty where there are no standbys.
    /// </summary>
    public IReadOnlyList<StoredEmailProvider> Entries => Standbys.Count == 0 ? [] :
    [
        .. InForce is null ? [] : new[] { Entry(InForce, isEnabled: true) },
        .. Standbys.Where(s => s.Provider is not null).Select(s => Entry(s.Provider!, s.IsEnabled)),
    ];

    /// <summary>Of the file and of the first.</summary>
    public IEnumerable<DeploymentDiagnostic> OfFirst => Diagnostics.Where(d => !EmailKeys.IsOfStandby(d.Key));

    /// <summary>Of the list of standbys, but of none of them.</summary>
    public IEnumerable<DeploymentDiagnostic> OfStandbys => Diagnostics.Where(d => d.Key == EmailKeys.Standbys);

    /// <summary>The newest reading has an error in the file or the first: what is in force of that is older, or nothing is.</summary>
    public bool IsBroken => OfFirst.Any(d => d.Severity == DeploymentSeverity.Error);

    /// <returns>The first or a standby, switched off or not; null: it is not there, or left out.</returns>
    public ProviderInForce? Find(ProviderId id) => InForce?.Id == id ? InForce : Standbys.FirstOrDefault(s => s.Id == id)?.Provider;

    private StoredEmailProvider Entry(ProviderInForce provider, bool isEnabled) =>
        new(provider.Settings, provider.Secrets.Password is not null, provider.Secrets.ClientSecret is not null, provider.Version, System.IO.Path.GetFileName(Path), ReadAt)
        {
            Id = provider.Id,
            Name = provider.Name,
            IsEnabled = isEnabled,
            StoredSecrets = provider.Secrets.Values.Names.Aggregate(KindValues.None, (all, name) => all.With(name, name)),
        };
}

/// <summary>A standby of the super tenant.</summary>
/// <param name="Id">Stays as long as its name does; without one, as long as where its mail goes and its place.</param>
/// <param name="Name">As the file calls it, else what it is.</param>
/// <param name="Line">Of its table.</param>
/// <param name="IsEnabled">False: nothing leaves by it.</param>
/// <param name="Provider">Null: something is wrong with it, and it is left out.</param>
/// <param name="Values">As of the first.</param>
/// <param name="Diagnostics">Of its table.</param>
public sealed record SuperTenantStandby(
    ProviderId Id, string Name, int Line, bool IsEnabled, ProviderInForce? Provider, IReadOnlyList<SuperTenantValue> Values, IReadOnlyList<DeploymentDiagnostic> Diagnostics);

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
