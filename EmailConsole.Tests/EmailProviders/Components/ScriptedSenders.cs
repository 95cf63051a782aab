using System.Security.Claims;
using EmailConsole.EmailProviders;

namespace EmailConsole.Tests.EmailProviders.Components;

/// <summary>Remembers what it was asked, and answers as the test says.</summary>
internal sealed class ScriptedSenders : IProgramSenders
{
    public List<string> Asked { get; } = [];

    public SendersResult Loaded { get; set; } = new SendersResult.Stored(StoredSenders.None);

    public Func<OtherSenders, string, SendersResult>? Result { get; set; }

    public Task<SendersResult> LoadAsync(ClaimsPrincipal person, string? tenantDomain, CancellationToken cancellationToken) => Task.FromResult(Loaded);

    public Task<SendersResult> SetAsync(
        ClaimsPrincipal person, string? tenantDomain, Guid? loadedVersion, OtherSenders mode, string allowed, CancellationToken cancellationToken)
    {
        Asked.Add($"{tenantDomain} {loadedVersion} {mode} {allowed.Replace('\n', '|')}");
        return Task.FromResult(Result?.Invoke(mode, allowed) ?? new SendersResult.Stored(new StoredSenders(mode, allowed.Split('\n'), Guid.CreateVersion7())));
    }
}
