using System.Security.Claims;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;

namespace EmailConsole.Tests.EmailProviders.Components;

/// <summary>Answers as the test says.</summary>
internal sealed class ScriptedPreview : IRevertPreview
{
    public Func<string?, StrandedMail> Find { get; set; } = _ => StrandedMail.None;

    public Task<StrandedMail> FindAsync(ClaimsPrincipal person, string? tenantDomain, CancellationToken cancellationToken) => Task.FromResult(Find(tenantDomain));
}
