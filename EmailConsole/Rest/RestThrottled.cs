namespace EmailConsole.Rest;

/// <summary>A feature of the request: its credential was not looked at, because there were too many attempts.</summary>
/// <param name="RetryAfter">When to try again.</param>
public sealed record RestThrottled(TimeSpan RetryAfter);
