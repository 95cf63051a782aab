using EmailConsole.Delivery.Certificates;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Delivery.Certificates;

public sealed class RevocationAnswersTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly ManualResetEventSlim _authority = new();
    private readonly RevocationAnswers _answers;
    private int _asked;

    public RevocationAnswersTests() => _answers = new RevocationAnswers(threads: 2, _clock);

    public void Dispose()
    {
        _authority.Set();
        _answers.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData(nameof(RevocationStatus.Good))]
    [InlineData(nameof(RevocationStatus.Revoked))]
    [InlineData(nameof(RevocationStatus.Unknown))]
    public async Task AskAsync_SameCertificateAgain_AsksOnceUntilTheAnswerIsOld(string answer)
    {
        var status = Enum.Parse<RevocationStatus>(answer);
        Assert.Equal(status, await AskAsync("a", status));
        _clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(status, await AskAsync("a", status));
        Assert.Equal(1, _asked);

        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(RevocationStatus.Revoked, await AskAsync("a", RevocationStatus.Revoked));
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task AskAsync_ManyAtOnceForOneCertificate_AskOnce()
    {
        var all = Enumerable.Range(0, 50).Select(_ => HangAsync("a")).ToList();
        await Bound.UntilAsync(() => _asked == 1);

        _authority.Set();

        Assert.All(await Task.WhenAll(all).WaitAsync(Bound.Wait), status => Assert.Equal(RevocationStatus.Good, status));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task AskAsync_AuthorityHangs_IsUnknownWithinTheLimitAndAtOnceForThoseWhoComeLater()
    {
        var first = HangAsync("a");
        Assert.False(first.IsCompleted);
        _clock.Advance(RevocationAnswers.Limit);

        Assert.Equal(RevocationStatus.Unknown, await first.WaitAsync(Bound.Wait));
        Assert.Equal(RevocationStatus.Unknown, await HangAsync("a").WaitAsync(Bound.Wait));

        // What it says in the end is worth knowing
        _authority.Set();
        await Bound.UntilAsync(() => HangAsync("a") is { IsCompletedSuccessfully: true, Result: RevocationStatus.Good });
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task AskAsync_AllThreadsHang_OthersAreUnknownWithinTheLimitAndAskedLater()
    {
        var hung = new[] { HangAsync("a"), HangAsync("b") };
        await Bound.UntilAsync(() => _asked == 2);
        var other = AskAsync("c", RevocationStatus.Good);
        Assert.False(other.IsCompleted);
        _clock.Advance(RevocationAnswers.Limit);

        Assert.Equal(RevocationStatus.Unknown, await other.WaitAsync(Bound.Wait));
        await Task.WhenAll(hung).WaitAsync(Bound.Wait);

        // It was never asked: there is nothing to keep
        _authority.Set();
        await Bound.UntilAsync(() => AskAsync("c", RevocationStatus.Good) is { IsCompletedSuccessfully: true, Result: RevocationStatus.Good });
    }

    [Fact]
    public async Task AskAsync_LookUp_HoldsNoThreadOfThePool() => Assert.Equal(
        RevocationStatus.Good,
        await _answers.AskAsync(
            "a", () => Thread.CurrentThread.IsThreadPoolThread ? RevocationStatus.Revoked : RevocationStatus.Good, CancellationToken.None));

    [Fact]
    public async Task AskAsync_LookUpFails_SaysSoAndKeepsNothing()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => _answers.AskAsync("a", () => throw new InvalidOperationException("broken"), CancellationToken.None));

        Assert.Equal(RevocationStatus.Good, await AskAsync("a", RevocationStatus.Good));
    }

    [Fact]
    public async Task AskAsync_CallerGivesUp_EndsItsWaitAlone()
    {
        using var givenUp = new CancellationTokenSource();
        var one = _answers.AskAsync("a", Hang, givenUp.Token);
        var other = HangAsync("a");

        await givenUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        _authority.Set();

        Assert.Equal(RevocationStatus.Good, await other.WaitAsync(Bound.Wait));
    }

    [Fact]
    public async Task AskAsync_MoreCertificatesThanAreKept_ForgetsTheOldest()
    {
        await AskAsync("first", RevocationStatus.Good);
        for (var i = 0; i < 1_000; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            await AskAsync($"{i}", RevocationStatus.Good);
        }

        await AskAsync("999", RevocationStatus.Good);
        Assert.Equal(1_001, _asked);
        await AskAsync("first", RevocationStatus.Good);
        Assert.Equal(1_002, _asked);
    }

    private Task<RevocationStatus> AskAsync(string certificate, RevocationStatus status) => _answers.AskAsync(
        certificate,
        () =>
        {
            Interlocked.Increment(ref _asked);
            return status;
        },
        CancellationToken.None);

    private Task<RevocationStatus> HangAsync(string certificate) => _answers.AskAsync(certificate, Hang, CancellationToken.None);

    private RevocationStatus Hang()
    {
        Interlocked.Increment(ref _asked);
        Assert.True(_authority.Wait(Bound.Wait));
        return RevocationStatus.Good;
    }
}
