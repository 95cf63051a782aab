using EmailConsole.Delivery;
using EmailConsole.Delivery.Redaction;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Application;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Delivery;

public sealed class DeliveryRunTests
{
    [Fact]
    public async Task StageAsync_UnexpectedException_IsLoggedAndReportedAsAnErrorOfOurOwn()
    {
        using var log = new RecordedLog();
        using var factory = new LoggerFactory([log]);
        var listener = new RecordingListener();
        using var run = new DeliveryRun(
            new EmailProviderSettings(), SecretScrubber.For(), listener, null, new FakeAdvisor(), TimeProvider.System,
            new Logger<DeliveryRun>(factory), CancellationToken.None);

        var failure = await run.StageAsync(
            DeliveryStage.Encrypt, TimeSpan.FromSeconds(30), _ => throw new InvalidOperationException("a defect"));

        Assert.Equal((DeliveryFailureKind.InternalError, DeliveryStage.Encrypt), (failure!.Kind, failure.Stage));
        Assert.Equal(failure, Assert.Single(listener.Failures));
        Assert.Contains(log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("a defect", StringComparison.Ordinal));
    }

    /// <summary>The content may take longer than its stage began with, and so may each reply of many.</summary>
    [Fact]
    public async Task Extend_StageIsUnderWay_TheProgressSaysHowLongItMayTakeInAll()
    {
        var (time, progress) = (new FakeTimeProvider(), new DeliveryProgress());
        var start = time.GetUtcNow();
        using var run = new DeliveryRun(
            new EmailProviderSettings(), SecretScrubber.For(), NoDeliveryListener.Instance, progress, new FakeAdvisor(), time, NullLogger<DeliveryRun>.Instance, CancellationToken.None);

        await run.StageAsync(DeliveryStage.Content, TimeSpan.FromSeconds(30), _ =>
        {
            Assert.Equal(new StageUnderWay(DeliveryStage.Content, start, TimeSpan.FromSeconds(30)), progress.Now);
            time.Advance(TimeSpan.FromSeconds(20));
            run.Extend(TimeSpan.FromMinutes(10));
            return Task.FromResult<StageResult>(new StageResult.Passed(""));
        });

        Assert.Equal(new StageUnderWay(DeliveryStage.Content, start, TimeSpan.FromSeconds(620)), progress.Now);
    }
}
