using System.Net;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Application;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.EmailProviders.Api;

/// <summary>PATCH of version 2: a JSON merge patch whose properties are merged by key.</summary>
public sealed class SenderPatchTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [Theory]
    [InlineData("application/merge-patch+json")]
    [InlineData("application/merge-patch+json; charset=utf-8")]
    [InlineData("application/json")]
    public async Task Patch_OneMember_ChangesThatAlone(string contentType)
    {
        using var client = await CreateAsync("one");
        var before = await SenderClient.ReadAsync(client.GetAsync(), 200);

        var after = await SenderClient.ReadAsync(client.PatchAsync("""{"fromAddress":"no-reply@foo.com"}""", contentType: contentType), 200);

        Assert.Equal(before.GetRawText().Replace("codes@foo.com", "no-reply@foo.com", StringComparison.Ordinal), after.GetRawText());
        Assert.Equal("p4ss", await PasswordAsync("one"));
    }

    [Fact]
    public async Task Patch_Properties_AreMergedByKey()
    {
        using var client = await CreateAsync("properties");

        var after = await SenderClient.ReadAsync(client.PatchAsync(
            """{"properties":[{"key":"mail.smtp.signature","value":"Bar"},{"key":"mail.smtp.replyTo","value":null},{"key":"minThread","value":8}]}"""), 200);

        Assert.Equal(("Bar", null, "8", "anna"), (after.Property("mail.smtp.signature"), after.Property("mail.smtp.replyTo"), after.Property("minThread"), after.Property("userName")));
        var settings = (await RowAsync("properties")).Settings;
        Assert.Equal(("Bar", null), (settings.DisplayName, settings.ReplyTo));
        Assert.Equal("p4ss", await PasswordAsync("properties"));
    }

    [Theory]
    [InlineData("""{"smtpServerHost":"smtp.evil.com"}""", "password: Enter the password again")]
    [InlineData("""{"smtpPort":2525}""", "password: Enter the password again")]
    [InlineData("""{"properties":[{"key":"userName","value":"bob"}]}""", "password: Enter the password again")]
    [InlineData("""{"properties":[{"key":"mail.smtp.starttls.enable","value":false}]}""", "password: Enter the password again")]
    [InlineData("""{"smtpServerHost":"smtp.evil.com","properties":[{"key":"password","value":"********"}]}""", "password: Enter the password again")]
    [InlineData("""{"properties":[{"key":"password","value":null}]}""", "password: Enter the password.")]
    [InlineData("""{"properties":null}""", "userName: ")]
    [InlineData("""{"smtpServerHost":null}""", "smtpServerHost: ")]
    [InlineData("""{"authType":null}""", "authType: ")]
    [InlineData("""{"fromAddress":null}""", "fromAddress: ")]
    [InlineData("""{"provider":"HTTP"}""", "authType: ")]
    [InlineData("""{"provider":"HTTP","authType":"NONE"}""", "providerURL: ")]
    [InlineData("""{"provider":"HTTP","authType":"BASIC","providerURL":"https://foo.com/"}""", "userName: ")]
    [InlineData("""{"name":"Other"}""", "name: ")]
    [InlineData("""{"properties":[{"key":"a"}]}""", "properties[0].value: ")]
    [InlineData("""{"properties":[{"key":"a","value":"b"},{"value":"a"}]}""", "properties[1].key: ")]
    [InlineData("""{"properties":[null]}""", "properties[0].key: ")]
    public async Task Patch_WhatCannotBe_IsNamedAndStoresNothing(string patch, string named)
    {
        using var client = await CreateAsync("wrong");
        using var before = await client.GetAsync();

        var error = await SenderClient.ReadAsync(client.PatchAsync(patch), 400);

        Assert.Equal("NSM-65022", error.Text("code"));
        Assert.Contains(named, error.Text("description"), StringComparison.Ordinal);
        using var after = await client.GetAsync();
        Assert.Equal(before.Headers.ETag, after.Headers.ETag);
        Assert.Equal("p4ss", await PasswordAsync("wrong"));
    }

    [Fact]
    public async Task Patch_ToElsewhereWithTheSecret_IsStored()
    {
        using var client = await CreateAsync("elsewhere");

        await SenderClient.ReadAsync(client.PatchAsync(
            """{"smtpServerHost":"smtp.bar.com","smtpPort":"465","properties":[{"key":"mail.smtp.starttls.enable","value":null},{"key":"password","value":"n3w"}]}"""), 200);

        var settings = (await RowAsync("elsewhere")).Settings;
        Assert.Equal(("smtp.bar.com", 465, SmtpEncryption.Tls), (settings.Host, settings.Port, settings.Encryption));
        Assert.Equal("n3w", await PasswordAsync("elsewhere"));
    }

    [Fact]
    public async Task Patch_ToNobodyWhoSignsIn_DropsTheSecret()
    {
        using var client = await CreateAsync("nobody");

        await SenderClient.ReadAsync(client.PatchAsync("""{"authType":"NONE"}"""), 200);

        Assert.Null((await RowAsync("nobody")).ProtectedPassword);
    }

    [Fact]
    public async Task Patch_Nothing_ChangesNothing()
    {
        using var client = await CreateAsync("nothing");
        using var before = await client.GetAsync();

        using var after = await client.PatchAsync("""{"name":"EmailPublisher"}""");

        Assert.Equal((HttpStatusCode.OK, before.Headers.ETag), (after.StatusCode, after.Headers.ETag));
    }

    [Fact]
    public async Task Patch_IfMatch_HoldsAsForPut()
    {
        using var client = await CreateAsync("ifmatch");
        using var read = await client.GetAsync();
        var version = read.Headers.ETag!.ToString();

        using var first = await client.PatchAsync("""{"fromAddress":"a@foo.com"}""", version);
        using var second = await client.PatchAsync("""{"fromAddress":"b@foo.com"}""", version);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.PreconditionFailed), (first.StatusCode, second.StatusCode));
        Assert.Equal("a@foo.com", (await RowAsync("ifmatch")).Settings.FromAddress);
    }

    [Fact]
    public async Task Patch_ManyAtOnceOfDifferentMembers_LosesNone()
    {
        using var client = await CreateAsync("race");

        var all = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => client.PatchAsync(
            $$"""{"properties":[{"key":"x{{i}}","value":"{{i}}"}]}""")));

        Assert.All(all, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        var sender = await SenderClient.ReadAsync(client.GetAsync(), 200);
        Assert.All(Enumerable.Range(0, 10), i => Assert.Equal($"{i}", sender.Property($"x{i}")));
        Array.ForEach(all, response => response.Dispose());
    }

    [Fact]
    public async Task Patch_WhereThereIsNone_AnswersAsElsewhere()
    {
        using var missing = await SenderClient.CreateAsync(console, "patch-missing.example", 2);
        using var first = await SenderClient.CreateAsync(console, "patch-missing.example", 1);
        using var super = new SenderClient(console.CreateRestClient(await console.AddSuperAdministratorAsync()), "carbon.super", 2);

        Assert.Equal("NSM-65010", (await SenderClient.ReadAsync(missing.PatchAsync("{}"), 404)).Text("code"));
        using var old = await first.PatchAsync("{}");
        using var type = await missing.PatchAsync("{}", contentType: "application/json-patch+json");
        using var ofSuper = await super.PatchAsync("{}");

        Assert.Equal((405, 415, 405), ((int)old.StatusCode, (int)type.StatusCode, (int)ofSuper.StatusCode));
        Assert.DoesNotContain("PATCH", old.Content.Headers.Allow);
        Assert.Equal("application/merge-patch+json", type.Headers.GetValues("Accept-Patch").Single());
    }

    private async Task<SenderClient> CreateAsync(string name)
    {
        var client = await SenderClient.CreateAsync(console, $"patch-{name}.example", 2);
        using var added = await client.PostAsync(SenderClient.Basic(2));
        return client;
    }

    private async Task<EmailProvider> RowAsync(string name)
    {
        var id = await SenderClient.TenantIdAsync(console, $"patch-{name}.example");
        await using var db = await console.OpenDbAsync();
        return await db.Set<EmailProvider>().SingleAsync(p => p.TenantId == id);
    }

    private async Task<string?> PasswordAsync(string name) => (await console.Service<IEffectiveProvider>().FindAsync(
        await SenderClient.TenantIdAsync(console, $"patch-{name}.example"), CancellationToken.None))!.Secrets.Password;
}
