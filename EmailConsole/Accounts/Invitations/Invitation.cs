namespace EmailConsole.Accounts.Invitations;

/// <summary>An invitation to mail.</summary>
/// <param name="TenantId">Whose provider sends.</param>
/// <param name="TenantDomain">Its domain.</param>
/// <param name="Recipient">The person's address.</param>
/// <param name="Username">In full.</param>
/// <param name="Link">Good once; a secret.</param>
/// <param name="Secret">The part of the link that nobody else may read.</param>
/// <param name="ExpiresAt">Until when it is good.</param>
/// <param name="InvitedBy">Who asked for it, in full.</param>
public sealed record Invitation(
    Guid TenantId,
    string TenantDomain,
    string Recipient,
    string Username,
    Uri Link,
    string Secret,
    DateTimeOffset ExpiresAt,
    string InvitedBy)
{
    /// <summary>Without the link, so that no log gets it by accident.</summary>
    public override string ToString() => $"Invitation of {Username}";
}

/// <summary>Mails an invitation. A room above implements it; without one the console offers no mailed links.</summary>
public interface IInvitationMail
{
    /// <returns>Null when the mail is on its way; else what happened and what to do.</returns>
    Task<string?> SendAsync(Invitation invitation, CancellationToken cancellationToken);
}
