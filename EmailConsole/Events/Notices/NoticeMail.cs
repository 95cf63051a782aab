using System.Security.Cryptography;
using EmailConsole.Accounts;
using EmailConsole.Accounts.People;
using EmailConsole.Delivery.Mime;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Admission;
using EmailConsole.Outbox.Health;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Events.Notices;

/// <summary>
/// Mails what is new to a tenant's administrators: by the tenant's own route where that works, else by the super tenant's. Where neither does it is
/// not accepted at all, since it would leave long after it was of use.
/// </summary>
internal sealed class NoticeMail(
    StandingMatters matters, ProviderHealths healths, SenderDomains domains, AcceptEmails accept, IConfiguration configuration, TimeProvider clock)
{
    private const int MostRecipients = 50;

    private static readonly TimeSpan OfUse = TimeSpan.FromHours(4);

    public async Task<NoticeOutcome> SendAsync(EmailConsoleDb db, Guid tenantId, IReadOnlyList<Notice> notices, CancellationToken cancellationToken)
    {
        var tenant = await db.Set<Tenant>().AsNoTracking().SingleAsync(t => t.Id == tenantId, cancellationToken);
        var addresses = await db.Set<Account>().AsNoTracking()
            .WhoGetNotices(tenantId).OrderBy(a => a.Id).Select(a => a.Email!).Take(MostRecipients).ToListAsync(cancellationToken);
        List<WireAddress> recipients = [];
        foreach (var address in addresses)
        {
            if (WireAddress.TryParse(address, out var recipient) && recipients.All(r => r.Address != recipient.Address))
            {
                recipients.Add(recipient);
            }
        }

        if (recipients.Count == 0)
        {
            // Nobody wants to hear of it: the bell shows it
            return NoticeOutcome.Nobody;
        }

        if (await FindSenderAsync(db, tenant, cancellationToken) is not { } sender
            || await domains.FindAsync(sender.Id, sender.Domain, cancellationToken) is not { } messageIdDomain)
        {
            return NoticeOutcome.NotNow;
        }

        var now = clock.GetUtcNow();
        var content = NoticeMessage.Create(
            tenant.Domain, notices, [.. recipients.Select(r => r.Mailbox)], ConsoleAddress.Configured(configuration), matters.Waiting(), now);
        var email = new NewEmail(
            content,
            [.. recipients.Select(r => new NewRecipient(r.Address, RecipientKind.To))],
            EmailPriority.High,
            SendAt: null,
            now + OfUse,
            Metadata: null,
            MessageSize.Estimate(content),
            messageIdDomain)
        {
            AcceptedBy = "EmailConsole",
            Door = EmailDoor.Console,
        };
        return await accept.AcceptAsync(sender.Id, [email], KeyOf(notices), (_, _) => ReadOnlyMemory<byte>.Empty)
            is AcceptOutcome.Accepted or AcceptOutcome.Replayed or AcceptOutcome.KeyReused
            ? NoticeOutcome.Mailed
            : NoticeOutcome.NotNow;
    }

    // Of these rows as they are: should the console end before it has written that they are told, or another one do the same, there is one mail
    private static IdempotencyKey KeyOf(IReadOnlyList<Notice> notices)
    {
        var versions = notices.Select(n => n.Version).Order().SelectMany(v => v.ToByteArray()).ToArray();
        return new IdempotencyKey(SHA256.HashData(versions), SHA256.HashData("notices"u8));
    }

    private static bool Works(ProviderHealth health) =>
        health is ProviderHealth.Works or ProviderHealth.NothingSent or ProviderHealth.Slowed or ProviderHealth.ByStandby;

    private async Task<Tenant?> FindSenderAsync(EmailConsoleDb db, Tenant tenant, CancellationToken cancellationToken)
    {
        var found = await healths.FindAsync([.. new[] { tenant.Id, TenantDomain.SuperTenantId }.Distinct()], cancellationToken);
        return !tenant.IsActive ? null
            : Works(found[tenant.Id]) ? tenant
            : Works(found[TenantDomain.SuperTenantId]) ? await db.Set<Tenant>().AsNoTracking().SingleAsync(t => t.Id == TenantDomain.SuperTenantId, cancellationToken)
            : null;
    }
}

internal enum NoticeOutcome
{
    /// <summary>It could not be handed over; the next look tries again.</summary>
    NotNow = 0,

    /// <summary>There is nobody to mail it to.</summary>
    Nobody = 1,

    Mailed = 2,
}
