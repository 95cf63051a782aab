using System.Net.Sockets;
using Npgsql;

namespace EmailConsole.Persistence.Postgres;

/// <summary>What is the matter with the database and what to do, in one sentence for whoever runs the console. Never holds a secret.</summary>
internal static class PostgresFaults
{
    public const string ReadOnly =
        "it takes no changes now: it is a standby, or set to read-only. Name the primary (Target Session Attributes=primary finds it among several hosts).";

    /// <returns>Null: it is not the database's fault.</returns>
    public static string? Find(Exception? exception) => exception switch
    {
        PostgresException e => Describe(e),
        NpgsqlException { InnerException: PostgresException e } => Describe(e),
        NpgsqlException { InnerException: TimeoutException } => "the server did not answer in time (Database:ConnectTimeout, Database:CommandTimeout).",
        NpgsqlException e => $"the server cannot be reached: {Reason(e)} See that PostgreSQL runs, that host and port are right, and that no firewall is between.",

        // Of a name that is not found, and of a connection that was not opened in time, Npgsql passes on as they are
        SocketException e => $"the server cannot be reached: {e.Message.TrimEnd('.')}. See that PostgreSQL runs, that host and port are right, and that no firewall is between.",
        TimeoutException => "the server did not answer in time (Database:ConnectTimeout, Database:CommandTimeout).",
        _ => exception?.InnerException is { } inner ? Find(inner) : null,
    };

    private static string Describe(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"the server refused the sign-in ({e.MessageText}). See the Username and Password of the connection string, and pg_hba.conf.",
        PostgresErrorCodes.InvalidCatalogName => $"{e.MessageText}. Create it (createdb), with ENCODING 'UTF8', or correct 'Database'.",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"{e.MessageText}. The user of the connection string must own the database, or may need GRANT CREATE, USAGE ON SCHEMA public.",
        PostgresErrorCodes.ReadOnlySqlTransaction => ReadOnly,
        PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown =>
            $"{e.MessageText}: the server starts or stops. Try again in some seconds.",
        PostgresErrorCodes.TooManyConnections =>
            $"{e.MessageText}. Lower Database:MaxPoolSize, or raise max_connections of the server: every console takes up to that many.",
        PostgresErrorCodes.DiskFull => "its disk is full. Make room; what was not written is tried again.",
        _ => $"{e.MessageText} ({e.SqlState}).",
    };

    private static string Reason(NpgsqlException e) => e.InnerException is SocketException socket ? $"{socket.Message}." : $"{e.Message.TrimEnd('.')}.";
}
