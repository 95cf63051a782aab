namespace EmailConsole.Sending.Loading;

/// <summary>Which tenants load at start and stay loaded.</summary>
/// <param name="All">Every tenant but <paramref name="Except"/>.</param>
/// <param name="Only">These, where not all.</param>
/// <param name="Except">Named with <c>!</c>.</param>
internal sealed record EagerTenants(bool All, IReadOnlySet<string> Only, IReadOnlySet<string> Except)
{
    private static readonly HashSet<string> Nobody = new(StringComparer.OrdinalIgnoreCase);

    public static EagerTenants None { get; } = new(false, Nobody, Nobody);

    public bool IsNone => !All && Only.Count == 0;

    public bool Includes(string domain) => !Except.Contains(domain) && (All || Only.Contains(domain));
}
