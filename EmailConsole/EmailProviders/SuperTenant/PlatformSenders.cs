using System.Collections.Immutable;
using EmailConsole.Deployment;
using EmailConsole.EmailProviders.Validation;
using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>
/// From which domains a tenant may send over the super tenant's server with a sender of its own: those of its tenant domain, and
/// what <c>[tenant_sender_domains]</c> adds. Each stands for its subdomains too.
/// </summary>
public sealed class PlatformSenders : IEquatable<PlatformSenders>
{
    public const string Table = "tenant_sender_domains";

    public static readonly PlatformSenders OwnDomainsOnly = new(ImmutableSortedDictionary<string, ImmutableSortedSet<string>>.Empty);

    private readonly ImmutableSortedDictionary<string, ImmutableSortedSet<string>> _further;

    private PlatformSenders(ImmutableSortedDictionary<string, ImmutableSortedSet<string>> further) => _further = further;

    /// <param name="snapshot">Of <c>deployment.toml</c>.</param>
    /// <param name="diagnostics">Filled with what is wrong with the table.</param>
    internal static PlatformSenders Read(DeploymentSnapshot snapshot, ICollection<DeploymentDiagnostic> diagnostics)
    {
        if (snapshot.Table(Table) is not { } table)
        {
            return OwnDomainsOnly;
        }

        var further = ImmutableSortedDictionary.CreateBuilder<string, ImmutableSortedSet<string>>(StringComparer.Ordinal);
        foreach (var (key, value) in table.Values)
        {
            if (!TenantDomain.TryParse(key, out var tenant, out _) || TenantDomain.IsSuper(tenant))
            {
                Add("The key is a tenant's domain in quotes, such as \"foo.com\".");
            }
            else if (value.Value is not IReadOnlyList<object> list || !list.All(entry => entry is string))
            {
                Add("Write a list of domains, such as [\"foo-mail.example\"].");
            }
            else
            {
                var domains = list.Cast<string>().Select(text => (Text: text, Domain: TenantDomain.TryParse(text, out var domain, out _) ? domain : null)).ToList();
                if (domains.Find(d => d.Domain is null) is { Text: { } odd })
                {
                    Add($"'{Short(odd)}' is no domain. Write one such as \"foo-mail.example\"; its subdomains are permitted with it.");
                }

                further[tenant] = [.. domains.Select(d => d.Domain).OfType<string>(), .. further.GetValueOrDefault(tenant, [])];
            }

            void Add(string message) => diagnostics.Add(
                new DeploymentDiagnostic(DeploymentSeverity.Error, value.Line, value.ValueColumn, $"{Table}.{Short(key)}", message));
        }

        return new PlatformSenders(further.ToImmutable());
    }

    /// <param name="tenantDomain">Whose sender it is.</param>
    /// <param name="fromAddress">As it is in the settings.</param>
    /// <returns>Why mail may not leave the super tenant's server as this, and what to do; null: it may.</returns>
    public string? FindFault(string tenantDomain, string fromAddress)
    {
        IReadOnlyList<string> permitted = [tenantDomain, .. _further.GetValueOrDefault(tenantDomain, [])];
        return HostName.TryParse(fromAddress[(fromAddress.LastIndexOf('@') + 1)..], out var domain, out _)
            && permitted.Any(p => domain == p || domain.EndsWith("." + p, StringComparison.Ordinal))
            ? null
            : $"The super tenant's server sends for {tenantDomain} only from addresses at {string.Join(", ", permitted)} and below. "
                + $"Use one of them, set up a server of your own, or ask an administrator of the super tenant to permit the domain ([{Table}] in deployment.toml).";
    }

    public PermittedSenders Of(string? tenantDomain) => new(tenantDomain, this);

    public bool Equals(PlatformSenders? other) => other is not null && _further.Count == other._further.Count
        && _further.Zip(other._further).All(pair => pair.First.Key == pair.Second.Key && pair.First.Value.SetEquals(pair.Second.Value));

    public override bool Equals(object? obj) => Equals(obj as PlatformSenders);

    public override int GetHashCode() => _further.Count;

    private static string Short(string text) => new([.. text.Take(64).Select(c => char.IsControl(c) ? ' ' : c)]);
}

/// <summary>As whom one tenant may send over the super tenant's server.</summary>
/// <param name="TenantDomain">Null: it is not known, so nobody is permitted.</param>
/// <param name="Platform">What the super tenant permits.</param>
public sealed record PermittedSenders(string? TenantDomain, PlatformSenders Platform)
{
    /// <returns>See <see cref="PlatformSenders.FindFault"/>.</returns>
    public string? FindFault(string address) =>
        TenantDomain is null ? "The super tenant's server sends for this tenant from its own address alone." : Platform.FindFault(TenantDomain, address);
}
