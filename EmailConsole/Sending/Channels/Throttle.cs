namespace EmailConsole.Sending.Channels;

/// <summary>
/// How many messages a server bears at a time: half as many and a pause after each time it asks for less, one more after as
/// many successes as are allowed. Not thread-safe.
/// </summary>
internal sealed class Throttle(TimeProvider clock)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private TimeSpan _nextPause = FirstPause;
    private TimeSpan _pause;
    private long _slowedAt;
    private DateTimeOffset _until;
    private int? _allowed;
    private int _successes;

    /// <summary>Null: no pause is asked for.</summary>
    public DateTimeOffset? Until => Wait() > TimeSpan.Zero ? _until : null;

    public int Allowed(int most) => Math.Min(_allowed ?? most, most);

    /// <returns>How long nothing may be sent; zero: a message may.</returns>
    public TimeSpan Wait()
    {
        var left = _pause - clock.GetElapsedTime(_slowedAt);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>The server asked for less.</summary>
    /// <param name="startedAt">When the message set out: one that did before the last time says nothing new.</param>
    /// <param name="most">As many as the settings allow.</param>
    /// <param name="notBefore">Until when it asked to be left alone; null: it did not say.</param>
    public void SlowDown(long startedAt, int most, DateTimeOffset? notBefore)
    {
        var asked = notBefore - clock.GetUtcNow() ?? TimeSpan.Zero;
        if (_pause > TimeSpan.Zero && startedAt < _slowedAt && asked <= Wait())
        {
            return;
        }

        _allowed = Math.Max(1, Allowed(most) / 2);
        _successes = 0;
        _slowedAt = clock.GetTimestamp();
        _pause = asked > _nextPause ? asked : _nextPause;
        _until = clock.GetUtcNow() + _pause;
        _nextPause = _nextPause * 2 < LongestPause ? _nextPause * 2 : LongestPause;
    }

    public void Succeeded(int most)
    {
        if (_allowed is not { } allowed)
        {
            return;
        }

        _nextPause = _nextPause / 2 > FirstPause ? _nextPause / 2 : FirstPause;
        if (++_successes >= allowed)
        {
            _successes = 0;
            _allowed = allowed + 1 >= most ? null : allowed + 1;
        }
    }

    /// <summary>Ends the pause. What was learned of how many the server bears stays.</summary>
    public void TryNow() => _pause = TimeSpan.Zero;

    public void Reset()
    {
        (_nextPause, _pause, _allowed, _successes) = (FirstPause, TimeSpan.Zero, null, 0);
    }
}
