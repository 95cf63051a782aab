using EmailConsole.Outbox;
using EmailConsole.Sending.Lanes;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Sending.Lanes;

public sealed class LaneReadingTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly WithdrawnEmails _withdrawn = new();
    private readonly HeldEmails _held = new(new LaneMemory());
    private readonly LaneReading _reading;

    public LaneReadingTests() => _reading = new LaneReading(_held, _withdrawn, _time);

    [Fact]
    public void TryBegin_NewLane_AsksForTheNextTimeAndThenForEachPriority()
    {
        List<string> asked = [];
        for (var read = _reading.TryBegin(); read is not null; read = _reading.Next())
        {
            asked.Add(read is LaneRead.Due due ? $"{due.Priority}" : read.GetType().Name);
            End(read, sawAll: true);
        }

        Assert.Equal(["NextDue", "High", "Normal", "Bulk"], asked);
        Assert.False(_reading.IsReading || _reading.HasMore);
    }

    [Fact]
    public void TryBegin_WhileItReads_BeginsNothing()
    {
        Assert.NotNull(_reading.TryBegin());

        Assert.Null(_reading.TryBegin());
    }

    [Fact]
    public void Next_OnePriorityNeverEnds_TheOthersHaveTheirTurns()
    {
        List<EmailPriority> asked = [];
        var read = _reading.TryBegin();
        for (var i = 0; i < 9; i++, read = _reading.Next())
        {
            if (read is LaneRead.Due due)
            {
                asked.Add(due.Priority);
                _reading.Missed(due.Priority);
                _reading.End(due, sawAll: true);
            }
        }

        Assert.Equal(3, asked.Take(3).Distinct().Count());
        Assert.True(_reading.HasMoreOf(EmailPriority.High));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void End_SomethingWasMissedMeanwhile_IsReadAgain(bool isMissed)
    {
        var read = BeginDue();
        if (isMissed)
        {
            _reading.Missed(read.Priority);
        }

        _reading.End(read, sawAll: true);

        Assert.Equal(isMissed, _reading.HasMoreOf(read.Priority));
    }

    [Fact]
    public void End_DidNotSeeAll_IsReadAgain()
    {
        var read = BeginDue();

        _reading.End(read, sawAll: false);

        Assert.True(_reading.HasMoreOf(read.Priority));
    }

    [Fact]
    public void Fail_AnswersWithAFault_RestsForASecond()
    {
        BeginDue();
        _reading.Fail();

        _time.Advance(LaneReading.AfterFault - TimeSpan.FromTicks(1));
        Assert.Null(_reading.TryBegin());
        Assert.Equal(TimeSpan.FromTicks(1), _reading.Rest);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(_reading.Rest);
        Assert.Equal(EmailPriority.High, Assert.IsType<LaneRead.Due>(_reading.TryBegin()).Priority);
    }

    [Fact]
    public void TryBegin_MessagesAreHeldAndBeingCancelled_NamesThem()
    {
        var (held, before, since) = (HeldEmailsTests.New(EmailPriority.High), Guid.NewGuid(), Guid.NewGuid());
        _held.TryAdd(held);
        _withdrawn.Add([before]);

        var read = BeginDue();
        _reading.Withdraw([since]);

        Assert.Equal<HashSet<Guid>>([before, held.Waiting.Id], [.. read.Holding]);
        Assert.Equal<HashSet<Guid>>([before, since], read.Skip);
    }

    [Fact]
    public void Next_SomethingExpired_IsEndedFirst()
    {
        var expired = HeldEmailsTests.New(expiresAt: _time.GetUtcNow());
        _held.TryAdd(expired);
        _held.Take(_time.GetUtcNow());

        Assert.Equal([expired.Waiting.Id], Assert.IsType<LaneRead.Expire>(_reading.TryBegin()).Ids);

        _held.End([expired.Waiting.Id]);
        Assert.IsType<LaneRead.NextDue>(_reading.Next());
    }

    [Fact]
    public void LookAgain_NothingIsKnownToWait_AsksForEverything()
    {
        ReadAll();

        _reading.LookAgain();

        Assert.Equal(4, ReadAll());
    }

    /// <summary>What falls due between two questions is found by neither, unless the one for the next time comes first.</summary>
    [Fact]
    public void Next_TimePassesWhileItReads_NothingFallsDueUnseen()
    {
        DateTimeOffset? known = null;
        List<DateTimeOffset> looked = [];
        for (var read = _reading.TryBegin(); read is not null; read = _reading.Next())
        {
            known = read is LaneRead.NextDue next ? next.After : known;
            looked.AddRange(read is LaneRead.Due ? [_time.GetUtcNow()] : []);
            End(read, sawAll: true);
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(3, looked.Count);
        Assert.All(looked, at => Assert.True(at >= known, $"{at:O} {known:O}"));
    }

    [Fact]
    public void TryBegin_ClockSetBack_AsksForTheNextTimeAgain()
    {
        ReadAll();
        Assert.Null(_reading.TryBegin());

        _time.AdjustTime(_time.GetUtcNow().AddHours(-1));

        Assert.Equal(_time.GetUtcNow(), Assert.IsType<LaneRead.NextDue>(_reading.TryBegin()).After);
        Assert.Null(_reading.Next());
    }

    [Fact]
    public void Fail_TheNextTime_IsAskedForAgain()
    {
        Assert.IsType<LaneRead.NextDue>(_reading.TryBegin());

        _reading.Fail();
        _time.Advance(LaneReading.AfterFault);

        Assert.IsType<LaneRead.NextDue>(_reading.TryBegin());
    }

    private LaneRead.Due BeginDue()
    {
        Assert.IsType<LaneRead.NextDue>(_reading.TryBegin());
        return Assert.IsType<LaneRead.Due>(_reading.Next());
    }

    private int ReadAll()
    {
        var count = 0;
        for (var read = _reading.TryBegin(); read is not null; read = _reading.Next())
        {
            count++;
            End(read, sawAll: true);
        }

        return count;
    }

    private void End(LaneRead read, bool sawAll)
    {
        if (read is LaneRead.Due due)
        {
            _reading.End(due, sawAll);
        }
    }
}
