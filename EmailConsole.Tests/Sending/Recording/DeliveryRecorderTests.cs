using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Sending;
using EmailConsole.Sending.Recording;
using EmailConsole.Tests.Outbox;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Sending.Recording;

public sealed class DeliveryRecorderTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly DeliveryRecorder _recorder;

    public DeliveryRecorderTests()
    {
        _recorder = new DeliveryRecorder(new FakeUnavailableOutbox(), Options.Create(new OutboxOptions()), _time, NullLogger<DeliveryRecorder>.Instance);
    }

    public void Dispose()
    {
        _recorder.Dispose();
    }

    [Fact]
    public async Task RoomAsync_TheStoreTakesNothing_WaitsAndEndsWithItsCaller()
    {
        await _recorder.RoomAsync(CancellationToken.None);
        Add();
        await Bound.UntilAsync(() => _recorder.IsStuck);
        using var caller = new CancellationTokenSource();

        var room = _recorder.RoomAsync(caller.Token).AsTask();

        Assert.False(room.IsCompleted);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => room.WaitAsync(Bound.Wait));
    }

    [Fact]
    public async Task RoomAsync_TheFirstWhoWaitsGivesUp_TheNextGoesOnWhenThereIsRoom()
    {
        var outbox = new FakeUnavailableOutbox();
        using var recorder = new DeliveryRecorder(outbox, Options.Create(new OutboxOptions()), _time, NullLogger<DeliveryRecorder>.Instance);
        Add(recorder, new SilentLane());
        await Bound.UntilAsync(() => recorder.IsStuck);
        using var caller = new CancellationTokenSource();
        var first = recorder.RoomAsync(caller.Token).AsTask();
        var second = recorder.RoomAsync(CancellationToken.None).AsTask();

        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Bound.Wait));
        Assert.False(second.IsCompleted);
        outbox.IsAvailable = true;
        await Bound.UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            return second.IsCompletedSuccessfully;
        });
    }

    [Fact]
    public async Task Add_TheStoreAnswersAgainButCannotTakeThisResult_TheOthersGoOn()
    {
        var outbox = new FakeUnavailableOutbox();
        using var recorder = new DeliveryRecorder(outbox, Options.Create(new OutboxOptions()), _time, NullLogger<DeliveryRecorder>.Instance);
        Add(recorder, new SilentLane());
        await Bound.UntilAsync(() => recorder.IsStuck);

        outbox.RecordFault = new InvalidOperationException("A defect.");

        await Bound.UntilAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(5));
                return !recorder.IsStuck;
            },
            most: TimeSpan.FromSeconds(10));
        await recorder.RoomAsync(CancellationToken.None).AsTask().WaitAsync(Bound.Wait);
    }

    [Fact]
    public async Task Dispose_TheStoreTakesNothing_EndsTheTrying()
    {
        Add();
        var flushed = _recorder.FlushAsync(CancellationToken.None);
        await Bound.UntilAsync(() => _recorder.IsStuck);

        Assert.False(flushed.IsCompleted);
        _recorder.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flushed.WaitAsync(Bound.Wait));
    }

    private void Add() => Add(_recorder, new SilentLane());

    private static void Add(DeliveryRecorder recorder, ISendingLane lane)
    {
        var email = new WaitingEmail(Guid.NewGuid(), Guid.NewGuid(), EmailPriority.Normal, default, default, default, 0, "id@foo.example", 700, []);
        recorder.Add(new DeliveryReport(email, Emails.Delivered, default, default), lane);
    }

    private sealed class SilentLane : ISendingLane
    {
        public Dispatch? TryTake(ProviderId asking) => null;

        public bool MayStillSend(Dispatch dispatch, bool isLast) => false;

        public void Recorded(RecordedEmail recorded)
        {
        }

        public void NotSent(Guid id)
        {
        }

        public void CannotRecord(Guid id)
        {
        }
    }
}
