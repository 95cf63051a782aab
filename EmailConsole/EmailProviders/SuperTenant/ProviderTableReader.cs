using EmailConsole.Deployment;
using EmailConsole.EmailProviders.Kinds;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>Reads a table with a provider of whatever kind: the first, or a standby.</summary>
internal static class ProviderTableReader
{
    /// <param name="table">With its references resolved.</param>
    /// <param name="diagnostics">Of the table; gets what is wrong with it.</param>
    /// <param name="ownServer">Finds a provider that is this console itself; null: nobody can tell.</param>
    public static ProviderTable Read(DeploymentTable table, List<DeploymentDiagnostic> diagnostics, OwnServerRule? ownServer)
    {
        var isStandby = EmailKeys.IsOfStandby(table.Name);
        var written = table.Values.GetValueOrDefault(EmailKeys.Provider);
        var name = written is null ? "" : written.Value is string text ? XmlText.Read(text, written).Text : null;
        if (name is not null && TableKeys.TryFindKind(name, out var kind))
        {
            var keys = TableKeys.Of(kind, isStandby);
            var entries = new EmailEntries(table, keys, diagnostics);
            var section = new EmailSection(table, entries, diagnostics);

            // A kind that is not known is no SMTP server
            if (section.Unresolved(EmailKeys.Provider) is null)
            {
                var bound = EmailSectionBinder.Bind(section, keys);
                if (ownServer?.FindFault(bound.Settings) is { } loop)
                {
                    section.Warn(EmailKeys.Hostname, loop.Message);
                }

                return new ProviderTable(section, bound, SuperTenantValues.Of(section, keys, entries.Custom, bound.Settings));
            }

            return new ProviderTable(section, null, [.. SuperTenantValues.Head(section)]);
        }

        // What its other keys mean is not known either
        var provider = new Dictionary<string, DeploymentValue>();
        foreach (var key in new[] { EmailKeys.Provider, EmailKeys.Name, EmailKeys.Enabled })
        {
            if (table.Values.TryGetValue(key, out var value))
            {
                provider[key] = value;
            }
        }

        var head = table with { Values = provider };
        var ofHead = new EmailSection(head, new EmailEntries(head, TableKeys.Of(kind: null, isStandby), diagnostics), diagnostics);
        var names = ProviderKinds.All.Select(TableKeys.NameOf).ToList();
        var (nearest, distance) = name is null ? ("", int.MaxValue) : NearestName.Of(name, names);
        ofHead.Error(ofHead.Entry(EmailKeys.Provider)!, $"{EmailKeys.Provider} is one of {string.Join(", ", names.Select(n => $"\"{n}\""))}.{(distance <= 2 ? $" Did you mean {nearest}?" : "")}");
        return new ProviderTable(ofHead, null, [.. SuperTenantValues.Head(ofHead)]);
    }
}

/// <param name="Section">Its entries.</param>
/// <param name="Bound">Fit for use only where nothing is wrong; null: its kind is not known.</param>
/// <param name="Values">For the page.</param>
internal sealed record ProviderTable(EmailSection Section, SuperTenantSettings? Bound, IReadOnlyList<SuperTenantValue> Values);
