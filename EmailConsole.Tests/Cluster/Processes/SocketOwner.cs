using System.Globalization;

namespace EmailConsole.Tests.Cluster.Processes;

/// <summary>Which process a connection on this machine is from, as the kernel tells it.</summary>
internal static class SocketOwner
{
    private const int LocalAddress = 1;
    private const int Inode = 9;

    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <param name="process">Of this user.</param>
    /// <param name="port">The connection's own, at its end.</param>
    public static bool Has(int process, int port)
    {
        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        var sockets = Tables.SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(columns => columns[LocalAddress].EndsWith(suffix, StringComparison.Ordinal))
            .Select(columns => $"socket:[{columns[Inode]}]")
            .ToHashSet(StringComparer.Ordinal);
        try
        {
            return Directory.EnumerateFiles($"/proc/{process}/fd").Any(file => new FileInfo(file).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (IOException)
        {
            // It has just ended
            return false;
        }
    }
}
