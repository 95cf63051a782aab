using EmailConsole.Deployment;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>Reads the super tenant's provider from a snapshot of <c>deployment.toml</c>.</summary>
internal static class SuperTenantReader
{
    /// <summary>Up to so many wrong letters a table's name is taken for a misspelling; other adapters' names differ by more.</summary>
    private const int Misspelling = 3;

    public static SuperTenantReading Read(DeploymentSnapshot snapshot)
    {
        List<DeploymentDiagnostic> diagnostics = [.. snapshot.DiagnosticsOf(EmailKeys.Table), .. snapshot.DiagnosticsOf(PlatformSenders.Table).Where(d => d.Key is not null)];
        if (snapshot.IsBroken)
        {
            return new SuperTenantReading(Provider: null, [], Sorted(diagnostics));
        }

        WarnOfMisspeltTables(snapshot, diagnostics);
        var senders = PlatformSenders.Read(snapshot, diagnostics);
        if (snapshot.Table(EmailKeys.Table) is not { } table)
        {
            diagnostics.Add(new DeploymentDiagnostic(
                DeploymentSeverity.Warning, 1, 1, EmailKeys.Table,
                $"There is no table [{EmailKeys.Table}], so the super tenant has no provider: its mail, and that of tenants without a provider of their own, cannot be sent. Add the table with at least hostname and from_address."));
            return new SuperTenantReading(Provider: null, SuperTenantValues.Of(EmptySection(), [], settings: null), Sorted(diagnostics)) { Senders = senders };
        }

        var entries = new EmailEntries(table, diagnostics);
        var section = new EmailSection(table, entries, diagnostics);
        var provider = EmailSectionBinder.Bind(section);
        var values = SuperTenantValues.Of(section, entries.Custom, provider.Settings);
        var isGood = diagnostics.TrueForAll(d => d.Severity != DeploymentSeverity.Error);
        return new SuperTenantReading(isGood ? provider : null, values, Sorted(diagnostics)) { Senders = senders };
    }

    private static EmailSection EmptySection()
    {
        var table = new DeploymentTable(EmailKeys.Table, 1, new Dictionary<string, DeploymentValue>());
        return new EmailSection(table, new EmailEntries(table, []), []);
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
