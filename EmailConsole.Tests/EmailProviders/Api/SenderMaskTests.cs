using System.Text.Json.Nodes;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.EmailProviders.Api;

/// <summary>Asterisks in place of a secret, as WSO2's command-line tool exports it and sends it back.</summary>
public sealed class SenderMaskTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [Theory]
    [InlineData(1, "password", "********")]
    [InlineData(1, "password", "*")]
    [InlineData(1, "password", " ******** ")]
    [InlineData(1, "password", "\u2022\u2022\u2022\u2022\u2022\u2022\u2022")]
    [InlineData(1, "password", "\u25CF\u25CF\u25CF\u25CF\u25CF\u25CF")]
    [InlineData(2, "properties password", "\uFF0A\uFF0A\uFF0A\uFF0A")]
    [InlineData(1, "properties password", "********")]
    [InlineData(1, "properties mail.smtp.password", "***")]
    [InlineData(2, "properties password", "********")]
    [InlineData(2, "properties password", "****************")]
    [InlineData(2, "properties mail.smtp.password", "********")]
    public async Task Put_MaskedPassword_KeepsTheStoredOne(int version, string place, string mask)
    {
        var tenant = $"mask{version}-{place.Replace(' ', '-').ToLowerInvariant()}{mask.Length}.example";
        using var client = await SenderClient.CreateAsync(console, tenant, version);
        await SenderClient.ReadAsync(client.PostAsync(SenderClient.Basic(version)), 201);

        await SenderClient.ReadAsync(client.PutAsync(Masked(version, place, mask)), 200);

        Assert.Equal("p4ss", (await InForceAsync(tenant)).Secrets.Password);
    }

    [Theory]
    [InlineData(1, "clientSecret")]
    [InlineData(2, "clientSecret")]
    [InlineData(2, "mail.smtp.clientSecret")]
    public async Task Put_MaskedClientSecret_KeepsTheStoredOne(int version, string key)
    {
        var tenant = $"mask{version}-{key.ToLowerInvariant().Replace('.', '-')}.example";
        using var client = await SenderClient.CreateAsync(console, tenant, version);
        await SenderClient.ReadAsync(client.PostAsync(SenderClient.ClientCredential(version)), 201);

        await SenderClient.ReadAsync(client.PutAsync(SenderClient.ClientCredential(version).WithoutProperty("clientSecret").WithProperty(key, "********")), 200);

        Assert.Equal("s3cr3t-value", (await InForceAsync(tenant)).Secrets.ClientSecret);
    }

    [Theory]
    [InlineData(1, "smtpServerHost", "smtp.evil.com")]
    [InlineData(2, "smtpServerHost", "smtp.evil.com")]
    [InlineData(1, "smtpPort", "2525")]
    [InlineData(2, "smtpPort", "2525")]
    [InlineData(1, "userName", "bob")]
    [InlineData(2, "userName", "bob")]
    [InlineData(1, "mail.smtp.starttls.enable", "false")]
    [InlineData(2, "mail.smtp.starttls.enable", "false")]
    public async Task Put_MaskedPasswordToElsewhere_NamesIt(int version, string field, string value)
    {
        var tenant = $"maskelse{version}.example";
        using var client = await SenderClient.CreateAsync(console, tenant, version);
        using var added = await client.PostAsync(SenderClient.Basic(version));
        var body = Masked(version, version == 1 ? "password" : "properties password", "********");
        var isMember = body.ContainsKey(field);

        var error = await SenderClient.ReadAsync(client.PutAsync(isMember ? body.With(field, value) : body.WithProperty(field, value)), 400);

        Assert.Equal("NSM-65022", error.Text("code"));
        Assert.Contains("password: Enter the password again: it was stored for", error.Text("description"), StringComparison.Ordinal);
        Assert.Equal("smtp.foo.com", (await InForceAsync(tenant)).Settings.Host);
    }

    [Theory]
    [InlineData(1, "password")]
    [InlineData(1, "properties password")]
    [InlineData(2, "properties password")]
    public async Task Post_MaskedWithNothingStored_NamesIt(int version, string place)
    {
        using var client = await SenderClient.CreateAsync(console, $"masknone{version}.example", version);

        var error = await SenderClient.ReadAsync(client.PostAsync(Masked(version, place, "********")), 400);

        Assert.Equal("NSM-65022", error.Text("code"));
        Assert.Contains("password: ", error.Text("description"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_MaskBesideASecret_TakesTheSecret()
    {
        using var client = await SenderClient.CreateAsync(console, "maskbeside.example", 1);
        await SenderClient.ReadAsync(client.PostAsync(SenderClient.Basic(1)), 201);

        await SenderClient.ReadAsync(client.PutAsync(Masked(1, "password", "********").WithProperty("mail.smtp.password", "n3w *")), 200);

        Assert.Equal("n3w *", (await InForceAsync("maskbeside.example")).Secrets.Password);
    }

    /// <summary>The whole of a file: GET, the mask put in, PUT without the name.</summary>
    [Fact]
    public async Task Put_WhatTheToolExported_ChangesNothing()
    {
        using var client = await SenderClient.CreateAsync(console, "iamctl.example", 2);
        await SenderClient.ReadAsync(client.PostAsync(SenderClient.Basic(2)), 201);
        using var before = await client.GetAsync();
        var file = SenderClient.Parse(await before.Content.ReadAsStringAsync()).WithProperty("password", "********");

        using var after = await client.PutAsync(file);

        Assert.Equal((200, before.Headers.ETag), ((int)after.StatusCode, after.Headers.ETag));
        Assert.Equal("p4ss", (await InForceAsync("iamctl.example")).Secrets.Password);
    }

    private static JsonObject Masked(int version, string place, string mask)
    {
        var body = SenderClient.Basic(version).Without("password").WithoutProperty("password");
        return place == "password" ? body.With("password", mask) : body.WithProperty(place.Split(' ')[1], mask);
    }

    private async Task<ProviderInForce> InForceAsync(string domain) =>
        (await console.Service<IEffectiveProvider>().FindAsync(await SenderClient.TenantIdAsync(console, domain), CancellationToken.None))!;
}
