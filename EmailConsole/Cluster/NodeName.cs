using System.Reflection;

namespace EmailConsole.Cluster;

/// <summary>By which people know a node.</summary>
/// <param name="Value">Its name.</param>
internal sealed record NodeName(string Value)
{
    private const int MaxLength = 100;

    /// <summary>Of the product.</summary>
    public static string Version { get; } =
        typeof(NodeName).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public static NodeName Of(ClusterOptions options)
    {
        var name = string.IsNullOrWhiteSpace(options.Name) ? Environment.MachineName : options.Name.Trim();
        return new NodeName(name.Length > MaxLength ? name[..MaxLength] : name);
    }
}
