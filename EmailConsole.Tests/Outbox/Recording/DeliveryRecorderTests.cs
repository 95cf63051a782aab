using EmailConsole.Outbox;
using EmailConsole.Outbox.Lanes;
using EmailConsole.Outbox.Recording;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Outbox.Recording;

public sealed class DeliveryRecorderTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly DeliveryWindow _window;
    private readonly DeliveryRecorder _recorder;

    public DeliveryRecorderTests()
    {
        _window = new DeliveryWindow(Options.Create(new OutboxOptions()), _time);
        _recorder = new DeliveryRecorder(new FakeUnavailableOutbox(), _window, _time, NullLogger<DeliveryRecorder>.Instance);
    }

    public void Dispose()
    {
        _recorder.Dispose();
        _window.Dispose();
    }

    [Fact]
    public async Task Dispose_TheStoreTakesNothing_EndsTheTrying()
    {
        var email = new WaitingEmail(Guid.NewGuid(), Guid.NewGuid(), EmailPriority.Normal, default, default, default, 0, "id@foo.example", 700, []);
        _recorder.Add(new FinishedAttempt(null!, new LaneItem(email, null, null), new DeliveryReport(email, Emails.Delivered, default, default), null, HasAnswered: true));
        var flushed = _recorder.FlushAsync(CancellationToken.None);
        await Lanes.LaneBed.UntilAsync(() => _recorder.IsStuck);

        Assert.False(flushed.IsCompleted);
        _recorder.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flushed.WaitAsync(Bound.Wait));
    }
}
