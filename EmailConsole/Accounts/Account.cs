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

    /// <summary>
    /// When the last attempt was refused since the owner last signed in, which <see cref="IdentityUser{TKey}.AccessFailedCount"/> counts.
    /// </summary>
    public DateTimeOffset? LastRefusedAt { get; set; }

    /// <summary>From which address, or IPv6 network.</summary>
    public string? LastRefusedFrom { get; set; }

    /// <summary>The person wants no notices by mail; they go to administrators.</summary>
    public bool IsWithoutNotices { get; set; }

    public Guid Version { get; set; }
}
