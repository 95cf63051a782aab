using System.Collections.Concurrent;
using EmailConsole.Accounts.Invitations;

namespace EmailConsole.Tests.Accounts;

/// <summary>Keeps invitations instead of sending them, or refuses them.</summary>
internal sealed class FakeInvitationMail : IInvitationMail
{
    public ConcurrentQueue<Invitation> Sent { get; } = new();

    public string? Problem { get; set; }

    public Task<string?> SendAsync(Invitation invitation, CancellationToken cancellationToken)
    {
        Sent.Enqueue(invitation);
        return Task.FromResult(Problem);
    }
}
