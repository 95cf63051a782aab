using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Tenants;
using EmailConsole.TestEmail;
using EmailConsole.TestEmail.Progress;
using EmailConsole.Tests.EmailProviders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.TestEmail;

public sealed class SendTestEmailTests : IAsyncLifetime
{
    private readonly TestEmailRoom _room = new();

    public Task InitializeAsync() => _room.InitializeAsync();

    public Task DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task SendAsync_Stored_SendsOnceWithTheStoredSettingsAndSecret()
    {
        await _room.StoreAsync();

        var result = await _room.SendAsync(_room.Operator);

        var finished = Assert.IsType<TestEmailResult.Finished>(result);
        Assert.IsType<DeliveryOutcome.Delivered>(finished.Outcome);
        Assert.False(finished.UsedDraft);
        var (provider, email) = Assert.Single(_room.Sender.Sent);
        Assert.Equal("smtp.foo.com", provider.Settings.Host);
        Assert.Equal(Inputs.Password, provider.Secrets.Password);
        Assert.Equal("Test email from foo.com", email.Subject);
    }

    [Fact]
    public async Task SendAsync_Draft_SendsWithTheFormsValuesAndStoresNothing()
    {
        await _room.StoreAsync();
        var draft = Inputs.Basic.With(s => s with { Host = "smtp.other.com" });

        var finished = Assert.IsType<TestEmailResult.Finished>(await _room.SendAsync(_room.Admin, draft));

        Assert.True(finished.UsedDraft);
        Assert.Equal("smtp.other.com", Assert.Single(_room.Sender.Sent).Provider.Settings.Host);
        var stored = await _room.Database.Effective.FindAsync(_room.Database.FooId, CancellationToken.None);
        Assert.Equal("smtp.foo.com", stored!.Settings.Host);
    }

    [Fact]
    public async Task SendAsync_AStandby_SendsByItAloneAndClosesItsCircuit()
    {
        await _room.StoreAsync();
        var standby = Assert.IsType<UpdateResult.Saved>(await _room.Database.Writer.AddAsync(
            _room.Admin, "foo.com", Inputs.Basic.With(s => s with { Host = "second.foo.com" }) with { Password = new SecretInput.Replaced("another") }, default)).Stored!;

        Assert.IsType<TestEmailResult.Finished>(await _room.SendAsync(_room.Operator, entry: standby.Id));
        Assert.IsType<TestEmailResult.Finished>(await _room.SendAsync(
            _room.Admin, Inputs.Basic.WithoutSecret().With(s => s with { Host = "second.foo.com" }), entry: standby.Id));

        Assert.All(_room.Sender.Sent, sent => Assert.Equal((standby.Id, "second.foo.com", "another"), (sent.Provider.Id, sent.Provider.Settings.Host, sent.Provider.Secrets.Password)));
        Assert.Equal([standby.Id, standby.Id], _room.Database.Retry.WorkingProviders);
    }

