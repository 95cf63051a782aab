using EmailConsole.Persistence;
using EmailConsole.Tests.Outbox;

namespace EmailConsole.Tests.Persistence;

public sealed class SortableGuidTests
{
    [Fact]
    public void FirstAt_Time_IsBeforeEveryIdOfThatMomentAndAfterEveryEarlierOne()
    {
        var first = SortableGuid.FirstAt(OutboxBed.Start);

        for (var i = 0; i < 200; i++)
        {
            Assert.True(Compare(first, Guid.CreateVersion7(OutboxBed.Start)) <= 0);
            Assert.True(Compare(first, Guid.CreateVersion7(OutboxBed.Start.AddMilliseconds(-1))) > 0);
        }
    }

    [Fact]
    public void FromBytes_ToBytes_GivesTheSameId()
    {
        var id = Guid.CreateVersion7();

        Assert.Equal(id, SortableGuid.FromBytes(SortableGuid.ToBytes(id)));
    }

    private static int Compare(Guid a, Guid b) => SortableGuid.ToBytes(a).AsSpan().SequenceCompareTo(SortableGuid.ToBytes(b));
}
