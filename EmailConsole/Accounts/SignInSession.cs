namespace EmailConsole.Accounts;

/// <summary>A signed-in browser. The cookie names it; without the row the cookie is worth nothing.</summary>
public sealed class SignInSession
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid AccountId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Renewed while the session is in use.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Attempts with the account's username that were refused before this sign-in, until its owner has read that.</summary>
    public int RefusedBefore { get; set; }

    public DateTimeOffset? LastRefusedAt { get; set; }

    public string? LastRefusedFrom { get; set; }
}
