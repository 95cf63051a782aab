using System.Globalization;
using EmailConsole.Deployment;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>Brings the section's keys and its custom properties together, and warns about names nobody knows.</summary>
internal sealed class EmailEntries
{
    /// <summary>Up to so many wrong letters a name is taken for a misspelling.</summary>
    private const int Misspelling = 3;

    private readonly DeploymentTable _table;
    private readonly TableKeys _keys;
    private readonly List<DeploymentDiagnostic> _diagnostics;
    private readonly Dictionary<string, EmailEntry> _byKey = new(StringComparer.Ordinal);
    private readonly List<EmailEntry> _custom = [];

    /// <param name="table">The section.</param>
    /// <param name="keys">Those that it may have.</param>
    /// <param name="diagnostics">Gets the warnings.</param>
    public EmailEntries(DeploymentTable table, TableKeys keys, List<DeploymentDiagnostic> diagnostics)
    {
        (_table, _keys, _diagnostics) = (table, keys, diagnostics);
        foreach (var (key, value) in table.Values)
        {
            AddKey(key, new EmailEntry(NameOf(key), NameOf(key), value));
        }

        foreach (var entry in _custom)
        {
            AddCustom(entry);
        }
    }

    /// <summary>By the section's key, whichever way it is written.</summary>
    public IReadOnlyDictionary<string, EmailEntry> ByKey => _byKey;

    /// <summary>As written, known or not.</summary>
    public IReadOnlyList<EmailEntry> Custom => _custom;

    /// <summary>As the file has it, for sentences: <c>[output_adapter.email]</c>, <c>[[output_adapter.email_standby]]</c>.</summary>
    public string Title => IsStandby ? $"[[{EmailKeys.Standbys}]]" : $"[{_table.Name}]";

    public string TitleOfCustomProperties => $"[{(IsStandby ? EmailKeys.Standbys : _table.Name)}.{EmailKeys.CustomProperties}]";

    private bool IsStandby => EmailKeys.IsOfStandby(_table.Name);

    public string NameOf(string key) => $"{_table.Name}.{key}";

    public string CustomName(string property) => $"{NameOf(EmailKeys.CustomProperties)}.{property}";

    private void AddKey(string key, EmailEntry entry)
    {
        switch (key)
        {
            case var known when _keys.All.Contains(known, StringComparer.Ordinal) && known != EmailKeys.CustomProperties:
                _byKey[known] = entry;
                break;
            case EmailKeys.Name or EmailKeys.Enabled:
                Add(DeploymentSeverity.Warning, entry, $"{key} is a key of [[{EmailKeys.Standbys}]] and has no effect here.");
                break;
            case var other when TableKeys.IsKnown(other) && (_keys.Kind is not null || other is not (EmailKeys.CustomProperties or EmailKeys.Host)):
                Add(DeploymentSeverity.Warning, entry, $"{key} has no effect with provider = \"{_keys.KindName}\".");
                break;
            case EmailKeys.CustomProperties when entry.Value.Value is DeploymentTable table:
                Flatten(table, "");
                break;
            case EmailKeys.CustomProperties:
                Add(DeploymentSeverity.Error, entry, $"{key} is a table: {TitleOfCustomProperties}, with lines such as \"mail.smtp.ssl.enable\" = \"true\".");
                break;
            case EmailKeys.Host:
                Add(DeploymentSeverity.Warning, entry, "WSO2 reads hostname only. Write hostname instead of host.");
                _byKey.TryAdd(EmailKeys.Hostname, entry);
                break;
            default:
                var (nearest, distance) = NearestName.Of(key, _keys.All);
                Add(DeploymentSeverity.Warning, entry, distance <= Misspelling
                    ? $"'{key}' is not a key of {Title} and has no effect. Did you mean {nearest}?"
                    : $"'{key}' is not a key of {Title} and has no effect. The nearest one is {nearest}.");
                break;
        }
    }

    /// <summary>WSO2 needs the names in quotes; without them they are tables in tables, and mean the same here.</summary>
    private void Flatten(DeploymentTable table, string prefix)
    {
        foreach (var (key, value) in table.Values)
        {
            var name = prefix + key;
            if (value.Value is DeploymentTable inner)
            {
                Flatten(inner, name + ".");
            }
            else
            {
                _custom.Add(new EmailEntry(name, CustomName(name), value));
            }
        }
    }

    private void AddCustom(EmailEntry entry)
    {
        if (JavaMailProperties.Mapped.TryGetValue(entry.Name, out var key))
        {
            if (_byKey.TryGetValue(key, out var other))
            {
                // In WSO2's rendered file the later of two properties counts, and custom ones come later
                Add(DeploymentSeverity.Warning, entry, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{entry.Name} says the same as {other.Name} on line {other.Value.Line}, and is the one used. Remove one of them."));
            }

            _byKey[key] = entry;
        }
        else if (JavaMailProperties.WithoutEffect.TryGetValue(entry.Name, out var reason))
        {
            Add(DeploymentSeverity.Warning, entry, reason);
        }
        else
        {
            var (nearest, distance) = NearestName.Of(entry.Name, JavaMailProperties.Mapped.Keys);
            Add(DeploymentSeverity.Warning, entry, distance <= Misspelling
                ? $"EmailConsole does not know the property '{entry.Name}'; it has no effect. Did you mean {nearest}?"
                : $"EmailConsole does not know the property '{entry.Name}'; it has no effect.");
        }
    }

    private void Add(DeploymentSeverity severity, EmailEntry entry, string message) =>
        _diagnostics.Add(new DeploymentDiagnostic(
            severity,
            entry.Value.Line,
            severity == DeploymentSeverity.Error ? entry.Value.ValueColumn : entry.Value.Column,
            entry.DottedKey,
            message));
}

/// <summary>A value of the section, and the name it was written under.</summary>
/// <param name="Name">The dotted key; for a custom property the JavaMail name.</param>
/// <param name="DottedKey">The dotted key in any case.</param>
/// <param name="Value">References resolved.</param>
internal sealed record EmailEntry(string Name, string DottedKey, DeploymentValue Value);