    [Fact]
    public async Task SendAsync_OneThatIsDisabledOrDeleted_TestsTheFirstAndSaysThatTheOtherIsGone()
    {
        await _room.StoreAsync();
        var first = Assert.IsType<LoadResult.Loaded>(await _room.Database.Loader.LoadAsync(_room.Admin, "foo.com", default)).Own!;
        await _room.Database.Services.GetRequiredService<IRouteWriter>().SetEnabledAsync(_room.Admin, "foo.com", first.Id, first.Version, false, default);

        Assert.Equal("smtp.foo.com", Assert.IsType<TestEmailResult.Finished>(await _room.SendAsync(_room.Operator, entry: first.Id)).Settings.Host);
        Assert.IsType<TestEmailResult.Gone>(await _room.SendAsync(_room.Operator, entry: new ProviderId(Guid.CreateVersion7())));
        Assert.Empty(_room.Database.Retry.Working);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SendAsync_SenderOverThePlatform_SendsAsTheTenantAndSaysNothingOfTheServer(bool isDraft)
    {
        var input = new EmailProviderInput(
            new EmailProviderSettings { Server = ProviderServer.Platform, FromAddress = "codes@foo.com" }, SecretInput.Keep, SecretInput.Keep);
        if (!isDraft)
        {
            await _room.StoreAsync(input);
        }

        var finished = Assert.IsType<TestEmailResult.Finished>(await _room.SendAsync(_room.Admin, isDraft ? input : null));

        var (provider, email) = Assert.Single(_room.Sender.Sent);
        Assert.Equal(("smtp.platform.example", "codes@foo.com", TenantDomain.SuperTenantId), (provider.Settings.Host, provider.Settings.FromAddress, provider.OwnerTenantId));
        Assert.Equal(("", "codes@foo.com"), (finished.Settings.Host, finished.Settings.FromAddress));
        Assert.DoesNotContain("platform", email.Text + email.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true, true, true)]
    [InlineData(true, true, false, false)]
    [InlineData(true, false, true, false)]
    [InlineData(false, true, true, true)]
    [InlineData(false, true, false, false)]
    public async Task SendAsync_SettingsInForce_SuccessHasWaitingMailTried(bool isDraft, bool isSame, bool isDelivered, bool isTried)
    {
        await _room.StoreAsync();
        if (!isDelivered)
        {
            _room.Sender.Behaviour = (_, _) => Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Failed(
                ScriptedSharedSender.Failure(DeliveryFailureKind.AuthenticationRefused, DeliveryStage.Authenticate)));
        }

        var draft = isSame ? Inputs.Basic : Inputs.Basic.With(s => s with { Host = "smtp.other.com" });
        await _room.SendAsync(isDraft ? _room.Admin : _room.Operator, isDraft ? draft : null);

        Assert.Equal(isTried ? [_room.Database.FooId] : [], _room.Database.Retry.Working);
        Assert.Equal(_room.Database.Retry.Working, _room.Database.Retry.TestedOf);
    }

    [Fact]
    public async Task SendAsync_OverThePlatform_EndsNoPauseOfThePlatforms()
    {
        Assert.IsType<DeliveryOutcome.Delivered>(Assert.IsType<TestEmailResult.Finished>(await _room.SendAsync(_room.Admin)).Outcome);

        Assert.Empty(_room.Database.Retry.Working);
    }

    [Fact]
    public async Task SendAsync_SenderThatIsNotPermitted_IsRefusedWithTheReason()
    {
        var input = new EmailProviderInput(
            new EmailProviderSettings { Server = ProviderServer.Platform, FromAddress = "codes@bar.com" }, SecretInput.Keep, SecretInput.Keep);

        var refused = Assert.IsType<TestEmailResult.InvalidDraft>(await _room.SendAsync(_room.Admin, input));

        Assert.Contains("only from addresses at foo.com", Assert.Single(refused.Errors).Message, StringComparison.Ordinal);
        Assert.Empty(_room.Sender.Sent);
    }

    [Fact]
    public async Task SendAsync_ProviderBeingReplaced_SaysUntilWhenMailWaits()
    {
        await _room.StoreAsync();
        await using (var db = await _room.Database.ContextAsync())
        {
            await db.Set<EmailProvider>().ExecuteUpdateAsync(s => s.SetProperty(p => p.RemovedUntil, ProviderDatabase.Start.AddSeconds(5)));
        }

        var result = await _room.SendAsync(_room.Admin);

        Assert.Equal(ProviderDatabase.Start.AddSeconds(5), Assert.IsType<TestEmailResult.BeingReplaced>(result).Until);
        Assert.Empty(_room.Sender.Sent);
    }

    [Fact]
    public async Task SendAsync_OperatorWithDraft_IsForbidden()
    {
        var refused = Assert.IsType<TestEmailResult.Refused>(await _room.SendAsync(_room.Operator, Inputs.Basic));

        Assert.IsType<TenantDecision.Forbidden>(refused.Decision);
        Assert.Empty(_room.Sender.Sent);
    }

