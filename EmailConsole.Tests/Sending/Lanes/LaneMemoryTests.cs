using EmailConsole.Outbox;
using EmailConsole.Sending.Lanes;

namespace EmailConsole.Tests.Sending.Lanes;

public sealed class LaneMemoryTests
{
    private const long Message = 7 * 1024;

    private readonly LaneMemory _memory = new();

    [Fact]
    public void TryTake_OneLaneAlone_HasHalf()
    {
        var held = Fill(int.MaxValue);

        Assert.InRange(held, (LaneMemory.Capacity / 2) - (2 * Message), (LaneMemory.Capacity / 2) + Message);
    }

    [Fact]
    public void TryTake_AHundredLanesThatOnlyTake_LeaveSomeToTheNext()
    {
        for (var lane = 0; lane < 100; lane++)
        {
            Fill(256);
        }

        Assert.True(Fill(256) >= 2 * Message);
        Assert.True(_memory.Free > 0);
    }

    [Fact]
    public void TryTake_AHundredLanesOfCodes_LeaveSomeToTheNextCode()
    {
        for (var lane = 0; lane < 100; lane++)
        {
            Fill(256, EmailPriority.High);
        }

        Assert.True(Fill(256, EmailPriority.High) >= 2 * Message);
    }

    [Fact]
    public void TryTake_NothingElseOfThatPriority_IsTakenHoweverMuchIsUsed()
    {
        Assert.True(_memory.TryTake(LaneMemory.Capacity, 0, EmailPriority.Bulk, isOnly: true));

        Assert.False(_memory.TryTake(Message, Message, EmailPriority.Bulk, isOnly: false));
        Assert.True(_memory.TryTake(Message, LaneMemory.Capacity, EmailPriority.High, isOnly: true));
    }

    [Fact]
    public void GiveBack_All_IsThereAgain()
    {
        var held = Fill(int.MaxValue);

        _memory.GiveBack(held);

        Assert.Equal(0, _memory.Used);
    }

    /// <returns>What one more lane got.</returns>
    private long Fill(int most, EmailPriority priority = EmailPriority.Bulk)
    {
        long held = 0;
        for (var i = 0; i < most && _memory.TryTake(Message, held, priority, isOnly: held == 0); i++)
        {
            held += Message;
        }

        return held;
    }
}
