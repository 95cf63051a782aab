namespace EmailConsole.Accounts.Invitations;

/// <summary>Mails a link where that was asked for; anything else passes through. After the commit: mail cannot be taken back.</summary>
internal sealed class InvitationDelivery(IEnumerable<IInvitationMail> mail)
{
    public bool IsAvailable => mail.Any();

    public async Task<IssuedCredential> DeliverAsync(
        IssuedCredential issued, Credential asked, Account account, CancellationToken cancellationToken)
    {
        if (asked is not Credential.MailedLink mailed || issued is not IssuedCredential.Link link
            || mail.FirstOrDefault() is not { } sender || account.Email is not { } recipient)
        {
            return issued;
        }

        var problem = await sender.SendAsync(
            account.TenantId, recipient, account.UserName!, new Uri(mailed.SiteAddress, link.Path), link.ExpiresAt, cancellationToken);
        return problem is null ? new IssuedCredential.Mailed(recipient) : new IssuedCredential.NotMailed(problem);
    }
}
