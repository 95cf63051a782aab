using System.Text.Json;
using System.Text.Json.Nodes;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Browser;
using EmailConsole.Tests.Shell.Pages;
using Microsoft.Playwright;

namespace EmailConsole.Tests.EmailProviders.Api;

/// <summary>Each row of the encryption's words, and both ways of signing in, between scripts and the form.</summary>
public sealed class SenderFormRoundTripTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    private const string Ssl = "mail.smtp.ssl.enable";
    private const string StartTls = "mail.smtp.starttls.enable";
    private const string Required = "mail.smtp.starttls.required";

    /// <summary>What a script may write, and what the form calls it.</summary>
    private static readonly (string Label, (string Key, string Value)[] Properties)[] Rows =
    [
        ("STARTTLS required", []),
        ("STARTTLS required", [(StartTls, "true")]),
        ("STARTTLS required", [(StartTls, "TRUE"), (Required, "true")]),
        ("STARTTLS if offered", [(StartTls, "true"), (Required, "false")]),
        ("TLS", [(Ssl, "true")]),
        ("TLS", [(Ssl, "true"), (StartTls, "true")]),
        ("None", [(StartTls, "false")]),
    ];

    /// <summary>What the form writes.</summary>
    private static readonly (string Label, (string Key, string Value)[] Properties)[] Choices =
    [
        ("STARTTLS if offered", [(StartTls, "true"), (Required, "false")]),
        ("TLS", [(Ssl, "true")]),
        ("None", [(StartTls, "false")]),
        ("STARTTLS required", [(StartTls, "true")]),
    ];

    [BrowserTheory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ScriptFormScript_EveryEncryption_KeepsTheScriptsWords(int version)
    {
        var tenant = $"words{version}.example";
        using var client = await SenderClient.CreateAsync(console, tenant, version);
        await SenderClient.ReadAsync(client.PostAsync(Relay(version, [])), 201);

        await ConsoleBrowser.RunAsync(
            console,
            async visit =>
            {
                await visit.OpenProviderAsync(await console.AddTenantAsync(tenant), tenant);
                for (var i = 0; i < Rows.Length; i++)
                {
                    var written = await SenderClient.ReadAsync(client.PutAsync(Relay(version, Rows[i].Properties)), 200);
                    await ReloadAsync(visit, tenant, "Encryption", Rows[i].Label);
                    await visit.Page.Field("Reply-To Address").FillAsync($"desk{i}@foo.com");
                    await UpdateAsync(visit, client);

                    var sender = await SenderClient.ReadAsync(client.GetAsync(), 200);
                    var expected = SenderClient.Parse(written.GetRawText()).WithProperty("mail.smtp.replyTo", $"desk{i}@foo.com");
                    AssertSame(expected, sender);
                    AssertSame(expected, await SenderClient.ReadAsync(client.PutAsync(SenderClient.Parse(sender.GetRawText())), 200));
                }
            },
            name: $"encryption-words-v{version}");
    }

    [BrowserFact]
    public async Task FormScriptForm_EveryEncryption_SaysTheSameInBothVersions()
    {
        const string tenant = "choices.example";
        using var first = await SenderClient.CreateAsync(console, tenant, 1);
        using var second = await SenderClient.CreateAsync(console, tenant, 2);
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(await console.AddTenantAsync(tenant), tenant);
            await visit.Page.Field("Server Host").FillAsync("smtp.foo.com");
            await visit.Page.Field("Server Port").FillAsync("2525");
            await visit.Page.Field("From Address").FillAsync("codes@foo.com");
            await visit.Page.Field("Display Name").FillAsync("Grüße & Co");
            await visit.Page.Field("Reply-To Address").FillAsync("desk@foo.com");
            await visit.Page.ChooseAsync("Authentication Type", "None");
            foreach (var (label, properties) in Choices)
            {
                await visit.Page.ChooseAsync("Encryption", label);
                await UpdateAsync(visit, first);
                foreach (var client in new[] { first, second })
                {
                    var sender = await SenderClient.ReadAsync(client.GetAsync(), 200);
                    Assert.Equal(
                        [.. properties, ("mail.smtp.auth", "false"), ("mail.smtp.replyTo", "desk@foo.com"), ("mail.smtp.signature", "Grüße & Co")],
                        sender.GetProperty("properties").EnumerateArray().Select(p => (p.Text("key")!, p.Text("value")!)).OrderBy(p => IndexOf(properties, p)));
                    await SenderClient.ReadAsync(client.PutAsync(SenderClient.Parse(sender.GetRawText())), 200);
                    await ReloadAsync(visit, tenant, "Encryption", label);
                    await Assertions.Expect(visit.Page.Field("Server Port")).ToHaveValueAsync("2525");
                    await Assertions.Expect(visit.Page.Field("Display Name")).ToHaveValueAsync("Grüße & Co");
                    await Assertions.Expect(visit.Page.Field("Reply-To Address")).ToHaveValueAsync("desk@foo.com");
                }
            }
        });
    }

    [BrowserTheory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ScriptFormScript_ClientCredential_LosesNothing(int version)
    {
        var tenant = $"client{version}.example";
        using var client = await SenderClient.CreateAsync(console, tenant, version);
        var written = await SenderClient.ReadAsync(client.PostAsync(SenderClient.ClientCredential(version).WithProperty("x.unknown", "kept")), 201);

        await ConsoleBrowser.RunAsync(
            console,
            async visit =>
            {
                await visit.OpenProviderAsync(await console.AddTenantAsync(tenant), tenant);
                await Assertions.Expect(visit.Page.Field("Authentication Type")).ToHaveValueAsync("Client Credentials");
                await Assertions.Expect(visit.Page.Field("Client ID")).ToHaveValueAsync("c1");
                await Assertions.Expect(visit.Page.Field("Token Endpoint")).ToHaveValueAsync("https://id.foo.com/token");
                await Assertions.Expect(visit.Page.Field("Scopes")).ToHaveValueAsync("https://outlook.office365.com/.default");
                await visit.Page.Field("Reply-To Address").FillAsync("desk@foo.com");
                await UpdateAsync(visit, client);
            },
            name: $"client-credential-v{version}");

        var sender = await SenderClient.ReadAsync(client.GetAsync(), 200);
        var expected = SenderClient.Parse(written.GetRawText()).WithProperty("mail.smtp.replyTo", "desk@foo.com");
        AssertSame(expected, sender);
        AssertSame(expected, await SenderClient.ReadAsync(client.PutAsync(SenderClient.Parse(sender.GetRawText())), 200));
    }

    /// <summary>A server that nobody signs in at, so that no password stands against a weaker encryption.</summary>
    private static JsonObject Relay(int version, (string Key, string Value)[] properties)
    {
        var body = SenderClient.Parse("""{"fromAddress":"Foo Codes <codes@foo.com>","smtpServerHost":"SMTP.Foo.com","smtpPort":2525,"properties":[{"key":"x.unknown","value":"kept"}]}""");
        if (version == 2)
        {
            body["authType"] = "none";
        }

        foreach (var (key, value) in properties)
        {
            body.WithProperty(key, value);
        }

        return body;
    }

    /// <summary>Ends when it is stored, which the page alone might say of an earlier update.</summary>
    private static async Task UpdateAsync(ConsoleVisit visit, SenderClient client)
    {
        var before = await TagAsync(client);
        await visit.Page.PressButtonAsync("Update");
        await Bound.UntilAsync(async () => await TagAsync(client) != before);
        await Assertions.Expect(visit.Page.GetByText("No unsaved changes")).ToBeVisibleAsync();
    }

    private static async Task<string?> TagAsync(SenderClient client)
    {
        using var response = await client.GetAsync();
        return response.Headers.ETag?.Tag;
    }

    private static async Task ReloadAsync(ConsoleVisit visit, string tenant, string label, string value)
    {
        Assert.Equal(200, await visit.GoAsync(ProviderVisit.PathOf(tenant)));
        await Assertions.Expect(visit.Page.Field(label)).ToHaveValueAsync(value);
    }

    private static int IndexOf((string, string)[] properties, (string, string) one) =>
        Array.IndexOf(properties, one) is var at and >= 0 ? at : properties.Length;

    private static void AssertSame(JsonObject expected, JsonElement actual) =>
        Assert.Equal(Sorted(expected), Sorted(SenderClient.Parse(actual.GetRawText())));

    private static string Sorted(JsonObject sender)
    {
        var copy = sender.DeepClone().AsObject();
        copy["properties"] = new JsonArray([.. copy["properties"]!.AsArray().OrderBy(p => (string)p!["key"]!, StringComparer.Ordinal).Select(p => p!.DeepClone())]);
        return copy.ToJsonString();
    }
}
