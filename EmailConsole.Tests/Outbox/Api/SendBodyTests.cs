using EmailConsole.Outbox.Admission;
using EmailConsole.Outbox.Admission.Forms;
using EmailConsole.Outbox.Api.Bodies;

namespace EmailConsole.Tests.Outbox.Api;

/// <summary>The OpenAPI document describes what is read.</summary>
public sealed class SendBodyTests
{
    [Fact]
    public void Members_Described_AreThoseRead() => Assert.Equal(
        Enum.GetValues<EmailMember>().Where(m => m != EmailMember.Unknown).Select(EmailMembers.NameOf).Order(StringComparer.Ordinal),
        NamesOf(typeof(SendBody)));

    [Fact]
    public void Fields_Described_AreThoseRead() => Assert.Equal(
        Enum.GetValues<FormField>().Where(f => f != FormField.Unknown).Select(FormFields.NameOf).Order(StringComparer.Ordinal),
        NamesOf(typeof(SendFormBody)));

    private static IEnumerable<string> NamesOf(Type body) =>
        body.GetProperties().Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..]).Order(StringComparer.Ordinal);
}
