using EmailConsole.Persistence;
using EmailConsole.Tenants;
using EmailConsole.Tests.Accounts;
using Microsoft.EntityFrameworkCore;

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

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Database_TimeWithAnOffsetAndFinerThanMicroseconds_IsFoundAndReadInUtc(DatabaseKind kind)
    {
        await using var bed = await AccountsBed.CreateAsync(kind: kind);
        var time = Time.ToOffset(TimeSpan.FromHours(2)).AddTicks(9);
        await using (var db = await bed.OpenDbAsync())
        {
            db.Add(new Tenant { Domain = "foo.com", CreatedAt = time });
            await db.SaveChangesAsync();
        }

        await using var other = await bed.OpenDbAsync();
        var found = await other.Set<Tenant>().SingleAsync(t => t.CreatedAt == time);
        Assert.Equal((Time, TimeSpan.Zero), (found.CreatedAt, found.CreatedAt.Offset));
    }

    [PostgresFact]
    public async Task Database_OfPostgres_HasNamesInLowerCaseAndTextsByCodePoint()
    {
        await using var bed = await AccountsBed.CreateAsync(kind: DatabaseKind.PostgreSql);
        await using var db = await bed.OpenDbAsync();

        // The tables of Orleans have the types that its own statements give
        var others = await db.Database.SqlQueryRaw<string>(
            """
            SELECT table_name || '.' || column_name || ' ' || data_type AS "Value" FROM information_schema.columns
            WHERE table_schema = 'public' AND NOT starts_with(table_name, '__') AND NOT starts_with(table_name, 'orleans') AND (column_name <> lower(column_name) OR table_name <> lower(table_name)
              OR (data_type = 'text' AND collation_name IS DISTINCT FROM 'C')
              OR data_type NOT IN ('uuid', 'text', 'bytea', 'integer', 'bigint', 'boolean', 'interval', 'timestamp with time zone'))
            """).ToListAsync();

        Assert.Empty(others);
    }
}
