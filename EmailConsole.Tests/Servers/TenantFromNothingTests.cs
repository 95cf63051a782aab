using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using EmailConsole.Tests.Accounts.ApiKeys.Api;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox.Api;
using EmailConsole.Tests.Servers.Delivery;

namespace EmailConsole.Tests.Servers;

/// <summary>A script that has nothing but a super tenant administrator's password, and ends with a mail in a mailbox.</summary>
[Collection(MailServers.Collection)]
public sealed class TenantFromNothingTests(MailServers servers)
{
    private const string OwnerPassword = "harbour lantern mosaic 7";

    [MailServersTheory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Script_TenantProviderKeyAndFirstEmail_Arrives(int version)
    {
        var domain = $"nothing{version}.example";
        using var super = servers.Console.CreateRestClient(await servers.Console.AddSuperAdministratorAsync());
        using var owner = servers.Console.CreateRestClient(new ConsolePerson($"kim@{domain}", OwnerPassword));

        using var added = await super.PostAsync("api/server/v1/tenants", Json($$"""
            {"domain":"{{domain}}","owners":[{"username":"kim","email":"kim@{{domain}}","password":"{{OwnerPassword}}","provisioningMethod":"inline-password"}]}
            """));
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        using var provider = await owner.PostAsync($"t/{domain}/api/server/v{version}/notification-senders/email", Json(SenderOf(version).ToJsonString()));
        Assert.Equal(HttpStatusCode.Created, provider.StatusCode);
        var (_, key) = await owner.CreateKeyAsync(domain, "send", "view");
        using var sender = new SendClient(servers.Console.CreateKeyClient(key), domain);
        var recipient = TestDelivery.NewRecipient();
        var id = await sender.SendAsync($$"""{"to":["{{recipient}}"],"subject":"The first","text":"Code 421337"}""");

        await sender.UntilAsync(id, "delivered");
        var mail = await servers.Postfix.FindMailAsync(recipient);
        Assert.Equal(("The first", MailAccount.Address, "Foo"), (mail.Subject, mail.From.Mailboxes.Single().Address, mail.From.Mailboxes.Single().Name));
        using var found = await super.GetAsync($"api/server/v1/tenants/domain/{domain}");
        var tenant = (await found.ReadJsonAsync()).GetProperty("id").GetGuid();
        using var asleep = await super.PutAsJsonAsync($"api/server/v1/tenants/{tenant}/lifecycle-status", new { activated = false });
        using var refused = await sender.PostAsync(SendClient.Good);
        using var deleted = await super.DeleteAsync($"api/server/v1/tenants/{tenant}/metadata");
        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.NoContent), (asleep.StatusCode, refused.StatusCode, deleted.StatusCode));
    }

    private JsonObject SenderOf(int version)
    {
        var properties = new JsonArray(
            Property("mail.smtp.starttls.enable", true), Property("mail.smtp.auth", true), Property("mail.smtp.signature", "Foo"));
        var sender = new JsonObject
        {
            ["smtpServerHost"] = TestCertificates.ServerName,
            ["smtpPort"] = servers.Postfix[PostfixPort.Submission],
            ["fromAddress"] = MailAccount.Address,
            ["properties"] = properties,
        };
        if (version == 1)
        {
            sender["userName"] = MailAccount.Address;
            sender["password"] = MailAccount.Password;
        }
        else
        {
            sender["authType"] = "BASIC";
            properties.Add(Property("userName", MailAccount.Address));
            properties.Add(Property("password", MailAccount.Password));
        }

        return sender;
    }

    private static JsonObject Property(string key, JsonNode value) => new JsonObject { ["key"] = key, ["value"] = value };

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
