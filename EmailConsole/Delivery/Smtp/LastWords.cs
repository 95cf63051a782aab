using System.Net.Sockets;
using System.Runtime.ExceptionServices;

namespace EmailConsole.Delivery.Smtp;

/// <summary>
/// What a server said while a write to it failed. One that wants no more of a message answers early (552, 421), and then
/// closes or reads no further: its answer makes a refusal of what else nobody would know.
/// </summary>
internal sealed class LastWords
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private readonly SmtpConnection _connection;
    private readonly ExceptionDispatchInfo _failure;
    private readonly TimeProvider _clock;
    private readonly long _since;

    /// <param name="connection">Of no use for another message from here on.</param>
    /// <param name="failure">Of the write.</param>
    /// <param name="clock">For the patience with the server.</param>
    public LastWords(SmtpConnection connection, Exception failure, TimeProvider clock)
    {
        connection.Distrust();
        (_connection, _failure, _clock, _since) = (connection, ExceptionDispatchInfo.Capture(failure), clock, clock.GetTimestamp());
    }

    /// <summary>Whether to listen: always after a loss; after a time limit or a cancellation only where the answer is there already.</summary>
    public static bool MayFollow(Exception failure, SmtpConnection connection) =>
        failure is IOException or SocketException || (failure is OperationCanceledException && connection.IsStale);

    /// <summary>The next reply of those that are due, within a second for all of them.</summary>
    /// <exception cref="Exception">That of the write: the server has said nothing more.</exception>
    public async Task<SmtpReply> ReadAsync()
    {
        var left = _patience - _clock.GetElapsedTime(_since);
        using var timer = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, _clock);
        try
        {
            return await _connection.ReadReplyAsync(timer.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or SmtpProtocolException)
        {
            _failure.Throw();
            throw;
        }
    }

    /// <summary>Ends as the write did.</summary>
    public void Throw() => _failure.Throw();
}
