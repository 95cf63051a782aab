using EmailConsole.Deployment.References;
using EmailConsole.Deployment.Toml;

namespace EmailConsole.Deployment;

/// <summary>The tables of one reading with their references resolved, by dotted name.</summary>
internal sealed class ResolvedTables(ReferenceSources sources, IReadOnlyList<DeploymentDiagnostic> problems)
{
    private const string SecretsTable = "secrets";

    private readonly Dictionary<string, DeploymentTable> _byName = new(StringComparer.Ordinal);
    private readonly List<DeploymentDiagnostic> _diagnostics = [.. problems];

    public IReadOnlyDictionary<string, DeploymentTable> ByName => _byName;

    public IReadOnlyList<DeploymentDiagnostic> Diagnostics => _diagnostics;

    public void AddAll(TomlNode root)
    {
        var resolver = new ReferenceResolver(root, sources);
        Resolve(root, resolver, inList: false);
    }

    private DeploymentTable Resolve(TomlNode node, ReferenceResolver resolver, bool inList)
    {
        var values = new OrderedDictionary<string, DeploymentValue>(node.Items.Count, StringComparer.Ordinal);
        foreach (var (key, item) in node.Items)
        {
            if (Resolve(node, key, item, resolver, inList) is { } value)
            {
                values.Add(key, value);
            }
        }

        var table = new DeploymentTable(node.Name, node.Line, values);
        if (!inList)
        {
            _byName[node.Name] = table;
        }

        return table;
    }

    private DeploymentValue? Resolve(TomlNode node, string key, TomlItem item, ReferenceResolver resolver, bool inList)
    {
        if (item.Value is TomlNode child)
        {
            return new DeploymentValue(Resolve(child, resolver, inList), item.Line, item.Column, Reference: null);
        }

        if (node.Name == SecretsTable)
        {
            // Taken as they are, see SecretAliases
            return new DeploymentValue(item.Value, item.Line, item.Column, Reference: null) { HoldsSecret = true };
        }

        var resolved = resolver.Resolve(item);
        if ((resolved.Error ?? resolved.Warning) is { } message)
        {
            var (severity, column) = resolved.Error is null
                ? (DeploymentSeverity.Warning, item.Column)
                : (DeploymentSeverity.Error, item.ValueColumn);
            _diagnostics.Add(new DeploymentDiagnostic(severity, item.Line, column, node.NameOf(key), message));
        }

        if (resolved.Error is not null)
        {
            return null;
        }

        var value = resolved.Value is List<object> list ? Tables(list, resolver) : resolved.Value;
        return new DeploymentValue(value, item.Line, item.Column, resolved.Reference)
        {
            HoldsSecret = resolved.HoldsSecret,
            IsFromOutside = resolved.IsFromOutside || resolved.HoldsSecret,
            Written = item.Value as string,
            ValueColumn = item.ValueColumn,
        };
    }

    private List<object> Tables(List<object> list, ReferenceResolver resolver) =>
        list.ConvertAll(i => i switch
        {
            TomlNode node => Resolve(node, resolver, inList: true),
            List<object> inner => Tables(inner, resolver),
            _ => i,
        });
}
