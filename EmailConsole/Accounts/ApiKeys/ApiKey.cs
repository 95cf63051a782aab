using EmailConsole.Rest;

namespace EmailConsole.Accounts.ApiKeys;

/// <summary>A credential of a program that sends mail for a tenant. The key itself is not kept: only its hash.</summary>
public sealed class ApiKey
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid TenantId { get; init; }

    /// <summary>What its administrator called it.</summary>
    public required string Name { get; init; }

    /// <summary>The start of the key, by which it is found and recognised. Unique.</summary>
    public required string Prefix { get; init; }

    /// <summary>SHA-256 of the whole key: 256 random bits need no slow hash.</summary>
    public required byte[] Hash { get; init; }

    public RestScopes Scopes { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The username of whoever created it, as it was then.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>Null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Exact to some seconds; null: never used.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
}
