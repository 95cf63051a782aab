using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.SuperTenant;

namespace EmailConsole.Submission.Intake;

/// <summary>Whom a tenant's programs may name in From, at this moment.</summary>
/// <param name="FromAddress">The From Address of the provider in force: always allowed.</param>
/// <param name="Mode">What becomes of others.</param>
/// <param name="Allowed">Addresses and <c>@domain</c>, where others are allowed.</param>
internal sealed record SenderPolicy(string FromAddress, OtherSenders Mode, IReadOnlyList<string> Allowed)
{
    /// <summary>Over the super tenant's server, whom that permits; null: anybody whom the tenant allows.</summary>
    public PermittedSenders? Permitted { get; init; }
}
