using System.Text.Json.Nodes;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.EmailProviders.Api;

/// <summary>A sender without a server: the super tenant's server with a sender of the tenant's own.</summary>
public sealed class PlatformSenderTests : IAsyncLifetime
{
    private readonly ConsoleApplication _console = new()
    {
        Deployment = """
            [output_adapter.email]
            from_address = "Platform <no-reply@platform.example>"
            hostname = "smtp.platform.example"
            port = 587
            username = "platform-user"
            password = "platform-password"
            reply_to = "help@platform.example"

            [tenant_sender_domains]
            "further.example" = ["brand.example"]
            """,
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _console.DisposeAsync();

    [Theory]
    [InlineData("alone.example", "codes@alone.example")]
    [InlineData("below.example", "codes@mail.below.example")]
    [InlineData("further.example", "codes@a.brand.example")]
    public async Task Post_FromAddressAlone_SendsThroughThePlatformAsTheTenant(string tenant, string from)
    {
        using var client = await SenderClient.CreateAsync(_console, tenant, 1);

        var added = await SenderClient.ReadAsync(client.PostAsync(new JsonObject { ["fromAddress"] = from }), 201);

        Assert.Equal($$"""{"name":"EmailPublisher","fromAddress":"{{from}}","properties":[]}""", added.GetRawText());
        Assert.Equal(added.GetRawText(), (await SenderClient.ReadAsync(client.GetAsync(), 200)).GetRawText());
        var platform = _console.Service<ISuperTenantProvider>().Current.InForce!;
        var inForce = await InForceAsync(tenant);
        Assert.Equal((ProviderOrigin.SuperTenant, TenantDomain.SuperTenantId), (inForce!.Origin, inForce.OwnerTenantId));
        Assert.Equal(platform.Secrets, inForce.Secrets);
        Assert.Equal(
            platform.Settings with
            {
                Server = ProviderServer.Platform,
                FromAddress = from,
                DisplayNameMode = DisplayNameMode.LeaveToServer,
                DisplayName = null,
                ReplyTo = null,
            },
            inForce.Settings);
    }

    [Theory]
    [InlineData(1, """{"fromAddress":"Foo <codes@words.example>","properties":[{"key":"mail.smtp.replyTo","value":"help@words.example"},{"key":"minThread","value":"8"}]}""")]
    [InlineData(1, """{"name":"EmailPublisher","fromAddress":"codes@words.example","smtpServerHost":"","properties":[{"key":"mail.smtp.signature","value":"Foo"}]}""")]
    [InlineData(2, """{"fromAddress":"codes@words.example","authType":"NONE","properties":[{"key":"mail.smtp.signature","value":"Foo"}]}""")]
    [InlineData(2, """{"fromAddress":"Foo <codes@words.example>","authType":"none","provider":"SMTP"}""")]
    public async Task Post_WithNameAndReplyTo_ComesBackInBothVersions(int version, string body)
    {
        using var client = await SenderClient.CreateAsync(_console, "words.example", version);
        using var other = await SenderClient.CreateAsync(_console, "words.example", 3 - version);

        var added = await SenderClient.ReadAsync(client.PostAsync(SenderClient.Parse(body)), 201);

        Assert.Equal(("codes@words.example", "Foo"), ((await InForceAsync("words.example"))!.Settings.FromAddress, (await InForceAsync("words.example"))!.Settings.DisplayName));
        foreach (var writer in new[] { client, other })
        {
            // As a tool writes back what it read
            using var before = await writer.GetAsync();
            var file = SenderClient.Parse(await before.Content.ReadAsStringAsync());
            Assert.False(file.ContainsKey("smtpServerHost") || file.ContainsKey("smtpPort"));
            await SenderClient.ReadAsync(writer.PutAsync(file), 200);
            Assert.Equal(ProviderServer.Platform, (await InForceAsync("words.example"))!.Settings.Server);
        }

        Assert.Equal(added.Text("fromAddress"), (await SenderClient.ReadAsync(client.GetAsync(), 200)).Text("fromAddress"));
    }

    [Theory]
    [InlineData("codes@evil.example")]
    [InlineData("codes@evilno.example")]
    [InlineData("no-reply@platform.example")]
    [InlineData("codes@brand.example")]
    public async Task Post_AnotherDomain_IsRefusedWithTheReason(string from)
    {
        using var client = await SenderClient.CreateAsync(_console, "no.example", 1);

        var error = await SenderClient.ReadAsync(client.PostAsync(new JsonObject { ["fromAddress"] = from }), 400);

        Assert.Equal("NSM-65022", error.Text("code"));
        Assert.Contains("fromAddress: The super tenant's server sends for no.example only from addresses at no.example and below.", error.Text("description"), StringComparison.Ordinal);
        Assert.Equal("NSM-60006", (await SenderClient.ReadAsync(client.GetAsync(), 404)).Text("code"));
    }

    [Theory]
    [InlineData(1, """{"fromAddress":"codes@half.example","password":"p"}""")]
    [InlineData(1, """{"fromAddress":"codes@half.example","userName":"anna","password":"p"}""")]
    [InlineData(1, """{"fromAddress":"codes@half.example","smtpPort":587}""")]
    [InlineData(1, """{"fromAddress":"codes@half.example","properties":[{"key":"mail.smtp.starttls.enable","value":false}]}""")]
    [InlineData(1, """{"fromAddress":"codes@half.example","properties":[{"key":"clientSecret","value":"s"}]}""")]
    [InlineData(2, """{"fromAddress":"codes@half.example","authType":"BASIC","properties":[{"key":"userName","value":"anna"},{"key":"password","value":"p"}]}""")]
    [InlineData(2, """{"fromAddress":"codes@half.example","authType":"NONE","smtpPort":25}""")]
    public async Task Post_SomethingOfAServerButItsName_AsksForIt(int version, string body)
    {
        using var client = await SenderClient.CreateAsync(_console, "half.example", version);

        var error = await SenderClient.ReadAsync(client.PostAsync(SenderClient.Parse(body)), 400);

        Assert.Contains("smtpServerHost: ", error.Text("description"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_InTheForm_GoesToAServerAndBack()
    {
        using var client = await SenderClient.CreateAsync(_console, "form.example", 1);
        await SenderClient.ReadAsync(client.PostAsync(SenderClient.Parse("""{"fromAddress":"codes@form.example","properties":[{"key":"minThread","value":"8"}]}""")), 201);
        var person = await _console.OpenSessionAsync(new ConsolePerson("admin@form.example", ConsolePeople.Password));
        var writer = _console.Service<IEmailProviderWriter>();
        var loaded = Assert.IsType<LoadResult.Loaded>(await _console.Service<LoadEmailProvider>().LoadAsync(person, "form.example", default));
        Assert.Equal((ProviderOrigin.Tenant, ""), (loaded.Origin, loaded.InForce!.Host));

        var input = Inputs.Basic.With(s => s with { FromAddress = "codes@form.example" });
        var own = Assert.IsType<UpdateResult.Saved>(await writer.UpdateAsync(person, "form.example", input, loaded.Own!.Version, default));
        var asOwn = await SenderClient.ReadAsync(client.GetAsync(), 200);
        var back = await writer.UpdateAsync(
            person, "form.example", input.With(s => s with { Server = ProviderServer.Platform, FromAddress = "other@form.example" }), own.Stored!.Version, default);

        Assert.Equal(("smtp.foo.com", "codes@foo.com", "8"), (asOwn.Text("smtpServerHost"), asOwn.Text("userName"), asOwn.Property("minThread")));
        Assert.False(Assert.IsType<UpdateResult.Saved>(back).Stored!.HasPassword);
        Assert.Equal(
            """{"name":"EmailPublisher","fromAddress":"other@form.example","properties":[{"key":"minThread","value":"8"}]}""",
            (await SenderClient.ReadAsync(client.GetAsync(), 200)).GetRawText());
    }

    [Fact]
    public async Task Edit_OfTheFile_TakesADomainBack()
    {
        using var client = await SenderClient.CreateAsync(_console, "further.example", 1);
        await SenderClient.ReadAsync(client.PostAsync(new JsonObject { ["fromAddress"] = "codes@brand.example" }), 201);
        var told = new TaskCompletionSource();
        using var subscription = _console.Service<ISuperTenantProvider>().Subscribe(state => _ = state.Senders.Equals(PlatformSenders.OwnDomainsOnly) && told.TrySetResult());

        var text = await File.ReadAllTextAsync(_console.DeploymentFile);
        await File.WriteAllTextAsync(_console.DeploymentFile, text[..text.IndexOf("[tenant_sender", StringComparison.Ordinal)]);
        await told.Task.WaitAsync(TimeSpan.FromSeconds(60));

        var effective = _console.Service<IEffectiveProvider>();
        var resolution = await effective.ResolveAsync(await SenderClient.TenantIdAsync(_console, "further.example"), default);
        Assert.Contains("permit the domain", Assert.IsType<ProviderResolution.NotPermitted>(resolution).Reason, StringComparison.Ordinal);
        var person = await _console.OpenSessionAsync(new ConsolePerson("admin@further.example", ConsolePeople.Password));
        var loaded = Assert.IsType<LoadResult.Loaded>(await _console.Service<LoadEmailProvider>().LoadAsync(person, "further.example", default));
        Assert.Equal((null, true), (loaded.InForce, loaded.Obstacle is not null));
    }

    private async Task<ProviderInForce?> InForceAsync(string tenant) =>
        await _console.Service<IEffectiveProvider>().FindAsync(await SenderClient.TenantIdAsync(_console, tenant), default);
}
