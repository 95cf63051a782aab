namespace EmailConsole.Tests.Sending.Lanes;

/// <summary>The system's time, set to and fro: by a person, or by a machine that slept. Timers go on as they are.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _clock;
    private long _passed;

    /// <summary>Sets the clock; no more time has passed by it.</summary>
    public void SetClock(TimeSpan shift) => Interlocked.Exchange(ref _clock, shift.Ticks);

    /// <summary>Time has passed, and nobody noticed.</summary>
    public void Pass(TimeSpan time)
    {
        Interlocked.Add(ref _clock, time.Ticks);
        Interlocked.Add(ref _passed, (long)(time.TotalSeconds * TimestampFrequency));
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _clock));

    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _passed);
}
