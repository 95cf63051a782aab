using System.Security.Claims;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Tenants;
using EmailConsole.TestEmail;
using EmailConsole.TestEmail.Progress;
using EmailConsole.Tests.EmailProviders;

namespace EmailConsole.Tests.TestEmail;

/// <summary>A request that checks only.</summary>
public sealed class CheckCredentialsTests : IAsyncLifetime
{
    private readonly TestEmailRoom _room = new();

    public Task InitializeAsync() => _room.InitializeAsync();

    public Task DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task SendAsync_Stored_AsksWithTheStoredSecretAndSendsNothing()
    {
        await _room.StoreAsync();
        var progress = new TestEmailProgress(_room.Database.Time);

        var result = Assert.IsType<TestEmailResult.Checked>(await _room.CheckAsync(_room.Operator, listener: progress));

        Assert.Equal("smtp.foo.com", Assert.IsType<CredentialCheck.Accepted>(result.Check).By);
        Assert.Equal((false, false, "smtp.foo.com"), (result.UsedDraft, result.IsInherited, result.Settings.Host));
        Assert.Equal(Inputs.Password, Assert.Single(_room.Sender.Checked).Secrets.Password);
        Assert.Empty(_room.Sender.Sent);
        Assert.Equal(DeliveryStage.Authenticate, progress.Stages()[^1].Stage);
        Assert.Contains(
            _room.Log.Lines, line => line.Contains("watch@foo.com had the credentials of the email provider of foo.com checked with the stored settings: Accepted", StringComparison.Ordinal));
    }

    // A sign-in proves less than a message that was taken
    [Fact]
    public async Task SendAsync_Accepted_EndsNoPauseAndCountsAsNoTest()
    {
        await _room.StoreAsync();

        Assert.IsType<CredentialCheck.Accepted>(Assert.IsType<TestEmailResult.Checked>(await _room.CheckAsync(_room.Admin)).Check);

        Assert.Empty(_room.Database.Retry.Working);
        Assert.Empty(_room.Database.Retry.TestedOf);
    }

    [Fact]
    public async Task SendAsync_Draft_UsesTheFormsValues()
    {
        await _room.StoreAsync();

        var result = Assert.IsType<TestEmailResult.Checked>(await _room.CheckAsync(
            _room.Admin, Inputs.Basic.With(s => s with { Host = "smtp.other.com" }) with { Password = new SecretInput.Replaced("typed") }));

        Assert.True(result.UsedDraft);
        var tested = Assert.Single(_room.Sender.Checked);
        Assert.Equal(("smtp.other.com", "typed"), (tested.Settings.Host, tested.Secrets.Password));
    }

    [Fact]
    public async Task SendAsync_DraftOrForeignTenant_IsHeldToWhatATestIs()
    {
        await _room.StoreAsync();

        Assert.IsType<TenantDecision.Forbidden>(Assert.IsType<TestEmailResult.Refused>(await _room.CheckAsync(_room.Operator, Inputs.Basic)).Decision);
        Assert.IsType<TenantDecision.NotFound>(Assert.IsType<TestEmailResult.Refused>(await _room.CheckAsync(_room.Admin, domain: "bar.com")).Decision);
        Assert.IsType<TestEmailResult.InvalidDraft>(await _room.CheckAsync(_room.Admin, Inputs.Basic.WithoutSecret().With(s => s with { Host = "smtp.evil.example" })));
        Assert.Empty(_room.Sender.Checked);
    }

    [Fact]
    public async Task SendAsync_ChecksAndTests_ShareWhatAMinuteAllows()
    {
        await _room.StoreAsync();
        for (var i = 0; i < TestEmailQuota.Max; i++)
        {
            await (i % 2 == 0 ? _room.CheckAsync(_room.Admin) : _room.SendAsync(_room.Admin));
        }

        Assert.IsType<TestEmailResult.TooMany>(await _room.CheckAsync(_room.Admin));
        Assert.Equal(TestEmailQuota.Max / 2, _room.Sender.Checked.Count);
    }

    [Fact]
    public async Task SendAsync_LongerThanAMinute_EndsAsATimeOut()
    {
        await _room.StoreAsync();
        _room.Sender.Checking = HangAsync;
        var progress = new TestEmailProgress(_room.Database.Time);

        var checking = _room.CheckAsync(_room.Admin, listener: progress);
        while (progress.Stages().All(s => s.State != StageState.Running))
        {
            await progress.Changed.WaitAsync(Bound.Wait);
        }

        _room.Database.Time.Advance(TimeSpan.FromSeconds(60));
        var result = Assert.IsType<TestEmailResult.Checked>(await checking.WaitAsync(Bound.Wait));

        Assert.Equal(DeliveryFailureKind.TimedOut, Assert.IsType<CredentialCheck.Failed>(result.Check).Failure.Kind);
        Assert.Equal(DeliveryFailureKind.TimedOut, progress.Stages().Single(s => s.State == StageState.Failed).Failure!.Kind);
    }

    [Fact]
    public async Task SendAsync_NotOffered_SaysSo()
    {
        await _room.StoreAsync();
        _room.Sender.Way = null;

        Assert.IsType<CredentialCheck.NotOffered>(Assert.IsType<TestEmailResult.Checked>(await _room.CheckAsync(_room.Admin)).Check);
    }

    [Fact]
    public async Task CanCheckAsync_WhatWouldBeTested_IsAskedFor()
    {
        async Task<bool> CanAsync(ClaimsPrincipal person, EmailProviderInput? draft = null, string domain = "foo.com", ProviderId? entry = null) =>
            await _room.Handler.CanCheckAsync(person, domain, TestEmailRequest.Check(draft) with { Entry = entry }, CancellationToken.None);

        Assert.True(await CanAsync(_room.Admin));
        Assert.True(await CanAsync(_room.Operator));
        Assert.True(await CanAsync(_room.Admin, Inputs.Basic));
        Assert.True(await CanAsync(_room.Admin, new EmailProviderInput(
            new EmailProviderSettings { Server = ProviderServer.Platform, FromAddress = "codes@foo.com" }, SecretInput.Keep, SecretInput.Keep)));
        Assert.False(await CanAsync(_room.Admin, domain: "bar.com"));
        Assert.False(await CanAsync(_room.Admin, entry: new ProviderId(Guid.CreateVersion7())));
        _room.Sender.Way = null;
        Assert.False(await CanAsync(_room.Admin));
        Assert.False(await CanAsync(_room.Admin, Inputs.Basic));
        Assert.Empty(_room.Sender.Checked);
    }

    private static async Task<CredentialCheck> HangAsync(IDeliveryListener listener, CancellationToken cancellationToken) =>
        new CredentialCheck.Failed((await ScriptedSharedSender.HangAsync(listener, cancellationToken)).Reason!);
}
