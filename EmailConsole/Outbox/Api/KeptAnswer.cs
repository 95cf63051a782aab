using System.Runtime.InteropServices;

namespace EmailConsole.Outbox.Api;

/// <summary>What became of one message of a request. The numbers are stored.</summary>
internal enum KeptKind
{
    /// <summary>It was accepted.</summary>
    Accepted = 0,

    /// <summary>It was not valid.</summary>
    Invalid = 1,

    /// <summary>It was too large.</summary>
    TooLarge = 2,

    /// <summary>Too many messages waited.</summary>
    QueueLimit = 3,

    /// <summary>Too many bytes waited.</summary>
    QueueBytes = 4,
}

/// <param name="Kind">What became of it.</param>
/// <param name="Id">Where it was accepted.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct KeptOutcome(KeptKind Kind, Guid Id = default)
{
    /// <param name="id">Null: there was no room.</param>
    /// <param name="reached">In what.</param>
    public static KeptOutcome Of(Guid? id, QueueBound? reached) => id is { } accepted ? new KeptOutcome(KeptKind.Accepted, accepted)
        : new KeptOutcome(reached == QueueBound.Bytes ? KeptKind.QueueBytes : KeptKind.QueueLimit);
}

/// <summary>
/// An answer as it is kept under a caller's key: a byte for each message, and 16 more for the id of one that was accepted. What was
/// wrong with the others stands in their request, which comes again with the key.
/// </summary>
internal static class KeptAnswer
{
    private const int IdLength = 16;

    public static byte[] Write(IReadOnlyList<KeptOutcome> outcomes)
    {
        using var bytes = new MemoryStream(outcomes.Count * (IdLength + 1));
        foreach (var outcome in outcomes)
        {
            bytes.WriteByte((byte)outcome.Kind);
            if (outcome.Kind == KeptKind.Accepted)
            {
                bytes.Write(outcome.Id.ToByteArray(bigEndian: true));
            }
        }

        return bytes.ToArray();
    }

    public static IReadOnlyList<KeptOutcome> Read(ReadOnlySpan<byte> bytes)
    {
        List<KeptOutcome> outcomes = [];
        while (!bytes.IsEmpty)
        {
            var kind = (KeptKind)bytes[0];
            bytes = bytes[1..];
            if (kind == KeptKind.Accepted)
            {
                outcomes.Add(new KeptOutcome(kind, new Guid(bytes[..IdLength], bigEndian: true)));
                bytes = bytes[IdLength..];
            }
            else
            {
                outcomes.Add(new KeptOutcome(kind));
            }
        }

        return outcomes;
    }
}
