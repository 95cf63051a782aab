using System.Collections;
using System.Globalization;
using System.Reflection;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace EmailConsole.Tests.Hosting.Moving;

/// <summary>Every row of every table as EF Core reads it, a line each, in an order that both kinds of database have.</summary>
internal static class DatabaseContent
{
    private static readonly MethodInfo ReadSet = typeof(DatabaseContent).GetMethod(nameof(ReadAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static async Task<IReadOnlyList<string>> ReadAllAsync(EmailConsoleDb db)
    {
        var lines = new List<string>();
        foreach (var entity in db.Model.GetEntityTypes().Where(e => e.ClrType.Namespace!.StartsWith("EmailConsole", StringComparison.Ordinal)))
        {
            lines.AddRange(await (Task<IReadOnlyList<string>>)ReadSet.MakeGenericMethod(entity.ClrType).Invoke(null, [db])!);
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static async Task<IReadOnlyList<string>> ReadAsync<TEntity>(EmailConsoleDb db)
        where TEntity : class
    {
        var rows = await db.Set<TEntity>().IgnoreQueryFilters().AsNoTracking().ToListAsync();
        return [.. rows.Select(row => $"{typeof(TEntity).Name} {Describe(db.Entry(row))}")];
    }

    private static string Describe(EntityEntry row) => string.Join(" | ", row.Properties
        .Concat(row.ComplexProperties.SelectMany(complex => complex.Properties))
        .OrderBy(p => p.Metadata.Name, StringComparer.Ordinal)
        .Select(p => $"{p.Metadata.Name}={Text(p.CurrentValue)}"));

    private static string Text(object? value) => value switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        string text => text,
        IEnumerable many => string.Join(',', many.Cast<object>()),
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };
}
