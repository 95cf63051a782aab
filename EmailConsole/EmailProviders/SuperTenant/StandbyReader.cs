using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EmailConsole.Deployment;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Validation;
using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>Reads <c>[[output_adapter.email_standby]]</c>. What is wrong with one of them leaves that one out, and nothing else.</summary>
internal static class StandbyReader
{
    public const int Most = 4;

    private const string Adapter = "output_adapter";
    private const string Key = "email_standby";

    private const int LongestName = 64;

    /// <param name="snapshot">Whose syntax is right.</param>
    /// <param name="diagnostics">Gets what is wrong with the list itself.</param>
    /// <param name="ownServer">As for the first.</param>
    public static IReadOnlyList<StandbyReading> Read(DeploymentSnapshot snapshot, List<DeploymentDiagnostic> diagnostics, OwnServerRule? ownServer)
    {
        diagnostics.AddRange(snapshot.Diagnostics.Where(d => d.Key == EmailKeys.Standbys));
        if (snapshot.Table(Adapter) is not { } adapters)
        {
            return [];
        }

        WarnOfMisspelt(adapters, diagnostics);
        if (!adapters.Values.TryGetValue(Key, out var value))
        {
            return [];
        }

        if (value.Value is not IReadOnlyList<object> list || !list.All(e => e is DeploymentTable))
        {
            var line = (value.Value as DeploymentTable)?.Line ?? value.Line;
            diagnostics.Add(Error(line, $"A standby is a table of a list. Write its name in double brackets: [[{EmailKeys.Standbys}]]."));
            return [];
        }

        var tables = list.Cast<DeploymentTable>().ToList();
        if (tables.Count > Most)
        {
            diagnostics.Add(Error(StartOf(tables[Most], tables), string.Create(CultureInfo.InvariantCulture, $"There are at most {Most} standbys. This one, and what follows, is left out.")));
        }

        return Read(snapshot, [.. tables.Take(Most)], ownServer);
    }

    private static List<StandbyReading> Read(DeploymentSnapshot snapshot, List<DeploymentTable> tables, OwnServerRule? ownServer)
    {
        var found = new List<DeploymentDiagnostic>[tables.Count];
        for (var place = 0; place < tables.Count; place++)
        {
            found[place] = [];
        }

        var starts = tables.Select(t => StartOf(t, tables)).ToList();

        // Keys of several tables are alike in the file; which table one is of says its line
        foreach (var diagnostic in snapshot.Diagnostics.Where(d => d.Key?.StartsWith($"{EmailKeys.Standbys}.", StringComparison.Ordinal) == true))
        {
            var place = Math.Max(0, starts.FindLastIndex(start => start <= diagnostic.Line));
            found[place].Add(diagnostic with { Key = NameOf(place) + diagnostic.Key![EmailKeys.Standbys.Length..] });
        }

        var lines = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        return [.. tables.Select((table, place) => Read(table with { Name = NameOf(place) }, place, found[place], lines, ownServer))];
    }

    private static StandbyReading Read(
        DeploymentTable table, int place, List<DeploymentDiagnostic> diagnostics, Dictionary<string, int> lines, OwnServerRule? ownServer)
    {
        var read = ProviderTableReader.Read(table, diagnostics, ownServer);
        var section = read.Section;
        var isEnabled = section.Flag(EmailKeys.Enabled) != false;
        var name = ProviderText.TrimToNull(section.Text(EmailKeys.Name));
        if (name is not null && ProviderText.FindFault(name, LongestName) is { } fault)
        {
            section.Refuse(EmailKeys.Name, fault);
        }

        if (name is not null && !lines.TryAdd(name, table.Line))
        {
            section.Refuse(EmailKeys.Name, string.Create(CultureInfo.InvariantCulture, $"The standby of line {lines[name]} has this name already. Call this one otherwise."));
        }

        var settings = read.Bound?.Settings;
        var through = settings is null ? "" : ProviderKinds.FindApi(settings.Kind)?.Name ?? settings.Host;
        var id = name is null ? IdOf(string.Create(CultureInfo.InvariantCulture, $"place {place + 1} {through}")) : IdOf($"name {name.ToLowerInvariant()}");
        var isGood = diagnostics.TrueForAll(d => d.Severity != DeploymentSeverity.Error);
        var called = name is not null && name.Length <= LongestName ? name
            : settings is not null && ProviderNames.Of("", settings) is { Length: > 0 } what ? what
            : string.Create(CultureInfo.InvariantCulture, $"Standby {place + 1}");
        return new StandbyReading(id, called, table.Line, isEnabled, isGood ? read.Bound : null, read.Values, [.. diagnostics]);
    }

    /// <summary>Its header's line; of inline tables, which all have that of the list, the line of the first value.</summary>
    private static int StartOf(DeploymentTable table, IReadOnlyList<DeploymentTable> all) =>
        all.Count(t => t.Line == table.Line) > 1 && table.Values.Count > 0 ? table.Values.Values.Min(v => v.Line) : table.Line;

    private static string NameOf(int place) => string.Create(CultureInfo.InvariantCulture, $"{EmailKeys.Standbys}[{place + 1}]");

    /// <summary>The same for the same text on every node and after every start (RFC 9562 section 5.8).</summary>
    private static ProviderId IdOf(string text)
    {
        var hash = SHA256.HashData([.. TenantDomain.SuperTenantId.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(text)]);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new ProviderId(new Guid(hash.AsSpan(0, 16), bigEndian: true));
    }

    private static void WarnOfMisspelt(DeploymentTable adapters, List<DeploymentDiagnostic> diagnostics) => diagnostics.AddRange(
        from other in adapters.Values
        where other.Key != Key && other.Value.Value is IReadOnlyList<object> or DeploymentTable && NearestName.Distance(other.Key, Key) <= SuperTenantReader.Misspelling
        select new DeploymentDiagnostic(
            DeploymentSeverity.Warning, other.Value.Line, other.Value.Column, $"{adapters.Name}.{other.Key}",
            $"The table [[{adapters.Name}.{other.Key}]] is not read. Did you mean [[{EmailKeys.Standbys}]]?"));

    private static DeploymentDiagnostic Error(int line, string message) => new(DeploymentSeverity.Error, line, 1, EmailKeys.Standbys, message);
}
