namespace EmailConsole.Sending.Channels;

/// <summary>
/// How many messages a server bears at a time: half as many and a pause after each time it asks for less, one more after as
/// many successes as are allowed. Not thread-safe.
/// </summary>
internal sealed class Throttle(TimeProvider clock)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private TimeSpan _nextPause = FirstPause;
    private TimeSpan _pause;
    private long _slowedAt;
    private DateTimeOffset _until;
    private DateTimeOffset? _since;
    private int? _allowed;
    private int _successes;

    /// <summary>Null: no pause is asked for.</summary>
    public DateTimeOffset? Until => Wait() > TimeSpan.Zero ? _until : null;

    /// <summary>Since when the server asks for less and has taken nothing; null: it does not.</summary>
    public DateTimeOffset? Since => _since;

    /// <summary>When the last pause ends or ended, as long as nothing was taken since; null as <see cref="Since"/>.</summary>
    public DateTimeOffset? LastUntil => _since is null ? null : _until;

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

        var now = clock.GetUtcNow();
        _since = _since is null || now - _until > LongestPause ? now : _since;
        _allowed = Math.Max(1, Allowed(most) / 2);
        _successes = 0;
        _slowedAt = clock.GetTimestamp();
        _pause = asked > _nextPause ? asked : _nextPause;
        _until = now + _pause;
        _nextPause = _nextPause * 2 < LongestPause ? _nextPause * 2 : LongestPause;
    }

    public void Succeeded(int most)
    {
        _since = null;
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
    public void TryNow() => (_pause, _since) = (TimeSpan.Zero, null);

    public void Reset()
    {
        (_nextPause, _pause, _allowed, _successes, _since) = (FirstPause, TimeSpan.Zero, null, 0, null);
    }
}
