using System.Globalization;
using EmailConsole.Deployment;
using EmailConsole.Tenants;

namespace EmailConsole.Sending.Loading;

/// <summary>
/// Reads <c>[tenant_mgt]</c>. Unlike in WSO2 both keys apply together. What cannot be used is said, and its default holds.
/// </summary>
internal static class TenantLoadingReader
{
    public const string Table = "tenant_mgt";

    private const string IdleKey = "tenant_idle_timeout";
    private const string EagerKey = "eager_loading_tenants";
    private const long LongestIdle = 7 * 24 * 60;

    /// <returns>The settings, and what is wrong with the table: where, and what to write instead.</returns>
    public static (TenantLoadingSettings Settings, IReadOnlyList<DeploymentDiagnostic> Problems) Read(DeploymentSnapshot snapshot)
    {
        List<DeploymentDiagnostic> problems = [];
        if (snapshot.Table(Table) is not { } table)
        {
            return (TenantLoadingSettings.Default, problems);
        }

        problems.AddRange(snapshot.DiagnosticsOf(Table).Where(d => d.Key is not null));
        return (new TenantLoadingSettings(Idle(table, problems), Eager(table, problems)), problems);
    }

    private static TimeSpan Idle(DeploymentTable table, List<DeploymentDiagnostic> problems)
    {
        if (!table.Values.TryGetValue(IdleKey, out var value))
        {
            return TenantLoadingSettings.Default.IdleTimeout;
        }

        long? minutes = value.Value switch
        {
            long number => number,
            string text when long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };
        if (minutes is >= 1 and <= LongestIdle)
        {
            return TimeSpan.FromMinutes(minutes.Value);
        }

        problems.Add(Problem(DeploymentSeverity.Error, value, IdleKey, $"Write minutes, from 1 to {LongestIdle}; until then 30 holds."));
        return TenantLoadingSettings.Default.IdleTimeout;
    }

    private static EagerTenants Eager(DeploymentTable table, List<DeploymentDiagnostic> problems)
    {
        if (!table.Values.TryGetValue(EagerKey, out var value))
        {
            return EagerTenants.None;
        }

        if (value.Value is not string text)
        {
            problems.Add(Problem(DeploymentSeverity.Error, value, EagerKey, "Write a text such as \"foo.com,bar.com\" or \"*,!foo.com\"; until then no tenant loads at start."));
            return EagerTenants.None;
        }

        HashSet<string> only = new(StringComparer.OrdinalIgnoreCase);
        HashSet<string> except = new(StringComparer.OrdinalIgnoreCase);
        var all = false;
        foreach (var name in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var isExcluded = name.StartsWith('!');
            var domain = name.TrimStart('!').Trim();
            if (domain == "*")
            {
                if (isExcluded)
                {
                    problems.Add(Problem(DeploymentSeverity.Error, value, EagerKey, "\"!*\" excludes everybody: leave the key out instead; until then no tenant loads at start."));
                    return EagerTenants.None;
                }

                all = true;
            }
            else if (TenantDomain.TryParse(domain, out var normal, out _))
            {
                (isExcluded ? except : only).Add(normal);
            }
            else
            {
                problems.Add(Problem(DeploymentSeverity.Warning, value, EagerKey, $"'{Short(domain)}' is no domain and is passed over."));
            }
        }

        if (!all && only.Count == 0 && except.Count > 0)
        {
            problems.Add(Problem(DeploymentSeverity.Warning, value, EagerKey, "Only exclusions: no tenant loads at start. Begin with \"*\" to mean all but these."));
        }

        return new EagerTenants(all, only, except);
    }

    private static string Short(string text) => new([.. text.Take(64).Select(c => char.IsControl(c) ? ' ' : c)]);

    private static DeploymentDiagnostic Problem(DeploymentSeverity severity, DeploymentValue value, string key, string message) =>
        new(severity, value.Line, value.Column, $"{Table}.{key}", message);
}
