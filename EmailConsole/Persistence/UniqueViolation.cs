using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EmailConsole.Persistence;

/// <summary>Recognises a save that a unique index refused: somebody else was first.</summary>
public static class UniqueViolation
{
    private const int Unique = 2067; // SQLITE_CONSTRAINT_UNIQUE
    private const int PrimaryKey = 1555; // SQLITE_CONSTRAINT_PRIMARYKEY

    public static bool IsCauseOf(DbUpdateException exception) => exception.InnerException
        is SqliteException { SqliteExtendedErrorCode: Unique or PrimaryKey }
        or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
}
