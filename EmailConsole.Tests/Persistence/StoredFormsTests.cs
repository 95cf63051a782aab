using EmailConsole.Persistence;

namespace EmailConsole.Tests.Persistence;

public sealed class StoredFormsTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 23, 10, 0, 0, 123, 456, TimeSpan.Zero);

    [Fact]
    public void ToTime_Microseconds_GivesTheSameTimeInUtc()
    {
        var stored = Microseconds.ToTime(Time.ToOffset(TimeSpan.FromHours(2)).ToMicroseconds());

        Assert.Equal((Time, TimeSpan.Zero), (stored, stored.Offset));
    }

    [Fact]
    public void ToMicroseconds_FinerThanThat_IsCutOff()
    {
        Assert.Equal(Time.ToMicroseconds(), Time.AddTicks(9).ToMicroseconds());
        Assert.Equal(Time.ToMicroseconds() - 1, Time.AddTicks(-1).ToMicroseconds());
        Assert.Equal(TimeSpan.FromMicroseconds(7), Microseconds.ToDuration(TimeSpan.FromTicks(79).ToMicroseconds()));
    }
}
