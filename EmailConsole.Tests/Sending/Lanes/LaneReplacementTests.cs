using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Outbox;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.EmailProviders.Api;
using EmailConsole.Tests.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.Sending.Lanes;

/// <summary>WSO2's console updates a sender by DELETE and POST: what is sent in between waits, and leaves by nobody else's provider.</summary>
public sealed class LaneReplacementTests : IAsyncLifetime
{
    private const string Domain = "replaced.example";
    private const string Password = "p4ss-of-the-mailbox";

    private readonly TestCertificates _certificates = new();
    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedSmtpServer _platform = new ScriptedSmtpServer().Start();
    private ScriptedSmtpServer _own = null!;
    private LaneBed _bed = null!;

    public Task InitializeAsync()
    {
        _own = new ScriptedSmtpServer { Certificate = _certificates.Issue(TestCertificates.ServerName) }.Start();
        _bed = Open(TimeSpan.FromMinutes(5));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _bed.DisposeAsync();
        _folder.Dispose();
        _certificates.Dispose();
    }

    [Fact]
    public async Task Replace_FortyTimesUnderLoad_RefusesNothingAndLeavesByTheTenantsServerAlone()
    {
        using var client = await SenderClient.CreateAsync(_bed, Domain, 2);
        var tenant = await SenderClient.TenantIdAsync(_bed, Domain);
        await AddAsync(client);
        using var replaced = new CancellationTokenSource();
        var accepted = 0;
        var sending = Task.Run(async () =>
        {
            while (!replaced.IsCancellationRequested)
            {
                // The queue is bounded: what waits meanwhile must not fill it
                if (_bed.Outbox.CountsOf(tenant).Waiting < 200)
                {
                    using var answer = await client.Http.PostAsJsonAsync(
                        $"t/{Domain}/api/v1/emails", new { to = new[] { "someone@bar.example" }, subject = "Your code", text = "421337" });
                    Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
                    accepted++;
                }

                await Task.Yield();
            }
        });

        for (var i = 0; i < 40; i++)
        {
            // So that there is something under way each time
            await Bound.UntilAsync(() => _own.Messages.Count > i, () => Describe(tenant));
            using var deleted = await client.DeleteAsync();
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
            await AddAsync(client, i);
        }

        await replaced.CancelAsync();
        await sending;
        await _bed.SettledAsync(tenant, accepted);
        Assert.True(accepted > 40, $"{accepted}");
        Assert.Equal((accepted, 0), (_own.Messages.Count, _platform.Messages.Count));
        Assert.DoesNotContain(_platform.Commands, c => c.StartsWith("MAIL", StringComparison.Ordinal));
        Assert.Equal("Foo 39", (await SenderClient.ReadAsync(client.GetAsync(), 200)).Property("mail.smtp.signature"));
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(1, "********")]
    [InlineData(2, "********")]
    public async Task Replace_SecretLeftOutOrMasked_TakesOverTheRemovedOne(int version, string? mask)
    {
        using var client = await SenderClient.CreateAsync(_bed, Domain, version);
        await AddAsync(client, version: version);
        using var deleted = await client.DeleteAsync();

        await AddAsync(client, version: version, password: mask);

        var inForce = await _bed.Service<IEffectiveProvider>().FindAsync(await SenderClient.TenantIdAsync(_bed, Domain), default);
        Assert.Equal(Password, inForce!.Secrets.Password);
    }

    [Fact]
    public async Task Replace_ByAnotherServerWithAMaskedSecret_NamesTheSecretAndMailGoesOnWaiting()
    {
        using var client = await SenderClient.CreateAsync(_bed, Domain, 2);
        await AddAsync(client);
        using var deleted = await client.DeleteAsync();

        var error = await SenderClient.ReadAsync(client.PostAsync(Body("********").With("smtpServerHost", "smtp.evil.example")), 400);

        Assert.Contains("password: Enter the password again", error.Text("description"), StringComparison.Ordinal);
        Assert.IsType<ProviderResolution.BeingReplaced>(
            await _bed.Service<IEffectiveProvider>().ResolveAsync(await SenderClient.TenantIdAsync(_bed, Domain), default));
    }

    [Fact]
    public async Task Replace_LimitsOfTheForm_Stay()
    {
        using var client = await SenderClient.CreateAsync(_bed, Domain, 2);
        var tenant = await SenderClient.TenantIdAsync(_bed, Domain);
        await AddAsync(client);
        await using (var db = await _bed.OpenDbAsync())
        {
            await db.Set<EmailProvider>().Where(p => p.TenantId == tenant).ExecuteUpdateAsync(s => s.SetProperty(p => p.Settings.MaxConnections, 3));
        }

        using var deleted = await client.DeleteAsync();
        await AddAsync(client);

        Assert.Equal(3, (await _bed.Service<IEffectiveProvider>().FindAsync(tenant, default))!.Settings.MaxConnections);
    }

