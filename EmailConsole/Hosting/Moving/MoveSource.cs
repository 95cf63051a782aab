using System.Security.Cryptography;

namespace EmailConsole.Hosting.Moving;

/// <summary>What is moved. A part of it that was copied before is worth something only as long as nothing in it has changed.</summary>
/// <param name="Name">SQLite's file.</param>
/// <param name="Fingerprint">Of every byte of it, and of what is not yet in it (SQLite's <c>-wal</c>): whatever is written changes it.</param>
internal sealed record MoveSource(string Name, string Fingerprint)
{
    private const int Piece = 1024 * 1024;

    /// <summary>To be called before SQLite opens the file: closing it here would give back the locks that SQLite has on it in this process.</summary>
    public static async Task<MoveSource> ReadAsync(string file, CancellationToken cancellationToken)
    {
        // SQLite's -wal is beside the file that a link points to
        var database = new FileInfo(file) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : file;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new byte[Piece];
        foreach (var part in new[] { database, database + "-wal" }.Where(File.Exists))
        {
            await using var stream = new FileStream(part, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, useAsync: true);
            while (await stream.ReadAsync(piece, cancellationToken) is var read and > 0)
            {
                hash.AppendData(piece, 0, read);
            }
        }

        return new MoveSource(file, Convert.ToHexString(hash.GetHashAndReset()));
    }
}
