using System.Net;
using System.Net.Http.Json;
using EmailConsole.Tests.Accounts.ApiKeys.Api;
using EmailConsole.Tests.Accounts.TenantManagement.Api;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Outbox.Api;

/// <summary>A script that has nothing but the super administrator's password.</summary>
public sealed class FromNothingTests : IAsyncLifetime
{
    private readonly ScriptedSmtpServer _server = new ScriptedSmtpServer().Start();
    private readonly LaneBed _bed = new();

    public Task InitializeAsync()
    {
        _bed.Own(_server);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Script_TenantProviderKeyAndEmail_IsDelivered()
    {
        using var super = await _bed.CreateSuperClientAsync();
        await super.AddAsync("nothing.example");
        using var owner = _bed.CreateRestClient(new ConsolePerson("kim@nothing.example", TenantsClient.OwnerPassword));

        using var provider = await owner.PostAsJsonAsync("t/nothing.example/api/server/v2/notification-senders/email", new
        {
            name = "EmailPublisher",
            provider = "SMTP",
            smtpServerHost = "127.0.0.1",
            smtpPort = _server.Port,
            fromAddress = "codes@nothing.example",
            authType = "NONE",
            properties = new[] { new { key = "mail.smtp.starttls.enable", value = "false" }, new { key = "mail.smtp.auth", value = "false" } },
        });
        Assert.True(provider.StatusCode == HttpStatusCode.Created, await provider.Content.ReadAsStringAsync());
        var (_, key) = await owner.CreateKeyAsync("nothing.example", "send", "view");
        using var program = new SendClient(_bed.CreateKeyClient(key), "nothing.example");
        var id = await program.SendAsync();

        await program.UntilAsync(id, "delivered");
        Assert.Contains("From: codes@nothing.example", Assert.Single(_server.Messages), StringComparison.Ordinal);
    }
}
