using EmailConsole.Outbox;
using EmailConsole.Sending;
using EmailConsole.Sending.Lanes;

namespace EmailConsole.Tests.Sending.Lanes;

public sealed class HeldEmailsTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly LaneMemory _memory = new();
    private readonly HeldEmails _held;

    public HeldEmailsTests() => _held = new HeldEmails(_memory);

    [Fact]
    public void Take_Ready_IsInFlightUntilItEnds()
    {
        var email = New();
        _held.TryAdd(email);

        Assert.Same(email, _held.Take(Now));
        Assert.Equal((0, 1, false), (_held.Ready, _held.InFlight, _held.IsEmpty));
        Assert.Equal([email.Waiting.Id], _held.InFlightIds);

        _held.End(email.Waiting.Id);
        Assert.Equal((0, 0, true), (_held.Ready, _held.InFlight, _held.IsEmpty));
        Assert.Equal(0, _memory.Used);
    }

    [Fact]
    public void TryAdd_Twice_IsHeldOnce()
    {
        var email = New();

        Assert.True(_held.TryAdd(email));
        Assert.True(_held.TryAdd(email));

        Assert.Equal(1, _held.Ready);
        _held.End(email.Waiting.Id);
        Assert.Equal(0, _memory.Used);
    }

    [Fact]
    public void TryAdd_AsManyAsAPriorityMayHold_TakesNoMoreOfItAndOthers()
    {
        for (var i = 0; i < LaneQueues.Capacity; i++)
        {
            Assert.True(_held.TryAdd(New()));
        }

        Assert.False(_held.TryAdd(New()));
        Assert.True(_held.TryAdd(New(EmailPriority.High)));
        Assert.Equal(0, _held.RoomFor(EmailPriority.Normal));
        Assert.False(_held.WantsMore(EmailPriority.Normal));
        Assert.True(_held.WantsMore(EmailPriority.High));
    }

    [Fact]
    public void TryAdd_NoMemory_WantsNoMoreOfThatPriorityUntilSomethingEnds()
    {
        var first = New(size: LaneMemory.Capacity);
        _held.TryAdd(first);

        Assert.False(_held.TryAdd(New(size: LaneMemory.Capacity)));
        Assert.False(_held.WantsMore(EmailPriority.Normal));
        Assert.True(_held.WantsMore(EmailPriority.High));

        _held.End(first.Waiting.Id);
        Assert.True(_held.WantsMore(EmailPriority.Normal));
    }

    [Fact]
    public void Take_ItsTimeIsOver_IsSetAside()
    {
        var (late, next) = (New(expiresAt: Now), New());
        _held.TryAdd(late);
        _held.TryAdd(next);

        Assert.Same(next, _held.Take(Now));
        Assert.Equal([late.Waiting.Id], _held.Expired);

        _held.End(late.Waiting.Id);
        Assert.Empty(_held.Expired);
    }

    [Fact]
    public void Withdraw_OneReadyOneTakenAndOneOut_KeepsTheOneThatIsOut()
    {
        var (taken, isOut, ready) = (New(), New(), New());
        foreach (var email in (ReadyEmail[])[taken, isOut, ready])
        {
            _held.TryAdd(email);
        }

        _held.Take(Now);
        _held.Taken(DispatchOf(taken));
        _held.Take(Now);
        _held.Taken(DispatchOf(isOut));
        Assert.True(_held.MayGoOut(taken.Waiting.Id, isLast: false));
        Assert.True(_held.MayGoOut(isOut.Waiting.Id, isLast: true));
        List<Guid> kept = [];

        _held.Withdraw([taken.Waiting.Id, isOut.Waiting.Id, ready.Waiting.Id, Guid.NewGuid()], kept);

        Assert.Equal([isOut.Waiting.Id], kept);
        Assert.Null(_held.Take(Now));
        Assert.False(_held.MayGoOut(taken.Waiting.Id, isLast: true));
        Assert.Equal(2, _held.InFlight);
    }

    [Fact]
    public void Clear_ReadyExpiredAndInFlight_LeavesWhatIsInFlight()
    {
        var (late, taken, ready) = (New(expiresAt: Now), New(), New());
        foreach (var email in (ReadyEmail[])[late, taken, ready])
        {
            _held.TryAdd(email);
        }

        _held.Take(Now);

        Assert.True(_held.Clear());
        Assert.Equal([taken.Waiting.Id], _held.InFlightIds);
        Assert.False(_held.Clear());
    }

    private static Dispatch DispatchOf(ReadyEmail email) => new(email, null!, HasMore: true, Guid.NewGuid());

    internal static ReadyEmail New(EmailPriority priority = EmailPriority.Normal, DateTimeOffset? expiresAt = null, long size = 700) => new(
        new WaitingEmail(Guid.NewGuid(), Guid.NewGuid(), priority, default, default, expiresAt ?? DateTimeOffset.MaxValue, 0, "id@foo.example", size, []), null, null);
}
