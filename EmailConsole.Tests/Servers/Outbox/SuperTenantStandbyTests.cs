using System.Globalization;
using System.Text.Json;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox.Api;
using EmailConsole.Tests.Servers.Delivery;

namespace EmailConsole.Tests.Servers.Outbox;

/// <summary>The super tenant's first provider and its standby with a real mail server behind both.</summary>
[Collection(MailServers.Collection)]
public sealed class SuperTenantStandbyTests(MailServers servers)
{
    [MailServersTheory]
    [InlineData("it refuses the sign-in")]
    [InlineData("nothing listens there")]
    public async Task Post_TheFirstRefuses_ACodeOfATenantLeavesByTheStandby(string why)
    {
        var port = why == "nothing listens there" ? FreePorts.Take(1)[0] : servers.Postfix[PostfixPort.Submission];
        await using var console = new ConsoleApplication
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Tls:AdditionalCaFile"] = servers.AuthorityFile },
            Deployment = $"""
                [output_adapter.email]
                {Table(port, "wr0ng")}

                [[output_adapter.email_standby]]
                name = "Second"
                signature = "Platform"
                {Table(servers.Postfix[PostfixPort.Submission], MailAccount.Password)}
                """,
        };
        await console.AddTenantAsync("codes.example");
        using var client = await SendClient.OpenAsync(console, "codes.example");
        var to = TestDelivery.NewRecipient();

        var id = await client.SendAsync($$"""{"to":["{{to}}"],"subject":"Your code","text":"421337","priority":"high"}""");

        var story = await client.UntilAsync(id, "delivered");
        var mail = await servers.Postfix.FindMailAsync(to);
        Assert.Equal(("Platform", MailAccount.Address), (mail.From.Mailboxes.Single().Name, mail.From.Mailboxes.Single().Address));
        Assert.Single(servers.Postfix.ReadMails(to));
        Assert.Equal(
            ["The super tenant's provider", "The super tenant's provider, standby 1"],
            story.GetProperty("attempts").EnumerateArray().Select(a => a.GetProperty("provider").GetString()));
        Assert.DoesNotContain("Second", JsonSerializer.Serialize(story), StringComparison.Ordinal);
    }

    private static string Table(int port, string password) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        from_address = "{MailAccount.Address}"
        hostname = "{TestCertificates.ServerName}"
        port = {port}
        username = "{MailAccount.Address}"
        password = "{password}"
        """);
}