    [Theory]
    [InlineData("bar.com")]
    [InlineData("none.example")]
    [InlineData("carbon.super")]
    [InlineData("../foo.com")]
    public async Task SendAsync_ForeignOrUnknownTenant_IsNotFound(string domain)
    {
        var refused = Assert.IsType<TestEmailResult.Refused>(await _room.SendAsync(_room.Admin, domain: domain));

        Assert.IsType<TenantDecision.NotFound>(refused.Decision);
        Assert.Empty(_room.Sender.Sent);
    }

    [Fact]
    public async Task SendAsync_SignedOutMeanwhile_IsNotSignedIn()
    {
        _room.Database.Actors.Remove("admin@foo.com");

        var refused = Assert.IsType<TestEmailResult.Refused>(await _room.SendAsync(_room.Admin));

        Assert.IsType<TenantDecision.NotSignedIn>(refused.Decision);
    }

    [Fact]
    public async Task SendAsync_DraftOfTheSuperTenant_IsForbidden()
    {
        var super = _room.Database.Person("admin@carbon.super");

        var refused = Assert.IsType<TestEmailResult.Refused>(await _room.SendAsync(super, Inputs.Basic, domain: "carbon.super"));

        Assert.IsType<TenantDecision.Forbidden>(refused.Decision);
        Assert.Empty(_room.Sender.Sent);
    }

    [Fact]
    public async Task SendAsync_InvalidDraft_NamesTheFieldsAndSendsNothing()
    {
        var draft = Inputs.Basic.With(s => s with { Host = "", Port = 0 });

        var invalid = Assert.IsType<TestEmailResult.InvalidDraft>(await _room.SendAsync(_room.Admin, draft));

        Assert.Contains(invalid.Errors, e => e.Field == nameof(EmailProviderSettings.Host));
        Assert.Contains(invalid.Errors, e => e.Field == nameof(EmailProviderSettings.Port));
        Assert.Empty(_room.Sender.Sent);
    }

    [Fact]
    public async Task SendAsync_StoredSecretAgainstAnotherHost_IsNotHandedOut()
    {
        await _room.StoreAsync();
        var draft = Inputs.Basic.WithoutSecret().With(s => s with { Host = "smtp.evil.example" });

        Assert.IsType<TestEmailResult.InvalidDraft>(await _room.SendAsync(_room.Admin, draft));

        Assert.Empty(_room.Sender.Sent);
    }

    [Fact]
    public async Task SendAsync_NothingConfigured_SaysSo()
    {
        _room.Database.SuperTenant.Remove();

        Assert.IsType<TestEmailResult.NoProvider>(await _room.SendAsync(_room.Admin));
    }

