using EmailConsole.Accounts.Invitations;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.Outbox.Invitations;

public sealed class InvitationMailTests : IAsyncLifetime
{
    private readonly FakeProvider _provider = new();
    private OutboxBed _bed = default!;

    public async Task InitializeAsync() => _bed = await OutboxBed.OpenAsync(
        options => options.QueueLimit = 1, add: services => services.AddSingleton<IEffectiveProvider>(_provider));

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Send_ProviderInForce_IsAcceptedFirstInLineUntilTheLinkEnds()
    {
        Assert.Null(await SendAsync());

        var waiting = Assert.Single(await _bed.TakeAsync());
        Assert.Equal((EmailPriority.High, OutboxBed.Start.AddDays(3)), (waiting.Priority, waiting.ExpiresAt));
        Assert.Equal(["kim@xn--bcher-kva.example"], waiting.Recipients);
        Assert.EndsWith("@platform.example", waiting.InternetMessageId, StringComparison.Ordinal);
        var stored = await _bed.FindAsync(waiting.Id);
        Assert.Equal(("admin@carbon.super", null), (stored!.AcceptedBy, stored.Metadata));
        var email = Assert.Single(await _bed.Outbox.LoadContentAsync([waiting], default)).Email!;
        Assert.Contains(SampleInvitation.Link, email.Text, StringComparison.Ordinal);
        Assert.Equal([SampleInvitation.Secret], email.Secrets);
    }

    [Fact]
    public async Task Send_Accepted_LeavesTheLinkInNoFileAndNoLog()
    {
        await SendAsync();

        await using var after = await _bed.OpenAfterKillAsync();

        Assert.All(after.DatabaseFiles, file => Assert.DoesNotContain(SampleInvitation.Secret, File.ReadAllText(file), StringComparison.Ordinal));
        Assert.DoesNotContain(_bed.Log.Lines, line => line.Contains(SampleInvitation.Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_NoProvider_SaysSo()
    {
        _provider.From = null;

        Assert.Contains("no email provider", await SendAsync(), StringComparison.Ordinal);
        Assert.Empty(await _bed.TakeAsync());
    }

    [Fact]
    public async Task Send_QueueFull_SaysSo()
    {
        await SendAsync();

        Assert.Contains("queue of foo.example is full", await SendAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_AddressThatNoServerTakes_SaysSo() =>
        Assert.Contains("no address", await SendAsync("kim@<x>"), StringComparison.Ordinal);

    private Task<string?> SendAsync(string recipient = "kim@bücher.example") =>
        _bed.Get<IInvitationMail>().SendAsync(SampleInvitation.New(_bed.Foo, recipient), CancellationToken.None);

    private sealed class FakeProvider : IEffectiveProvider
    {
        public string? From { get; set; } = "no-reply@platform.example";

        public Task<ProviderResolution> ResolveAsync(Guid tenantId, CancellationToken cancellationToken) => Task.FromResult<ProviderResolution>(From is null
            ? new ProviderResolution.None()
            : new ProviderResolution.InForce(new ProviderInForce(
                ProviderOrigin.SuperTenant, Guid.Empty, Guid.Empty, new EmailProviderSettings { FromAddress = From }, new EmailProviderSecrets(null, null))));
    }
}
