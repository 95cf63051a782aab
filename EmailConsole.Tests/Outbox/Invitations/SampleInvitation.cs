using EmailConsole.Accounts.Invitations;

namespace EmailConsole.Tests.Outbox.Invitations;

/// <summary>An invitation for tests.</summary>
internal static class SampleInvitation
{
    public const string Secret = "Q2ZESjhB-t0ken_of-1nvitation";
    public const string Link = $"https://console.example.org/base/invitation?account=0199f000&token={Secret}";

    public static Invitation New(Guid tenantId, string recipient = "kim@foo.example", string invitedBy = "admin@carbon.super") => new(
        tenantId,
        "foo.example",
        recipient,
        "kim@foo.example",
        new Uri(Link),
        Secret,
        OutboxBed.Start.AddDays(3),
        invitedBy);
}
