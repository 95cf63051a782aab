using EmailConsole.Delivery;
using EmailConsole.TestEmail.Components;
using EmailConsole.TestEmail.Progress;

namespace EmailConsole.Tests.TestEmail.Components;

public sealed class TestEmailWordsTests
{
    [Theory]
    [InlineData(DeliveryStage.Connect, 4.9, null)]
    [InlineData(DeliveryStage.Connect, 5, "waiting, at most 10 s")]
    [InlineData(DeliveryStage.Greeting, 6, "waiting, at most 30 s")]
    [InlineData(DeliveryStage.Content, 6, "waiting, at most 60 s")]
    public void Waiting_RunningStage_TellsItsLimitAfterFiveSeconds(DeliveryStage stage, double seconds, string? expected) =>
        Assert.Equal(expected, TestEmailWords.Waiting(
            new StageProgress(stage, StageState.Running, Elapsed: TimeSpan.FromSeconds(seconds)), new DeliveryOptions()));

    [Fact]
    public void Waiting_PassedStage_IsNull() =>
        Assert.Null(TestEmailWords.Waiting(
            new StageProgress(DeliveryStage.Greeting, StageState.Passed, Elapsed: TimeSpan.FromSeconds(20)), new DeliveryOptions()));
}
