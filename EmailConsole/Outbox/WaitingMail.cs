using EmailConsole.Delivery.Mime;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox.Store;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Outbox;

/// <summary>
/// By the rule of the sending (<see cref="RawBuilder"/>): what a program wrote leaves under the provider's own From Address, or under another
/// one that the provider may send as. What the console wrote itself has the From of whichever provider it leaves by.
/// </summary>
internal sealed class WaitingMail(IDbContextFactory<EmailConsoleDb> contexts) : IWaitingMail
{
    private const int Named = 5;

    public async Task<StrandedMail> FindStrandedAsync(
        Guid tenantId, IReadOnlyCollection<string> own, IReadOnlyList<ProviderInForce> route, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var senders = await db.Set<OutboxMessage>()
            .Where(m => m.TenantId == tenantId && (m.State == EmailState.Queued || m.State == EmailState.Retrying) && m.Door == EmailDoor.Smtp && m.FromAddress != null)
            .GroupBy(m => m.FromAddress!)
            .Select(g => new { From = g.Key, Count = g.LongCount() })
            .ToListAsync(cancellationToken);
        var stranded = senders.Where(s => !route.Any(provider => Sends(provider, s.From, own))).OrderByDescending(s => s.Count).ThenBy(s => s.From, StringComparer.Ordinal).ToList();
        return new StrandedMail(
            stranded.Sum(s => s.Count), [.. stranded.Take(Named).Select(s => s.From)], stranded.Count > Named, stranded.Exists(s => !own.Any(a => IsSame(a, s.From))));
    }

    private static bool Sends(ProviderInForce provider, string from, IReadOnlyCollection<string> own) =>
        IsSame(provider.Settings.FromAddress, from) || (!own.Any(a => IsSame(a, from)) && provider.Permitted?.FindFault(from) is null);

    private static bool IsSame(string address, string other) =>
        WireAddress.TryParse(address, out var one) && WireAddress.TryParse(other, out var two) && one.IsSame(two);
}
