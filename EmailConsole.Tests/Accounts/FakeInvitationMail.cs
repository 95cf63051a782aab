using System.Collections.Concurrent;
using EmailConsole.Accounts.Invitations;

namespace EmailConsole.Tests.Accounts;

/// <summary>Keeps invitations instead of sending them, or refuses them.</summary>
internal sealed class FakeInvitationMail : IInvitationMail
{
    public ConcurrentQueue<Uri> Links { get; } = new();

    public string? Problem { get; set; }

    public Task<string?> SendAsync(
        Guid tenantId, string recipient, string username, Uri link, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        Links.Enqueue(link);
        return Task.FromResult(Problem);
    }
}
