using EmailConsole.EmailProviders.Guides;

namespace EmailConsole.Tests.EmailProviders.Guides;

public sealed class GuideLibraryTests
{
    [Fact]
    public void Find_Gmail_HasEveryStep() => Assert.Equal(
        [
            "Choose the account", "Turn on 2-Step Verification", "Create an App Password", "Fill in the form",
            "Set the From Address", "Send a test email",
        ],
        TitlesOf("gmail"));

    [Fact]
    public void Find_Microsoft365_HasEveryStep() => Assert.Equal(
        [
            "Choose the mailbox and give it a licence", "Register an application", "Create a client secret",
            "Copy the token endpoint and the scope", "Add the permission SMTP.SendAsApp", "Connect to Exchange Online",
            "Register the service principal", "Give it the mailbox", "Turn on SMTP AUTH for the mailbox", "Fill in the form",
            "Send a test email",
        ],
        TitlesOf("microsoft365"));

    [Theory]
    [InlineData("gmail", "Two-Step|2-Step Verification", "16 letters", "smtp.gmail.com", "587")]
    [InlineData(
        "microsoft365", "Business Basic", "Application (client) ID", "Value", "SMTP.SendAsApp", "admin consent", "New-ServicePrincipal",
        "Enterprise application", "Add-MailboxPermission", "15 to 30 minutes", "SmtpClientAuthenticationDisabled",
        "https://login.microsoftonline.com/<tenant-id>/oauth2/v2.0/token", "https://outlook.office365.com/.default", "smtp.office365.com")]
    public void Find_Guide_NamesEveryFact(string id, params string[] facts)
    {
        var text = System.Net.WebUtility.HtmlDecode(string.Join('\n', GuideLibrary.Find(id)!.Steps.SelectMany(step => step.Parts).Select(TextOf)));
        text = text.Replace("<strong>", "", StringComparison.Ordinal).Replace("</strong>", "", StringComparison.Ordinal);

        Assert.All(facts, fact => Assert.Contains(fact.Split('|')[^1], text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gmail")]
    [InlineData("microsoft365")]
    public void Find_Guide_EveryStepAndNoteSaysSomething(string id)
    {
        var guide = GuideLibrary.Find(id)!;

        Assert.All(guide.Steps.Concat(guide.Notes), section => Assert.Contains(section.Parts, part => part is GuidePart.Text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("postmark")]
    public void Find_OtherId_IsNull(string? id) => Assert.Null(GuideLibrary.Find(id));

    private static IEnumerable<string> TitlesOf(string id) => GuideLibrary.Find(id)!.Steps.Select(step => step.Title);

    private static string TextOf(GuidePart part) => part switch
    {
        GuidePart.Text text => text.Html,
        GuidePart.Command command => command.Template,
        _ => "",
    };
}
