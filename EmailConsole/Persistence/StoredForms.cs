using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace EmailConsole.Persistence;

/// <summary>
/// In which form every table keeps ids, times, durations and texts. Given by type, so that no mapping says it, and with the same meaning and
/// order in both kinds of database: ids by their bytes, times and durations in microseconds, texts by code point. What is compared without
/// regard to case has a column of its own in lower case.
/// </summary>
internal static class StoredForms
{
    /// <summary>What SQLite has no type for is 16 bytes or a number; its texts are compared by BINARY.</summary>
    public static void OfSqlite(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<Guid>().HaveConversion<SortableGuid>();
        conventions.Properties<DateTimeOffset>().HaveConversion<TimeNumber>();
        conventions.Properties<TimeSpan>().HaveConversion<DurationNumber>();
    }

    /// <summary><c>uuid</c>, <c>timestamptz</c> and <c>interval</c>. What is finer than they keep is cut off here: the driver would round it or refuse it.</summary>
    public static void OfPostgres(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<DateTimeOffset>().HaveConversion<UtcTime>();
        conventions.Properties<TimeSpan>().HaveConversion<Duration>();
    }

    /// <summary>
    /// All names in lower case, so that SQL without quotes means the same in both; texts by the collation "C", and of any length, as in SQLite; and
    /// computed columns kept in the row, since an index needs that.
    /// </summary>
    public static void OfPostgres(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            entity.SetTableName(Lower(entity.GetTableName()));
            var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
            foreach (var property in entity.GetProperties().Concat(entity.GetComplexProperties().SelectMany(p => p.ComplexType.GetProperties())))
            {
                Adapt(property, Lower(property.GetColumnName(table))!);
            }

            foreach (var key in entity.GetKeys())
            {
                key.SetName(Lower(key.GetName()));
            }

            foreach (var index in entity.GetIndexes())
            {
                index.SetDatabaseName(Lower(index.GetDatabaseName()));
            }
        }

        // Their names are made of both tables'
        foreach (var reference in model.Model.GetEntityTypes().SelectMany(entity => entity.GetForeignKeys()))
        {
            reference.SetConstraintName(Lower(reference.GetConstraintName()));
        }
    }

    private static void Adapt(IMutableProperty property, string column)
    {
        property.SetColumnName(column);
        if ((property.GetProviderClrType() ?? property.GetValueConverter()?.ProviderClrType ?? property.ClrType) == typeof(string))
        {
            property.SetColumnType("text");
            property.SetCollation("C");
        }

        if (property.GetComputedColumnSql() is not null)
        {
            property.SetIsStored(true);
        }
    }

    // A name of the schema, not a text of somebody's language
#pragma warning disable CA1308
    private static string? Lower(string? name) => name?.ToLowerInvariant();
#pragma warning restore CA1308

    private sealed class TimeNumber() : ValueConverter<DateTimeOffset, long>(
        time => time.ToMicroseconds(), stored => Microseconds.ToTime(stored));

    private sealed class DurationNumber() : ValueConverter<TimeSpan, long>(
        duration => duration.ToMicroseconds(), stored => Microseconds.ToDuration(stored));

    private sealed class UtcTime() : ValueConverter<DateTimeOffset, DateTimeOffset>(
        time => Microseconds.ToTime(time.ToMicroseconds()), stored => stored);

    private sealed class Duration() : ValueConverter<TimeSpan, TimeSpan>(
        duration => Microseconds.ToDuration(duration.ToMicroseconds()), stored => stored);
}

/// <summary>Times as they are stored: microseconds since the Unix epoch. What is finer is cut off, for both sides of a comparison.</summary>
internal static class Microseconds
{
    public static long ToMicroseconds(this DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).ToMicroseconds();

    public static long ToMicroseconds(this TimeSpan duration) => duration.Ticks / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToTime(long stored) => DateTimeOffset.UnixEpoch + ToDuration(stored);

    public static TimeSpan ToDuration(long stored) => TimeSpan.FromTicks(stored * TimeSpan.TicksPerMicrosecond);
}
