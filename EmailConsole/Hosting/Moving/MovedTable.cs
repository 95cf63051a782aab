using System.Globalization;
using EmailConsole.Persistence.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace EmailConsole.Hosting.Moving;

/// <summary>A table as it is in both databases, told by their models. Its rows are read in the order of the key.</summary>
internal sealed class MovedTable
{
    private MovedTable(ITable from, ITable to, IReadOnlyList<MovedColumn> columns)
    {
        (From, To, Columns) = (from.Name, to.Name, columns);
        var key = from.PrimaryKey!.Columns.Select(column => Quote(column.Name));
        ReadSql = $"SELECT {string.Join(", ", columns.Select(c => Quote(c.From)))} FROM {Quote(from.Name)} ORDER BY {string.Join(", ", key)} LIMIT -1 OFFSET ";
        WriteSql = $"COPY {Quote(to.Name)} ({string.Join(", ", columns.Select(c => Quote(c.To)))}) FROM STDIN (FORMAT BINARY)";
    }

    public string From { get; }

    public string To { get; }

    public IReadOnlyList<MovedColumn> Columns { get; }

    /// <summary>Without the number of rows to pass over.</summary>
    public string ReadSql { get; }

    public string WriteSql { get; }

    /// <summary>All, each after those that it refers to.</summary>
    public static IReadOnlyList<MovedTable> Of(IModel source, IModel target)
    {
        var ordered = new List<IEntityType>();
        foreach (var entity in source.GetEntityTypes())
        {
            Add(entity, ordered);
        }

        return [.. ordered.Select(entity => Of(TableOf(entity), TableOf(target.FindEntityType(entity.Name)!)))];
    }

    private static void Add(IEntityType entity, List<IEntityType> ordered)
    {
        foreach (var principal in entity.GetForeignKeys().Select(key => key.PrincipalEntityType).Where(principal => principal != entity && !ordered.Contains(principal)))
        {
            Add(principal, ordered);
        }

        if (!ordered.Contains(entity))
        {
            ordered.Add(entity);
        }
    }

    private static MovedTable Of(ITable from, ITable to) => new(from, to,
    [
        // What is computed there is not copied
        .. from.Columns.Where(column => column.PropertyMappings[0].Property.ValueGenerated != ValueGenerated.OnAddOrUpdate)
            .Select(column => new MovedColumn(column, to.Columns.Single(c => string.Equals(c.Name, column.Name, StringComparison.OrdinalIgnoreCase)))),
    ]);

    private static ITable TableOf(IEntityType entity) => (ITable)entity.GetTableMappings().Single().Table;

    private static string Quote(string name) => $"\"{name}\"";
}

/// <summary>A column, and how a value of the one database becomes one of the other.</summary>
internal sealed class MovedColumn(IColumn from, IColumn to)
{
    private readonly RelationalTypeMapping _from = from.PropertyMappings[0].TypeMapping;
    private readonly RelationalTypeMapping _to = to.PropertyMappings[0].TypeMapping;

    public string From => from.Name;

    public string To => to.Name;

    public string Type => to.StoreType;

    public object Convert(object stored)
    {
        var kept = _from.Converter?.ProviderClrType ?? _from.ClrType;
        kept = Nullable.GetUnderlyingType(kept) ?? kept;
        var read = kept.IsInstanceOfType(stored) ? stored : System.Convert.ChangeType(stored, kept, CultureInfo.InvariantCulture);
        var value = _from.Converter?.ConvertFromProvider(read) ?? read;
        var written = _to.Converter?.ConvertToProvider(value) ?? value;
        return written is string text ? PostgresTexts.Clean(text) : written;
    }
}
