using System.Runtime.InteropServices;
using EmailConsole.Persistence;

namespace EmailConsole.Outbox.Store.Sql;

/// <summary>What a parameter means, from which each database makes the form in which it keeps that; null has a type, too.</summary>
internal enum SqlType
{
    Number,
    LongNumber,
    Truth,
    Id,
    Time,
    Duration,
    Text,
    Bytes,
    Ids,
}

/// <summary>A parameter of a statement, without an object of its own on the way there. Times are cut to microseconds.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct SqlValue
{
    private readonly Guid _id;
    private readonly long _number;
    private readonly object? _object;

    private SqlValue(SqlType type, object? value) => (Type, _object, IsNull) = (type, value, value is null);

    private SqlValue(SqlType type, long? value) => (Type, _number, IsNull) = (type, value ?? 0, value is null);

    private SqlValue(Guid? id) => (Type, _id, IsNull) = (SqlType.Id, id ?? Guid.Empty, id is null);

    public SqlType Type { get; }

    public bool IsNull { get; }

    public Guid Id => _id;

    /// <summary>A number, a truth (1), or the microseconds of a time or duration.</summary>
    public long Number => _number;

    /// <summary>A text, bytes or ids.</summary>
    public object Object => _object!;

    public static implicit operator SqlValue(Guid? value) => new(value);

    public static implicit operator SqlValue(Guid[] value) => new(SqlType.Ids, value);

    public static implicit operator SqlValue(DateTimeOffset? value) => new(SqlType.Time, value?.ToMicroseconds());

    public static implicit operator SqlValue(TimeSpan? value) => new(SqlType.Duration, value?.ToMicroseconds());

    public static implicit operator SqlValue(int? value) => new(SqlType.Number, value);

    public static implicit operator SqlValue(long? value) => new(SqlType.LongNumber, value);

    public static implicit operator SqlValue(bool value) => new(SqlType.Truth, value ? 1 : 0);

    public static implicit operator SqlValue(string? value) => new(SqlType.Text, value);

    public static implicit operator SqlValue(byte[]? value) => new(SqlType.Bytes, value);
}