    [Fact]
    public async Task SendAsync_NothingOfItsOwn_TestsTheSuperTenants()
    {
        Assert.IsType<TestEmailResult.Finished>(await _room.SendAsync(_room.Admin));

        Assert.Equal("smtp.platform.example", Assert.Single(_room.Sender.Sent).Provider.Settings.Host);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SendAsync_StandbyOfTheFile_TestsThatOneSwitchedOffOrNot(bool isEnabled)
    {
        var standby = Assert.Single(_room.Database.SuperTenant.SetStandbys(FakeSuperTenant.Standby(isEnabled: isEnabled)));
        var person = _room.Database.Person("admin@carbon.super");

        Assert.IsType<TestEmailResult.Finished>(await _room.SendAsync(person, domain: "carbon.super", entry: standby.Id));

        Assert.Equal(("standby.platform.example", standby.Id), Assert.Single(_room.Sender.Sent).Provider is var sent ? (sent.Settings.Host, sent.Id) : default);
        Assert.IsType<TestEmailResult.Gone>(await _room.SendAsync(person, domain: "carbon.super", entry: new ProviderId(Guid.NewGuid())));
        Assert.IsType<TestEmailResult.Gone>(await _room.SendAsync(_room.Admin, entry: standby.Id));
    }

    [Fact]
    public async Task SendAsync_DeactivatedTenant_SendsNothing()
    {
        await _room.StoreAsync();
        await using (var db = await _room.Database.ContextAsync())
        {
            await db.Set<Tenant>().Where(t => t.Domain == "foo.com").ExecuteUpdateAsync(s => s.SetProperty(t => t.IsActive, false));
        }

        var result = await _room.SendAsync(_room.Database.Person("admin@carbon.super"));

        Assert.IsType<TestEmailResult.TenantInactive>(result);
        Assert.Empty(_room.Sender.Sent);
    }

    [Fact]
    public async Task SendAsync_EleventhInAMinute_SaysWhenToTryAgain()
    {
        await _room.StoreAsync();
        for (var i = 0; i < TestEmailQuota.Max; i++)
        {
            Assert.IsType<TestEmailResult.Finished>(await _room.SendAsync(_room.Admin));
        }

        _room.Database.Time.Advance(TimeSpan.FromSeconds(18));
        var tooMany = Assert.IsType<TestEmailResult.TooMany>(await _room.SendAsync(_room.Admin));
        Assert.Equal(TimeSpan.FromSeconds(42), tooMany.RetryAfter);
        Assert.IsType<TestEmailResult.Finished>(await _room.SendAsync(_room.Operator));

        _room.Database.Time.Advance(tooMany.RetryAfter);
        Assert.IsType<TestEmailResult.Finished>(await _room.SendAsync(_room.Admin));
    }

    [Fact]
    public async Task SendAsync_LongerThanAMinute_EndsAsATimeOutForResultAndListener()
    {
        await _room.StoreAsync();
        _room.Sender.Behaviour = ScriptedSharedSender.HangAsync;
        var progress = new TestEmailProgress(_room.Database.Time);

        var sending = _room.SendAsync(_room.Admin, listener: progress);
        while (progress.Stages().All(s => s.State != StageState.Running))
        {
            await progress.Changed.WaitAsync(Bound.Wait);
        }

        _room.Database.Time.Advance(TimeSpan.FromSeconds(60));
        var finished = Assert.IsType<TestEmailResult.Finished>(await sending.WaitAsync(Bound.Wait));

        Assert.Equal(DeliveryFailureKind.TimedOut, Assert.IsType<DeliveryOutcome.Failed>(finished.Outcome).Failure.Kind);
        Assert.Equal(DeliveryFailureKind.TimedOut, progress.Stages().Single(s => s.State == StageState.Failed).Failure!.Kind);
    }

    [Fact]
    public async Task SendAsync_Cancelled_EndsAtOnceAsCancelled()
    {
        await _room.StoreAsync();
        _room.Sender.Behaviour = ScriptedSharedSender.HangAsync;
        using var cancel = new CancellationTokenSource();

        var sending = _room.SendAsync(_room.Admin, cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        var result = await sending.WaitAsync(Bound.Wait);

        Assert.True(result is TestEmailResult.Cancelled or TestEmailResult.Finished
        {
            Outcome: DeliveryOutcome.Failed { Failure.Kind: DeliveryFailureKind.Cancelled },
        });
    }

    [Fact]
    public async Task SendAsync_Logs_WhoTestedWhatWithoutRecipientsAndSecrets()
    {
        await _room.StoreAsync();

        await _room.SendAsync(_room.Admin, recipients: "secret-recipient@bar.com");

        var log = string.Join('\n', _room.Log.Lines);
        Assert.Contains("admin@foo.com tested the email provider of foo.com with the stored settings: Delivered", log, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-recipient", log, StringComparison.Ordinal);
        Assert.DoesNotContain(Inputs.Password, log, StringComparison.Ordinal);
    }
}
