using EmailConsole.Persistence;

namespace EmailConsole.EmailProviders;

/// <summary>A tenant's own provider as stored. Absent: the super tenant's is in force.</summary>
public sealed class EmailProvider : IVersioned
{
    public Guid TenantId { get; init; }

    public EmailProviderSettings Settings { get; set; } = new();

    /// <summary>Protected with the key ring, for this tenant and field; null: none stored.</summary>
    public string? ProtectedPassword { get; set; }

    /// <summary>Protected with the key ring, for this tenant and field; null: none stored.</summary>
    public string? ProtectedClientSecret { get; set; }

    /// <summary>
    /// A <see cref="WrittenSender"/>, protected with the key ring for this tenant; null: no script ever wrote it. What
    /// cannot be read any more counts as never written.
    /// </summary>
    public string? ProtectedWritten { get; set; }

    /// <summary>The username of who stored it last.</summary>
    public string UpdatedBy { get; set; } = "";

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>
    /// Set: the tenant has no provider of its own any more, and until then another one is waited for that may take over its secrets,
    /// see <see cref="ReplacementWait"/>. Queries do not see such a row unless they ask for it.
    /// </summary>
    public DateTimeOffset? RemovedUntil { get; set; }

    public Guid Version { get; set; }
}
