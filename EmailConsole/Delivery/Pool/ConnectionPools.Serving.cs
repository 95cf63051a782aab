namespace EmailConsole.Delivery.Pool;

/// <summary>Whose turn it is, and over which connection.</summary>
internal sealed partial class ConnectionPools
{
    private void Serve(ProviderPool pool)
    {
        while (!_isDisposed && pool.Waiters.First is { } first)
        {
            if (!TryFind(pool, first.Value.Identity, out var connection))
            {
                return;
            }

            if (connection is null)
            {
                Count(pool, +1);
            }
            else
            {
                connection.Messages++;
            }

            pool.Waiters.Remove(first);
            first.Value.Serve(new Lease(pool, connection));
        }

        // Nobody of it waits any more
        _starving.Remove(pool);
    }

    /// <param name="pool">Of which provider.</param>
    /// <param name="identity">What it must have been opened with.</param>
    /// <param name="connection">Null: one may be opened.</param>
    /// <returns>False: one must wait.</returns>
    private bool TryFind(ProviderPool pool, ConnectionIdentity identity, out PooledConnection? connection)
    {
        while (pool.Idle.Last is { } last)
        {
            connection = last.Value;
            pool.Idle.RemoveLast();
            if (connection.Identity != identity || IsUsedUp(pool, connection))
            {
                Close(pool, connection, politely: true);
            }
            else
            {
                return true;
            }
        }

        connection = null;
        if (pool.Sockets >= pool.Limits.Connections)
        {
            return false;
        }

        if (!MayOpen(pool))
        {
            _starving.Add(pool);
            MakeRoom();
            return false;
        }

        return true;
    }
}
