using EmailConsole.Tenants;

namespace EmailConsole.Accounts.Invitations;

/// <summary>Mails a link where that was asked for; anything else passes through. After the commit: mail cannot be taken back.</summary>
internal sealed class InvitationDelivery(IEnumerable<IInvitationMail> mail)
{
    public bool IsAvailable => mail.Any();

    /// <param name="issued">What the person gets.</param>
    /// <param name="asked">How it was to reach them.</param>
    /// <param name="account">The person.</param>
    /// <param name="tenant">Theirs.</param>
    /// <param name="actor">Who asked.</param>
    /// <param name="cancellationToken">Ends the attempt; what was begun may have been mailed.</param>
    public async Task<IssuedCredential> DeliverAsync(
        IssuedCredential issued, Credential asked, Account account, Tenant tenant, Actor actor, CancellationToken cancellationToken)
    {
        if (asked is not Credential.MailedLink mailed || issued is not IssuedCredential.Link link
            || mail.FirstOrDefault() is not { } sender || account.Email is not { } recipient)
        {
            return issued;
        }

        if (!tenant.IsActive)
        {
            return new IssuedCredential.NotMailed($"{tenant.Domain} is deactivated: no mail leaves it, and its links work once it is active again.", link);
        }

        var invitation = new Invitation(
            tenant.Id,
            tenant.Domain,
            recipient,
            account.UserName!,
            new Uri(mailed.SiteAddress, link.Path),
            InvitationLinks.SecretOf(link.Path),
            link.ExpiresAt,
            actor.Username);
        return await sender.SendAsync(invitation, cancellationToken) is { } problem
            ? new IssuedCredential.NotMailed(problem, link)
            : new IssuedCredential.Mailed(recipient);
    }
}
