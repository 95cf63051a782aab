using EmailConsole.Outbox.Admission;
using EmailConsole.Outbox.Api.Bodies;

namespace EmailConsole.Tests.Outbox.Api;

/// <summary>The OpenAPI document describes what is read.</summary>
public sealed class SendBodyTests
{
    [Fact]
    public void Members_Described_AreThoseRead() => Assert.Equal(
        Enum.GetValues<EmailMember>().Where(m => m != EmailMember.Unknown).Select(EmailMembers.NameOf).Order(StringComparer.Ordinal),
        typeof(SendBody).GetProperties().Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..]).Order(StringComparer.Ordinal));
}
