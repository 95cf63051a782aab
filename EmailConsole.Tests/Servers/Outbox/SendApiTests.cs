using System.Text;
using System.Text.Json;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox.Admission.Forms;
using EmailConsole.Tests.Outbox.Api;
using EmailConsole.Tests.Servers.Delivery;
using MimeKit;

namespace EmailConsole.Tests.Servers.Outbox;

/// <summary>The send API with a real mail server behind it.</summary>
[Collection(MailServers.Collection)]
public sealed class SendApiTests(MailServers servers)
{
    [MailServersFact]
    public async Task Post_MessageWithEverything_ArrivesAsItWasAccepted()
    {
        using var client = await OpenAsync("api.example");
        var (to, cc, bcc) = (TestDelivery.NewRecipient(), TestDelivery.NewRecipient(), TestDelivery.NewRecipient());

        var id = await client.SendAsync($$"""
            {"to":["José Ñandú <{{to}}>"],"cc":["{{cc}}"],"bcc":["{{bcc}}"],"replyTo":"help@foo.example","subject":"Ihr Code für Übermorgen",
             "text":"Zwölf\n.\nBoxkämpfer\n","html":"<p>Zwölf Boxkämpfer</p>","headers":{"List-Id":"<codes.foo.example>"},
             "attachments":[{"name":"Übersicht.txt","contentType":"text/plain","content":"aGVsbG8="}]}
            """);

        var story = await client.UntilAsync(id, "delivered");
        var mail = await servers.Postfix.FindMailAsync(to);
        await servers.Postfix.FindMailAsync(cc);
        await servers.Postfix.FindMailAsync(bcc);
        Assert.Equal("Ihr Code für Übermorgen", mail.Subject);
        Assert.Equal("José Ñandú", mail.To.Mailboxes.Single().Name);
        Assert.Equal([cc], mail.Cc.Mailboxes.Select(m => m.Address));
        Assert.Empty(mail.Bcc);
        Assert.Equal(["help@foo.example"], mail.ReplyTo.Mailboxes.Select(m => m.Address));
        Assert.Equal(story.GetProperty("messageId").GetString(), mail.MessageId);
        Assert.Equal("Zwölf\n.\nBoxkämpfer\n", mail.TextBody!.ReplaceLineEndings("\n"));
        Assert.Equal("<codes.foo.example>", mail.Headers[HeaderId.ListId]);
        Assert.Equal("Übersicht.txt", Assert.Single(mail.Attachments).ContentDisposition!.FileName);
        Assert.All(story.GetProperty("recipients").EnumerateArray(), r => Assert.Equal("delivered", Text(r, "status")));
        Assert.Contains("queued as", Text(Assert.Single(story.GetProperty("attempts").EnumerateArray()), "reply"), StringComparison.Ordinal);
    }

    [MailServersFact]
    public async Task Post_FormOfWso2_ArrivesAsItsTemplateSays()
    {
        const string Body = "<!doctype html>\n<html><body><p class=\"x\">Zwölf &amp; 100 % + 1 😀</p></body></html>\n";
        using var client = await OpenAsync("form.example");
        var (first, second) = (TestDelivery.NewRecipient(), TestDelivery.NewRecipient());
        var form = Wso2Form.Fill(Wso2Form.Template, new Dictionary<string, string>
        {
            ["send-to"] = $"{first},{second}",
            ["subject"] = "Ihr Code, für Übermorgen",
            ["content-type"] = "text/html",
            ["body"] = Body,
            ["footer"] = "<p>Foo, Inc.</p>",
        });
        using var content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");

        using var response = await client.Http.PostAsync(client.Emails, content);

        await client.UntilAsync((await response.ReadJsonAsync()).GetProperty("id").GetGuid(), "delivered");
        foreach (var recipient in new[] { first, second })
        {
            var mail = await servers.Postfix.FindMailAsync(recipient);
            Assert.Equal("Ihr Code, für Übermorgen", mail.Subject);
            Assert.Equal(Body + "<p>Foo, Inc.</p>", mail.HtmlBody!.ReplaceLineEndings("\n").TrimEnd('\n'));
            Assert.Null(mail.TextBody);
        }
    }

    private async Task<SendClient> OpenAsync(string domain)
    {
        var person = await servers.Console.AddTenantAsync(domain);
        var saved = await servers.Console.Service<IEmailProviderWriter>().UpdateAsync(
            await servers.Console.OpenSessionAsync(person),
            domain,
            new EmailProviderInput(TestDelivery.Basic(servers), new SecretInput.Replaced(MailAccount.Password), SecretInput.Keep),
            null,
            CancellationToken.None);
        Assert.IsType<UpdateResult.Saved>(saved);
        return await SendClient.OpenAsync(servers.Console, domain);
    }

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!;
}
