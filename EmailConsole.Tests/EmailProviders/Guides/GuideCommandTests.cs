using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Guides;

namespace EmailConsole.Tests.EmailProviders.Guides;

public sealed class GuideCommandTests
{
    private const string Grant = "Add-MailboxPermission -Identity '<mailbox>' -User '<object-id>'";

    [Fact]
    public void Fill_FormIsEmpty_KeepsPlaceholders() => Assert.Equal(Grant, GuideCommand.Fill(Grant, new EmailProviderSettings()));

    [Fact]
    public void Fill_FormIsFilled_UsesItsValues()
    {
        var settings = new EmailProviderSettings
        {
            FromAddress = "codes@foo.example",
            ClientId = "11111111-2222-3333-4444-555555555555",
            TokenEndpoint = "https://login.microsoftonline.com/66666666-7777-8888-9999-000000000000/oauth2/v2.0/token",
        };

        Assert.Equal(
            "'codes@foo.example' '11111111-2222-3333-4444-555555555555' '66666666-7777-8888-9999-000000000000' '<object-id>'",
            GuideCommand.Fill("'<mailbox>' '<client-id>' '<tenant-id>' '<object-id>'", settings));
    }

    [Theory]
    [InlineData("o'hara@foo.example", "'o''hara@foo.example'")]
    [InlineData("a\u2019; Remove-Item x #@foo.example", "'a\u2019\u2019; Remove-Item x #@foo.example'")]
    [InlineData("$(calc)@foo.example", "'$(calc)@foo.example'")]
    [InlineData("a\nb@foo.example", "'<mailbox>'")]
    public void Fill_HostileValue_StaysOneQuotedText(string mailbox, string expected) =>
        Assert.Equal(expected, GuideCommand.Fill("'<mailbox>'", new EmailProviderSettings { FromAddress = mailbox }));

    [Theory]
    [InlineData("https://login.microsoftonline.us/contoso.example/oauth2/v2.0/token", "contoso.example")]
    [InlineData("https://login.microsoftonline.com/{tenant_id}/oauth2/v2.0/token", null)]
    [InlineData("https://idp.example/token", null)]
    [InlineData("not an address", null)]
    [InlineData(null, null)]
    public void DirectoryOf_TokenEndpoint_IsItsDirectory(string? endpoint, string? directory) =>
        Assert.Equal(directory, GuideCommand.DirectoryOf(endpoint));

    [Fact]
    public void Templates_OfEveryGuide_QuoteEveryPlaceholder()
    {
        var commands = GuideLibrary.Find(GuideLibrary.Microsoft365)!.Steps
            .SelectMany(step => step.Parts).OfType<GuidePart.Command>().Select(command => command.Template).ToList();

        Assert.NotEmpty(commands);
        Assert.All(commands, command => Assert.DoesNotMatch("(?<!')<[a-z]", command));
    }
}