    [Fact]
    public async Task Delete_WhileItsReplacementIsAwaited_IsGoneForEverybodyAndMailWaits()
    {
        using var client = await SenderClient.CreateAsync(_bed, Domain, 1);
        var tenant = await SenderClient.TenantIdAsync(_bed, Domain);
        await AddAsync(client, version: 1);
        var person = await _bed.OpenSessionAsync(new ConsolePerson($"admin@{Domain}", ConsolePeople.Password));

        using var deleted = await client.DeleteAsync();
        var accepted = await _bed.AcceptAsync(tenant);
        using var posted = await client.Http.PostAsJsonAsync(
            $"t/{Domain}/api/v1/emails", new { to = new[] { "someone@bar.example" }, subject = "Your code", text = "421337" });

        Assert.Equal(HttpStatusCode.Accepted, posted.StatusCode);
        Assert.Equal(0, (await SenderClient.ReadAsync(client.ListAsync(), 200)).GetArrayLength());
        Assert.Equal("NSM-60006", (await SenderClient.ReadAsync(client.GetAsync(), 404)).Text("code"));
        Assert.Equal("NSM-60006", (await SenderClient.ReadAsync(client.DeleteAsync(), 404)).Text("code"));
        Assert.Equal("NSM-65010", (await SenderClient.ReadAsync(client.PutAsync(BodyV1(Password)), 404)).Text("code"));
        var loaded = Assert.IsType<LoadResult.Loaded>(await _bed.Service<LoadEmailProvider>().LoadAsync(person, Domain, default));
        Assert.Equal((null, null), (loaded.Own, loaded.InForce));
        Assert.NotNull(loaded.ReplacementUntil);
        var summary = await _bed.Service<ITenantProviderSummary>().FindAsync([tenant], default);
        Assert.Equal(TenantProvider.BeingReplaced, summary[tenant]);
        await _bed.LoadedAsync(tenant);
        Assert.Equal((2, null), (_bed.Outbox.CountsOf(tenant).Waiting, _bed.Lanes.Find(tenant)!.ProviderId));
        Assert.Empty(_platform.Messages);
        Assert.Equal(EmailState.Queued, (await _bed.FindAsync(accepted)).State);

        await AddAsync(client, version: 1);
        await _bed.SettledAsync(tenant, 2);
        Assert.Equal((2, 0), (_own.Messages.Count, _platform.Messages.Count));
    }

