using System.Security.Claims;
using EmailConsole.DevelopmentMailbox.Messages;
using EmailConsole.Tenants;

namespace EmailConsole.DevelopmentMailbox;

/// <summary>
/// The door to the mailbox for page and endpoints. Whoever can sign in to a console in Development sees all of it: it
/// catches the mail of every tenant, and of other programs, on a developer's machine.
/// </summary>
public sealed class MailboxReader(DevelopmentMailboxState state, MailboxStore store, IActorSource actors)
{
    /// <summary>Asked anew at each call, so that an open circuit loses the mailbox with its session.</summary>
    public async Task<bool> MayReadAsync(ClaimsPrincipal person, CancellationToken cancellationToken) =>
        state.IsEnabled && await actors.FindAsync(person, cancellationToken) is not null;

    /// <returns>Oldest first; null when the person may not read.</returns>
    public async Task<IReadOnlyList<MailboxMessage>?> ListAsync(ClaimsPrincipal person, CancellationToken cancellationToken) =>
        await MayReadAsync(person, cancellationToken) ? store.Messages : null;

    /// <returns>Null when the person may not read, or the message is gone.</returns>
    public async Task<MailboxMessage?> FindAsync(ClaimsPrincipal person, Guid id, CancellationToken cancellationToken) =>
        await MayReadAsync(person, cancellationToken) ? store.Find(id) : null;

    /// <returns>Whether it was cleared.</returns>
    public async Task<bool> ClearAsync(ClaimsPrincipal person, CancellationToken cancellationToken)
    {
        if (!await MayReadAsync(person, cancellationToken))
        {
            return false;
        }

        store.Clear();
        return true;
    }
}
