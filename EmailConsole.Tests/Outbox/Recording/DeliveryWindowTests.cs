using EmailConsole.Outbox;
using EmailConsole.Outbox.Recording;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Outbox.Recording;

public sealed class DeliveryWindowTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly DeliveryWindow _window;

    public DeliveryWindowTests() => _window = new DeliveryWindow(Options.Create(new OutboxOptions { UnrecordedWindow = 2 }), _time);

    public void Dispose() => _window.Dispose();

    [Fact]
    public async Task Take_AllTaken_WaitsUntilOneIsRecorded()
    {
        var first = await TakeAsync();
        await TakeAsync();
        var third = TakeAsync();
        _window.Sent(first);

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
        _window.Sent(slow);
        Assert.Equal(2, _window.Taken);
        _window.Return(slow);
        Assert.Equal(1, _window.Taken);
    }

    [Fact]
    public async Task Take_SentButNotRecorded_IsNotLent()
    {
        var sent = await TakeAsync();
        _window.Sent(sent);
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
        var gone = _window.TakeAsync(isFirst: false, cancel.Token).AsTask();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        _window.Return(held);
        await TakeAsync();
    }

    private Task<WindowPlace> TakeAsync(bool isFirst = false) => _window.TakeAsync(isFirst, CancellationToken.None).AsTask();
}
