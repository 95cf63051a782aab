using System.Security.Claims;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;

namespace EmailConsole.Tests.EmailProviders.Components;

/// <summary>Remembers what it was asked, and answers each as the test says.</summary>
internal sealed class ScriptedRoute : IRouteWriter
{
    public List<string> Asked { get; } = [];

    public UpdateResult Result { get; set; } = new UpdateResult.Saved(null);

    public Task<UpdateResult> MoveAsync(
        ClaimsPrincipal person, string? tenantDomain, ProviderId entry, Guid loadedVersion, int to, CancellationToken cancellationToken) =>
        Answer($"move {entry.Value} {loadedVersion} to {to}");

    public Task<UpdateResult> SetEnabledAsync(
        ClaimsPrincipal person, string? tenantDomain, ProviderId entry, Guid loadedVersion, bool isEnabled, CancellationToken cancellationToken) =>
        Answer($"{(isEnabled ? "enable" : "disable")} {entry.Value} {loadedVersion}");

    public Task<UpdateResult> RenameAsync(
        ClaimsPrincipal person, string? tenantDomain, ProviderId entry, Guid loadedVersion, string name, CancellationToken cancellationToken) =>
        Answer($"rename {entry.Value} {loadedVersion} {name}");

    public Task<UpdateResult> SetSwitchesAfterUnknownAsync(
        ClaimsPrincipal person, string? tenantDomain, ProviderId entry, Guid loadedVersion, bool switches, CancellationToken cancellationToken) =>
        Answer($"switches {entry.Value} {loadedVersion} {switches}");

    private Task<UpdateResult> Answer(string asked)
    {
        Asked.Add(asked);
        return Task.FromResult(Result);
    }
}
