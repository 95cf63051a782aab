using EmailConsole.Delivery;
using EmailConsole.Delivery.Redaction;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Application;
using Microsoft.Extensions.Logging;

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
}
