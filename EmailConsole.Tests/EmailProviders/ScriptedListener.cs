using System.Collections.Concurrent;
using EmailConsole.EmailProviders;

namespace EmailConsole.Tests.EmailProviders;

/// <summary>Remembers what it was told, and fails where the test wants it to.</summary>
public sealed class ScriptedListener : IEmailProviderChanged
{
    private readonly ConcurrentQueue<Guid> _told = new();

    public IReadOnlyList<Guid> Told => [.. _told];

    public Func<Task> Behaviour { get; set; } = () => Task.CompletedTask;

    public Task ChangedAsync(Guid ownerTenantId, CancellationToken cancellationToken)
    {
        _told.Enqueue(ownerTenantId);
        return Behaviour();
    }
}