    [Fact]
    public async Task Delete_NothingFollows_RevertsAndDropsTheSecrets()
    {
        await using var bed = Open(TimeSpan.FromMilliseconds(300));
        using var client = await SenderClient.CreateAsync(bed, Domain, 2);
        var tenant = await SenderClient.TenantIdAsync(bed, Domain);
        await AddAsync(client);

        using var deleted = await client.DeleteAsync();
        await bed.AcceptAsync(tenant);

        await bed.SettledAsync(tenant, 1);
        Assert.Equal((0, 1), (_own.Messages.Count, _platform.Messages.Count));
        await using var db = await bed.OpenDbAsync();
        Assert.Empty(await db.Set<EmailProvider>().IgnoreQueryFilters().ToListAsync());
        var error = await SenderClient.ReadAsync(client.PostAsync(Body("********")), 400);
        Assert.Contains("password: ", error.Text("description"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_WithoutAWait_RevertsAtOnce()
    {
        await using var bed = Open(TimeSpan.Zero);
        using var client = await SenderClient.CreateAsync(bed, Domain, 2);
        await AddAsync(client);

        using var deleted = await client.DeleteAsync();

        var inForce = await bed.Service<IEffectiveProvider>().FindAsync(await SenderClient.TenantIdAsync(bed, Domain), default);
        Assert.Equal(ProviderOrigin.SuperTenant, inForce!.Origin);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_AfterADelete_WaitsOnOrEndsTheWait(bool isInTime)
    {
        var tenant = Guid.Empty;
        await using var first = Open(TimeSpan.FromMinutes(5));
        using (var client = await SenderClient.CreateAsync(first, Domain, 2))
        {
            tenant = await SenderClient.TenantIdAsync(first, Domain);
            await AddAsync(client);
            using var deleted = await client.DeleteAsync();
            await first.AcceptAsync(tenant);
        }

        await using var second = Open(TimeSpan.FromMinutes(5), LaneBed.CopyOf(first), isInTime ? TimeSpan.Zero : TimeSpan.FromMinutes(6));
        _ = second.Url;

        if (isInTime)
        {
            await second.LoadedAsync(tenant);
            using var client = new SenderClient(second.CreateRestClient(new ConsolePerson($"admin@{Domain}", ConsolePeople.Password)), Domain, 2);
            await AddAsync(client, password: "********");
        }

        await second.SettledAsync(tenant, 1);
        Assert.Equal(isInTime ? (1, 0) : (0, 1), (_own.Messages.Count, _platform.Messages.Count));
        await using var after = await second.OpenDbAsync();
        Assert.Equal(isInTime ? 1 : 0, await after.Set<EmailProvider>().IgnoreQueryFilters().CountAsync());
    }

    [Fact]
    public async Task PlatformSender_OfATenant_LeavesByThePlatformsChannelAsTheTenant()
    {
        using var client = await SenderClient.CreateAsync(_bed, Domain, 1);
        var tenant = await SenderClient.TenantIdAsync(_bed, Domain);
        var other = await _bed.AddTenantAsync();
        await _bed.AcceptAsync(other);
        await _bed.SettledAsync(other, 1);

        await SenderClient.ReadAsync(client.PostAsync(new JsonObject { ["fromAddress"] = $"Foo <codes@{Domain}>" }), 201);
        await _bed.AcceptAsync(tenant);

        await _bed.SettledAsync(tenant, 1);
        Assert.Equal(TenantDomain.SuperTenantId, _bed.Lanes.Find(tenant)!.ProviderId);
        Assert.Contains($"From: Foo <codes@{Domain}>", _platform.Messages[^1], StringComparison.Ordinal);
        Assert.Contains(_platform.Commands, c => c.StartsWith($"MAIL FROM:<codes@{Domain}>", StringComparison.OrdinalIgnoreCase));

        // The same connection: what it was opened with is the super tenant's
        Assert.Single(_platform.Commands, c => c.StartsWith("EHLO", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PlatformSender_RefusedByThePlatformsServer_SaysNothingOfItToTheTenant()
    {
        _platform.Reply("MAIL", "550 5.7.1 mailbox platform-user at 10.1.2.3 may not send as this");
        using var client = await SenderClient.CreateAsync(_bed, Domain, 1);
        var tenant = await SenderClient.TenantIdAsync(_bed, Domain);
        await SenderClient.ReadAsync(client.PostAsync(new JsonObject { ["fromAddress"] = $"codes@{Domain}" }), 201);

        var id = await _bed.AcceptAsync(tenant);
        await _bed.SettledAsync(tenant, 1, EmailState.Failed);

        var story = await client.Http.GetStringAsync(new Uri($"t/{Domain}/api/v1/emails/{id}", UriKind.Relative));
        Assert.DoesNotContain("platform-user", story, StringComparison.Ordinal);
        Assert.DoesNotContain("10.1.2.3", story, StringComparison.Ordinal);
    }

    private LaneBed Open(TimeSpan wait, string? home = null, TimeSpan later = default) => new()
    {
        ReplaceServices = services => services.AddSingleton<TimeProvider>(Later(later)),
        Deployment = LaneBed.FileFor(_platform),
        IsOnSqlite = true,
        HomeOf = home,
        Settings = new Dictionary<string, string>
        {
            ["EmailProviders:ReplaceWithin"] = wait.ToString("c"),
            ["Tls:AdditionalCaFile"] = Authority(),
            ["Outbox:FirstRetry"] = "01:00:00",
        },
    };

    private static ShiftedTime Later(TimeSpan later)
    {
        var time = new ShiftedTime();
        time.Pass(later);
        return time;
    }

    private string Authority()
    {
        var file = Path.Combine(_folder.Path, "authority.pem");
        File.WriteAllText(file, _certificates.AuthorityPem);
        return file;
    }

    private string Describe(Guid tenant) => $"{_bed.Outbox.CountsOf(tenant)} {string.Join('\n', _bed.Log.TakeLast(20))}";

    private Task<System.Text.Json.JsonElement> AddAsync(SenderClient client, int number = 0, int version = 2, string? password = Password) =>
        SenderClient.ReadAsync(client.PostAsync(version == 1 ? BodyV1(password) : Body(password, number)), 201);

    /// <summary>What the console sends, in its order: no flag of encryption or sign-in is among it.</summary>
    private JsonObject Body(string? password, int number = 0) => SenderClient.Parse(
        $$"""
        {"authType":"BASIC","fromAddress":"codes@{{Domain}}","name":"EmailPublisher",
         "properties":[{"key":"mail.smtp.replyTo","value":"help@{{Domain}}"},{"key":"mail.smtp.signature","value":"Foo {{number}}"},
                       {"key":"userName","value":"codes"},{"key":"password","value":"{{password}}"}],
         "smtpPort":{{_own.Port}},"smtpServerHost":"localhost"}
        """);

    /// <summary>As its former form does.</summary>
    private JsonObject BodyV1(string? password)
    {
        var body = SenderClient.Parse(
            $$"""
            {"fromAddress":"codes@{{Domain}}","name":"EmailPublisher","properties":[{"key":"mail.smtp.replyTo","value":"help@{{Domain}}"}],
             "smtpPort":"{{_own.Port}}","smtpServerHost":"localhost","userName":"codes"}
            """);
        return password is null ? body : body.With("password", password);
    }
}
