using System.Data.Common;
using System.Net.Sockets;
using EmailConsole.Persistence.Postgres;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Persistence;

/// <summary>Tells what fails because of the database from what fails otherwise.</summary>
internal static class DatabaseFaults
{
    /// <summary>It is lost, locked, full or read-only: whoever asked can try again.</summary>
    public static bool IsCauseOf(Exception? exception) => exception is DbException or DbUpdateException { InnerException: DbException } or SocketException;

    /// <summary>One sentence for whoever runs the console, without a secret.</summary>
    public static string Describe(Exception exception) => PostgresFaults.Find(exception) ?? (exception.InnerException ?? exception).Message;
}
