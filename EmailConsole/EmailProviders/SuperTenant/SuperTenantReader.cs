using EmailConsole.Deployment;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>Reads the super tenant's providers from a snapshot of <c>deployment.toml</c>.</summary>
internal static class SuperTenantReader
{
    /// <summary>Up to so many wrong letters a table's name is taken for a misspelling; other adapters' names differ by more.</summary>
    public const int Misspelling = 3;

    /// <param name="snapshot">Of the file.</param>
    /// <param name="ownServer">Finds a provider that is this console itself; null: nobody can tell.</param>
    public static SuperTenantReading Read(DeploymentSnapshot snapshot, OwnServerRule? ownServer = null)
    {
        List<DeploymentDiagnostic> diagnostics = [.. snapshot.DiagnosticsOf(EmailKeys.Table), .. snapshot.DiagnosticsOf(PlatformSenders.Table).Where(d => d.Key is not null)];
        if (snapshot.IsBroken)
        {
            return new SuperTenantReading(Provider: null, [], Sorted(diagnostics));
        }

        WarnOfMisspeltTables(snapshot, diagnostics);
        var senders = PlatformSenders.Read(snapshot, diagnostics);
        var ofList = new List<DeploymentDiagnostic>();
        var standbys = StandbyReader.Read(snapshot, ofList, ownServer);
        var read = snapshot.Table(EmailKeys.Table) is { } table ? ProviderTableReader.Read(table, diagnostics, ownServer) : Missing(standbys, diagnostics);

        // What is wrong with a standby takes the first out of nothing
        var isGood = diagnostics.TrueForAll(d => d.Severity != DeploymentSeverity.Error);
        return new SuperTenantReading(isGood ? read.Bound : null, read.Values, Sorted([.. diagnostics, .. ofList, .. standbys.SelectMany(s => s.Diagnostics)]))
        {
            Senders = senders,
            Standbys = standbys,
        };
    }

    private static ProviderTable Missing(IReadOnlyList<StandbyReading> standbys, List<DeploymentDiagnostic> diagnostics)
    {
        var then = standbys.Any(s => s is { IsEnabled: true, Provider: not null })
            ? "so the super tenant's mail, and that of tenants without a provider of their own, leaves by the standbys alone"
            : "so the super tenant has no provider: its mail, and that of tenants without a provider of their own, cannot be sent";
        diagnostics.Add(new DeploymentDiagnostic(
            DeploymentSeverity.Warning, 1, 1, EmailKeys.Table, $"There is no table [{EmailKeys.Table}], {then}. Add the table with at least hostname and from_address."));
        var keys = TableKeys.Of(kind: null, isStandby: false);
        var table = new DeploymentTable(EmailKeys.Table, 1, new Dictionary<string, DeploymentValue>());
        var section = new EmailSection(table, new EmailEntries(table, keys, []), []);
        return new ProviderTable(section, null, SuperTenantValues.Of(section, keys, [], settings: null));
    }

    private static void WarnOfMisspeltTables(DeploymentSnapshot snapshot, List<DeploymentDiagnostic> diagnostics)
    {
        diagnostics.AddRange(snapshot.Tables.Values
            .Where(t => t.Name != EmailKeys.Table && NearestName.Distance(t.Name, EmailKeys.Table) <= Misspelling)
            .Select(t => new DeploymentDiagnostic(
                DeploymentSeverity.Warning, t.Line, 1, t.Name, $"The table [{t.Name}] is not read. Did you mean [{EmailKeys.Table}]?")));
    }

    private static List<DeploymentDiagnostic> Sorted(IEnumerable<DeploymentDiagnostic> diagnostics) =>
        [.. diagnostics.OrderBy(d => d.Line).ThenBy(d => d.Column).ThenByDescending(d => d.Severity)];
}
