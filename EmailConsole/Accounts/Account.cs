using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Identity;

namespace EmailConsole.Accounts;

/// <summary>
/// A person who signs in: an administrator or an operator of one tenant.
/// <see cref="IdentityUser{TKey}.UserName"/> is <c>user@tenant-domain</c> in full.
/// </summary>
public sealed class Account : IdentityUser<Guid>, IVersioned
{
    public Guid TenantId { get; init; }

    public ActorRole Role { get; set; }

    public bool IsActive { get; set; } = true;

    public DateTimeOffset CreatedAt { get; init; }

    public Guid Version { get; set; }
}
