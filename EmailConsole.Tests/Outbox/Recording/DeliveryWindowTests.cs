using EmailConsole.Outbox;
using EmailConsole.Outbox.Recording;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Outbox.Recording;

public sealed class DeliveryWindowTests : IDisposable
{
    private static readonly Guid Well = Guid.NewGuid();
    private static readonly Guid Hung = Guid.NewGuid();

    private readonly FakeTimeProvider _time = new();
    private readonly OutboxOptions _options = new() { UnrecordedWindow = 2 };
    private readonly DeliveryWindow _window;

    public DeliveryWindowTests() => _window = new DeliveryWindow(Options.Create(_options), _time);

    public void Dispose() => _window.Dispose();

    [Fact]
    public async Task Take_AllTaken_WaitsUntilOneIsRecorded()
    {
        var first = await TakeAsync();
        await TakeAsync();
        var third = TakeAsync();
        _window.Sent(first, hasAnswered: true);

        Assert.False(third.IsCompleted);
        _window.Return(first);
        await third;
        Assert.Equal(2, _window.Taken);
    }

    [Fact]
    public async Task Take_SlowServers_LendTheirPlacesAndCountAgainAtTheEnd()
    {
        var slow = await TakeAsync();
        await TakeAsync();
        var third = TakeAsync();

        _time.Advance(TimeSpan.FromSeconds(1.25));
        await third;

        Assert.Equal(1, _window.Taken);
        _window.Sent(slow, hasAnswered: true);
        Assert.Equal(2, _window.Taken);
        _window.Return(slow);
        Assert.Equal(1, _window.Taken);
    }

    [Fact]
    public async Task Take_SentButNotRecorded_IsNotLent()
    {
        var sent = await TakeAsync();
        _window.Sent(sent, hasAnswered: true);
        await TakeAsync();
        var third = TakeAsync();
        var fourth = TakeAsync();

        _time.Advance(TimeSpan.FromSeconds(5));

        await third;
        Assert.False(fourth.IsCompleted);
    }

    [Fact]
    public async Task Take_ACodeAmongOthers_GoesFirst()
    {
        var held = await TakeAsync();
        await TakeAsync();
        var other = TakeAsync();
        var code = TakeAsync(isFirst: true);

        _window.Return(held);

        await code;
        Assert.False(other.IsCompleted);
    }

    [Fact]
    public async Task Take_Shut_WaitsUntilItIsOpen()
    {
        _window.Shut();
        var waiting = TakeAsync();

        Assert.False(waiting.IsCompleted);
        _window.Open();
        await waiting;
    }

    [Fact]
    public async Task Take_GaveUp_KeepsNoPlace()
    {
        await TakeAsync();
        var held = await TakeAsync();
        using var cancel = new CancellationTokenSource();
        var gone = _window.TakeAsync(Well, isFirst: false, cancel.Token).AsTask();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        _window.Return(held);
        await TakeAsync();
    }

    [Fact]
    public async Task Take_ServersThatBeginToHangAtOnce_LeaveAQuarterToCodes()
    {
        _options.UnrecordedWindow = 8;
        var others = Enumerable.Range(0, 10).Select(_ => TakeAsync(channel: Guid.NewGuid())).ToList();

        await TakeAsync(isFirst: true);
        await TakeAsync(isFirst: true);
        var third = TakeAsync(isFirst: true);

        Assert.Equal(6, others.Count(o => o.IsCompleted));
        Assert.False(third.IsCompleted);
        _window.Return(await others[0]);
        await third;
        Assert.Equal(6, others.Count(o => o.IsCompleted));
    }

    [Fact]
    public async Task Take_ForAServerThatIsKnownToHang_TakesNoneFromTheOthers()
    {
        await TakeAsync(channel: Hung);
        await TakeAsync(channel: Hung);
        _time.Advance(TimeSpan.FromSeconds(1.25));
        await TakeAsync();
        await TakeAsync();

        var more = await TakeAsync(channel: Hung).WaitAsync(Bound.Wait);

        Assert.Equal(2, _window.Taken);
        _window.Sent(more, hasAnswered: true);
        Assert.Equal(3, _window.Taken);
        _window.Return(more);
        Assert.Equal(2, _window.Taken);
    }

    [Fact]
    public async Task Take_ServerThatAnswersAgain_CountsAgain()
    {
        var slow = await TakeAsync(channel: Hung);
        _time.Advance(TimeSpan.FromSeconds(1.25));
        _window.Sent(slow, hasAnswered: true);
        _window.Return(slow);
        await TakeAsync();
        await TakeAsync();

        var more = TakeAsync(channel: Hung);

        Assert.False(more.IsCompleted);
    }

    [Fact]
    public async Task Take_ServerThatAnswersOthers_IsNotHungForOneThatTakesLong()
    {
        var large = await TakeAsync();
        var small = await TakeAsync();
        _time.Advance(TimeSpan.FromSeconds(0.5));
        _window.Sent(small, hasAnswered: true);
        _window.Return(small);
        await TakeAsync();
        _time.Advance(TimeSpan.FromSeconds(0.75));
        Assert.True(large.IsLent);
        await TakeAsync();

        var more = TakeAsync();

        Assert.False(more.IsCompleted);
    }

    [Fact]
    public async Task Take_SlowChannelWaitsWithMany_AnotherIsNextButOne()
    {
        var held = await TakeAsync();
        await TakeAsync();
        var slow = Enumerable.Range(0, 5).Select(_ => TakeAsync(channel: Hung)).ToList();
        var other = TakeAsync();

        _window.Return(held);
        _window.Return(await slow[0].WaitAsync(Bound.Wait));

        await other.WaitAsync(Bound.Wait);
        Assert.False(slow[1].IsCompleted);
    }

    [Fact]
    public async Task Take_CodesWithoutEnd_LeaveEveryEighthPlaceToOthers()
    {
        _options.UnrecordedWindow = 4;
        Queue<Task<WindowPlace>> codes = new(Enumerable.Range(0, 40).Select(_ => TakeAsync(isFirst: true)));
        var other = TakeAsync();
        for (var i = 0; i < 8; i++)
        {
            _window.Return(await codes.Dequeue());
        }

        await other.WaitAsync(Bound.Wait);
    }

    private Task<WindowPlace> TakeAsync(bool isFirst = false, Guid? channel = null) =>
        _window.TakeAsync(channel ?? Well, isFirst, CancellationToken.None).AsTask();
}
