using EmailConsole.Outbox;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Sending.Routes;

/// <summary>A tenant with two providers: by which of them its mail leaves, counted at both.</summary>
public sealed class RouteTests : IAsyncLifetime
{
    private readonly LaneBed _bed = new();
    private ScriptedSmtpServer _first = null!;
    private ScriptedSmtpServer _second = null!;
    private Guid _tenant;

    public async Task InitializeAsync()
    {
        _first = _bed.Own(new ScriptedSmtpServer()).Start();
        _second = _bed.Own(new ScriptedSmtpServer()).Start();
        _tenant = await _bed.AddRoutedTenantAsync(_first, _second);
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Send_BothWork_GoesByTheFirst()
    {
        await SendAsync(10);

        Assert.Equal((10, 0), Counts());
    }

    [Fact]
    public async Task Send_TheFirstCannotBeUsed_GoesByTheSecondAtOnceAndBackWhenItWorks()
    {
        _first.DropAt("CONNECT");
        var start = TimeProvider.System.GetTimestamp();
        var ids = await SendAsync(20);
        var took = TimeProvider.System.GetElapsedTime(start);

        Assert.Equal((0, 20), Counts());
        Assert.InRange(took, TimeSpan.Zero, Bound.Soon);
        var stories = await Task.WhenAll(ids.Select(_bed.FindAsync));
        Assert.All(stories, story => Assert.Equal("server 2", story.AttemptHistory.MaxBy(a => a.Number)!.ProviderName));
        Assert.Contains(stories, story => story.AttemptHistory.Any(a => a.ProviderName == "server 1"));

        _first.Script.Clear();
        for (var sent = 20; _first.Messages.Count < 3; sent++)
        {
            await _bed.AcceptAsync(_tenant);
            await _bed.SettledAsync(_tenant, sent + 1);
        }

        var before = Counts();
        await SendAsync(10, after: before.First + before.Second);
        Assert.Equal((before.First + 10, before.Second), Counts());
    }

    [Fact]
    public async Task Send_TheFirstMayHaveIt_IsHandedToNoOther()
    {
        _first.DropAt("CONTENT");
        await _bed.AcceptAsync(_tenant, Emails.New() with { Priority = EmailPriority.High });
        await Bound.UntilAsync(() => _bed.Outbox.CountsOf(_tenant).Retrying == 1);

        _first.Script.Clear();
        await _bed.SettledAsync(_tenant, 1);

        Assert.Empty(_second.Commands);
    }

    [Theory]
    [InlineData("550 5.1.1 No such user", EmailState.Failed)]
    [InlineData("451 4.7.1 Greylisted", EmailState.Retrying)]
    public async Task Send_ARecipientIsRefused_IsNoFaultOfTheFirst(string reply, EmailState state)
    {
        _first.Reply("RCPT", reply);
        var id = await _bed.AcceptAsync(_tenant);
        await Bound.UntilAsync(() => _first.Commands.Any(c => c.StartsWith("RCPT", StringComparison.Ordinal)));
        await _bed.SettledAsync(_tenant, 1, state);

        Assert.Equal((0, 0), Counts());
        Assert.Single((await _bed.FindAsync(id)).AttemptHistory);
    }

    [Fact]
    public async Task Send_TheFirstSaysNothingAtAll_OnlyWhatItHasWaitsForItsTimeLimit()
    {
        _first.FallSilentAt("CONNECT");
        await _bed.AcceptAsync(_tenant, [.. Enumerable.Range(0, 20).Select(_ => Emails.New() with { Priority = EmailPriority.High })]);
        var start = TimeProvider.System.GetTimestamp();

        await _bed.SettledAsync(_tenant, 19);

        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, Bound.Soon);
        Assert.Equal((0, 19), Counts());
    }

    [Fact]
    public async Task Send_TheFirstAsksForAPause_CodesGoByTheSecondAndBulkWaits()
    {
        _first.Reply("MAIL", "451 4.7.0 Too many messages, slow down");
        var bulk = await _bed.AcceptAsync(_tenant, Emails.New() with { Priority = EmailPriority.Bulk });
        await Bound.UntilAsync(() => _bed.Outbox.CountsOf(_tenant).Retrying == 1);
        await _bed.AcceptAsync(_tenant, Emails.New() with { Priority = EmailPriority.High });

        await _bed.SettledAsync(_tenant, 1);

        Assert.Equal((0, 1), Counts());
        Assert.True((await _bed.FindAsync(bulk)).State.IsWaiting);
    }

    private async Task<IReadOnlyList<Guid>> SendAsync(int count, int after = 0)
    {
        var ids = await _bed.AcceptAsync(_tenant, [.. Enumerable.Range(0, count).Select(_ => Emails.New())]);
        await _bed.SettledAsync(_tenant, after + count);
        return ids;
    }

    private (int First, int Second) Counts() => (_first.Messages.Count, _second.Messages.Count);
}
