using EmailConsole.Accounts.Invitations;
using EmailConsole.Delivery.Mime;
using EmailConsole.Outbox.Admission;

namespace EmailConsole.Outbox.Invitations;

/// <summary>
/// Mails invitations as any message of their tenant: accepted durably, tried again, to be found under Deliveries. They leave
/// through the provider in force for the tenant, which for a new one is the super tenant's.
/// </summary>
internal sealed class InvitationMail(SenderDomains domains, AcceptEmails accept) : IInvitationMail
{
    public async Task<string?> SendAsync(Invitation invitation, CancellationToken cancellationToken)
    {
        if (!WireAddress.TryParse(invitation.Recipient, out var recipient))
        {
            return $"{invitation.Recipient} is no address that mail can be sent to.";
        }

        if (await domains.FindAsync(invitation.TenantId, invitation.TenantDomain, cancellationToken) is not { } messageIdDomain)
        {
            return $"There is no email provider that could send it: neither {invitation.TenantDomain} nor the super tenant has one. "
                + "Set one up under Email Provider.";
        }

        var content = InvitationMessage.Create(invitation, recipient.Mailbox);
        var email = new NewEmail(
            content,
            [new NewRecipient(recipient.Address, RecipientKind.To)],
            EmailPriority.High,
            SendAt: null,
            invitation.ExpiresAt,
            Metadata: null,
            MessageSize.Estimate(content),
            messageIdDomain)
        {
            AcceptedBy = invitation.InvitedBy,
            Door = EmailDoor.Console,
        };
        try
        {
            return await accept.AcceptAsync(invitation.TenantId, [email], key: null, (_, _) => ReadOnlyMemory<byte>.Empty) switch
            {
                AcceptOutcome.Accepted => null,
                AcceptOutcome.TenantInactive => $"{invitation.TenantDomain} was deactivated or deleted meanwhile: no mail leaves it.",
                _ => $"The queue of {invitation.TenantDomain} is full: too many messages wait for their delivery.",
            };
        }
        catch (OutboxUnavailableException)
        {
            return "The outbox cannot write at the moment: its disk is full, or its database is locked.";
        }
    }
}
