namespace EmailConsole.Accounts.Invitations;

/// <summary>Mails an invitation. A room above implements it; without one the console offers no mailed links.</summary>
public interface IInvitationMail
{
    /// <param name="tenantId">Whose provider sends.</param>
    /// <param name="recipient">The person's address.</param>
    /// <param name="username">In full.</param>
    /// <param name="link">Good once; a secret.</param>
    /// <param name="expiresAt">Until when.</param>
    /// <returns>Null when a server accepted the mail; else what happened and what to do.</returns>
    Task<string?> SendAsync(
        Guid tenantId, string recipient, string username, Uri link, DateTimeOffset expiresAt, CancellationToken cancellationToken);
}
