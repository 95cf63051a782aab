using EmailConsole.Accounts.Components;

namespace EmailConsole.Tests.Accounts.Components;

/// <summary>docs/submission.md and the page tell the same set-up, so that what is tried with the one holds for the other.</summary>
public sealed class SubmissionGuideTests
{
    [Theory]
    [InlineData("authentik", 0, SmtpSecurity.Tls)]
    [InlineData("Gitea", 0, SmtpSecurity.Tls)]
    [InlineData("Grafana", 0, SmtpSecurity.StartTls)]
    [InlineData("Keycloak", 1, SmtpSecurity.Tls)]
    [InlineData("msmtp", 0, SmtpSecurity.Tls)]
    [InlineData("Nextcloud", 0, SmtpSecurity.Tls)]
    [InlineData("nodemailer", 0, SmtpSecurity.Tls)]
    [InlineData("Postfix", 0, SmtpSecurity.Tls)]
    [InlineData("Postfix", 1, SmtpSecurity.Tls)]
    [InlineData("Python (smtplib)", 0, SmtpSecurity.StartTls)]
    [InlineData("WSO2 Identity Server", 0, SmtpSecurity.StartTls)]
    [InlineData("ZITADEL", 1, SmtpSecurity.Tls)]
    public async Task SetUp_OfAProgram_IsABlockOfItsOwn(string name, int part, SmtpSecurity security)
    {
        var way = new SmtpWay(security, "console.example.com", security == SmtpSecurity.Tls ? 465 : 587);
        var shown = new SmtpPrograms(way, "foo.com", "KEY", "codes@foo.com").All.Single(p => p.Name == name).Parts[part].Text;
        var guide = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Find(), "docs", "submission.md"));

        Assert.Contains(shown.ReplaceLineEndings("\n"), Blocks(guide));
    }

    /// <summary>What stands between two lines of ```, each as it would be copied.</summary>
    private static IEnumerable<string> Blocks(string guide) => guide
        .ReplaceLineEndings("\n")
        .Split("\n```")
        .Where((_, i) => i % 2 == 1)
        .Select(block => block[(block.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
}
