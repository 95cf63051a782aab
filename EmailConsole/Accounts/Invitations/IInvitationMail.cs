namespace EmailConsole.Accounts.Invitations;

/// <summary>Mails an invitation. A room above implements it; without one the console offers no mailed links.</summary>
public interface IInvitationMail
{
    /// <returns>Null when the mail is on its way; else what happened and what to do.</returns>
    Task<string?> SendAsync(Invitation invitation, CancellationToken cancellationToken);
}
