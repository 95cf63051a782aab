using EmailConsole.Persistence;

namespace EmailConsole.Tenants;

/// <summary>A tenant. The super tenant is a row like any other, created by the first migration.</summary>
public sealed class Tenant : IVersioned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The domain in its normal form, see <see cref="TenantDomain.TryParse"/>. Unique.</summary>
    public required string Domain { get; init; }

    /// <summary>People of an inactive tenant cannot sign in and its mail does not leave.</summary>
    public bool IsActive { get; set; } = true;

    public DateTimeOffset CreatedAt { get; init; }

    public Guid Version { get; set; }

    public bool IsSuper => TenantDomain.IsSuper(Domain);
}
