using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace EmailConsole.Persistence;

/// <summary>
/// In which form every table keeps ids, times and durations. Given by type, so that no mapping says it, and each one that PostgreSQL has too,
/// with the same meaning and order: <c>uuid</c>, <c>timestamptz</c> and <c>interval</c>, both in microseconds. Texts are compared by code point
/// (SQLite's BINARY, PostgreSQL's "C"): what is compared without regard to case has a column of its own in lower case.
/// </summary>
internal static class StoredForms
{
    public static void Apply(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<Guid>().HaveConversion<SortableGuid>();
        conventions.Properties<DateTimeOffset>().HaveConversion<TimeConverter>();
        conventions.Properties<TimeSpan>().HaveConversion<DurationConverter>();
    }

    private sealed class TimeConverter() : ValueConverter<DateTimeOffset, long>(
        time => time.ToMicroseconds(), stored => Microseconds.ToTime(stored));

    private sealed class DurationConverter() : ValueConverter<TimeSpan, long>(
        duration => duration.ToMicroseconds(), stored => Microseconds.ToDuration(stored));
}

/// <summary>Times as they are stored: microseconds since the Unix epoch. What is finer is cut off, for both sides of a comparison.</summary>
internal static class Microseconds
{
    public static long ToMicroseconds(this DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).ToMicroseconds();

    public static long ToMicroseconds(this TimeSpan duration) => duration.Ticks / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToTime(long stored) => DateTimeOffset.UnixEpoch + ToDuration(stored);

    public static TimeSpan ToDuration(long stored) => TimeSpan.FromTicks(stored * TimeSpan.TicksPerMicrosecond);
}
