using System.Collections.Concurrent;
using System.Security.Claims;
using EmailConsole.Tenants;

namespace EmailConsole.Tests.EmailProviders;

/// <summary>People who need no sign-in.</summary>
public sealed class FakeActors : IActorSource
{
    private readonly ConcurrentDictionary<string, Actor> _actors = new(StringComparer.Ordinal);

    public ClaimsPrincipal Add(Actor actor)
    {
        _actors[actor.Username] = actor;
        return new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, actor.Username)], "test"));
    }

    public void Remove(string username) => _actors.TryRemove(username, out _);

    public Task<Actor?> FindAsync(ClaimsPrincipal principal, CancellationToken cancellationToken) =>
        Task.FromResult(principal.Identity?.Name is { } name ? _actors.GetValueOrDefault(name) : null);
}
