using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace EmailConsole.Tests.Persistence;

/// <summary>
/// Holds every commit of a race on PostgreSQL until each of the others is at its own, waits for a lock, or is through: so all of them have read what was
/// there before anybody changed it, unless the lock keeps them from it.
/// </summary>
internal sealed class CommitTurns(string connectionString) : DbTransactionInterceptor
{
    private const string WaitingSql =
        "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE l.locktype = 'advisory' AND NOT l.granted AND d.datname = current_database()";

    private int _parties;
    private int _committing;
    private int _through;

    public void Start(int parties) => (_through, _parties) = (0, parties);

    public void Passed() => Interlocked.Increment(ref _through);

    public void End() => _parties = 0;

    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _committing);
        try
        {
            await OthersAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _committing);
        }

        return result;
    }

    private async Task OthersAsync(CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(Bound.Wait);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (Volatile.Read(ref _committing) + Volatile.Read(ref _through) + await WaitingAsync(both.Token) < Volatile.Read(ref _parties))
        {
            await poll.WaitForNextTickAsync(both.Token);
        }
    }

    private async Task<long> WaitingAsync(CancellationToken cancellationToken)
    {
        if (_parties == 0)
        {
            return 0;
        }

        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(WaitingSql, connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
