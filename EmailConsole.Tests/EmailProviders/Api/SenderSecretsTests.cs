using EmailConsole.EmailProviders;
using EmailConsole.Tests.Application;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.EmailProviders.Api;

public sealed class SenderSecretsTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    private const string Secret = "x7-very-secret";

    [Theory]
    [InlineData("password")]
    [InlineData("clientSecret")]
    [InlineData("accessToken")]
    [InlineData("apiKeyValue")]
    [InlineData("mail.smtp.password")]
    [InlineData("mail.smtp.clientSecret")]
    [InlineData("mail.smtps.password")]
    [InlineData("mail.smtp.ssl.key.Password")]
    [InlineData("my.api.key")]
    [InlineData("passwd")]
    [InlineData("pwd")]
    [InlineData("passphrase")]
    [InlineData("credential")]
    [InlineData("authorization")]
    [InlineData("mail.smtp.auth.ntlm.pass")]
    [InlineData("mail.smtp.apiKeyValue")]
    [InlineData("X-API-Key-Value")]
    [InlineData("mail.smtp.sasl.bearer")]
    [InlineData("db.pw")]
    public async Task Post_SecretAmongProperties_IsNeitherAnsweredNorStoredInClear(string key)
    {
        foreach (var version in new[] { 1, 2 })
        {
            var tenant = $"secret{version}-{key.ToLowerInvariant().Replace('.', '-')}.example";
            using var client = await SenderClient.CreateAsync(console, tenant, version);
            using var other = await SenderClient.CreateAsync(console, tenant, 3 - version);

            using var added = await client.PostAsync(SenderClient.Basic(version).WithProperty(key, Secret));
            using var got = await client.GetAsync();
            using var list = await client.ListAsync();
            using var otherVersion = await other.GetAsync();

            Assert.Equal(201, (int)added.StatusCode);
            foreach (var response in new[] { added, got, list, otherVersion })
            {
                Assert.DoesNotContain(Secret, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }

            Assert.DoesNotContain(Secret, await DumpAsync(tenant), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1, "pin")]
    [InlineData(2, "pin")]
    [InlineData(1, "http.headers")]
    [InlineData(2, "mail.smtps.connection")]
    public async Task Get_PropertyNobodyKnows_IsAnsweredToItsWritersAlone(int version, string key)
    {
        var tenant = $"unknown{version}-{key.Replace('.', '-')}.example";
        using var writer = await SenderClient.CreateAsync(console, tenant, version);
        using var reader = new SenderClient(
            console.CreateRestClient(await console.AddPersonAsync(tenant, "olga", EmailConsole.Tenants.ActorRole.Operator)), tenant, version);
        await SenderClient.ReadAsync(writer.PostAsync(SenderClient.Basic(version).WithProperty(key, Secret).WithProperty("minThread", 8)), 201);

        var written = await SenderClient.ReadAsync(writer.GetAsync(), 200);
        var read = await SenderClient.ReadAsync(reader.GetAsync(), 200);
        using var list = await reader.ListAsync();

        Assert.Equal(Secret, written.Property(key));
        Assert.Equal(("********", "8", "Foo"), (read.Property(key), read.Property("minThread"), read.Property("mail.smtp.signature")));
        Assert.DoesNotContain(Secret, await list.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, await DumpAsync(tenant), StringComparison.Ordinal);

        // Who has read the asterisks and hands them to somebody who may write
        await SenderClient.ReadAsync(writer.PutAsync(SenderClient.Parse(read.GetRawText())), 200);
        Assert.Equal(Secret, (await SenderClient.ReadAsync(writer.GetAsync(), 200)).Property(key));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Put_WithoutTheSecret_KeepsIt(int version)
    {
        var tenant = $"keep{version}.example";
        using var client = await SenderClient.CreateAsync(console, tenant, version);
        await SenderClient.ReadAsync(client.PostAsync(SenderClient.Basic(version)), 201);

        var got = (await SenderClient.ReadAsync(client.GetAsync(), 200)).GetRawText();
        await SenderClient.ReadAsync(client.PutAsync(SenderClient.Parse(got).WithProperty("mail.smtp.signature", "New")), 200);

        Assert.Equal("p4ss", (await InForceAsync(tenant)).Secrets.Password);
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
    public async Task Put_ToElsewhereWithoutTheSecret_NamesIt(int version, string field, string value)
    {
        using var client = await SenderClient.CreateAsync(console, $"elsewhere{version}.example", version);
        using var added = await client.PostAsync(SenderClient.Basic(version));
        var body = SenderClient.Basic(version).Without("password").WithoutProperty("password");
        var isMember = body.ContainsKey(field);

        var error = await SenderClient.ReadAsync(client.PutAsync(isMember ? body.With(field, value) : body.WithProperty(field, value)), 400);

        Assert.Equal("NSM-65022", error.Text("code"));
        Assert.Contains("password: Enter the password again: it was stored for", error.Text("description"), StringComparison.Ordinal);
        Assert.Equal("smtp.foo.com", (await InForceAsync($"elsewhere{version}.example")).Settings.Host);
    }

    [Theory]
    [InlineData(1, "clientId", "c2")]
    [InlineData(2, "clientId", "c2")]
    [InlineData(1, "tokenEndpoint", "https://evil.com/token")]
    [InlineData(2, "tokenEndpoint", "https://evil.com/token")]
    public async Task Put_OtherClientWithoutItsSecret_NamesIt(int version, string key, string value)
    {
        using var client = await SenderClient.CreateAsync(console, $"client{version}.example", version);
        using var added = await client.PostAsync(SenderClient.ClientCredential(version));
        var body = SenderClient.ClientCredential(version).WithoutProperty("clientSecret");

        var error = await SenderClient.ReadAsync(client.PutAsync(body.WithProperty(key, value)), 400);

        Assert.Contains("clientSecret: Enter the client secret again: it was stored for", error.Text("description"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_OfABodyWithSecrets_SayNoneOfThem()
    {
        using var client = await SenderClient.CreateAsync(console, "errors.example", 2);

        using var response = await client.PostAsync(SenderClient.Basic(2).WithProperty("password", Secret).With("smtpPort", 0));

        Assert.Equal(400, (int)response.StatusCode);
        Assert.DoesNotContain(Secret, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(console.Log, line => line.Contains(Secret, StringComparison.Ordinal));
    }

    private async Task<ProviderInForce> InForceAsync(string domain) =>
        (await console.Service<IEffectiveProvider>().FindAsync(await IdOfAsync(domain), CancellationToken.None))!;

    private async Task<string> DumpAsync(string domain)
    {
        var id = await IdOfAsync(domain);
        await using var db = await console.OpenDbAsync();
        var row = await db.Set<EmailProvider>().SingleAsync(p => p.TenantId == id);
        return $"{row.Settings}{row.ProtectedWritten}{row.ProtectedPassword}{row.ProtectedClientSecret}";
    }

    private async Task<Guid> IdOfAsync(string domain)
    {
        await using var db = await console.OpenDbAsync();
        return (await db.Set<EmailConsole.Tenants.Tenant>().SingleAsync(t => t.Domain == domain)).Id;
    }
}
