namespace EmailConsole.Accounts.Sessions;

/// <summary>The section <c>Sessions</c>: how long somebody stays signed in.</summary>
public sealed class SignInSessionOptions
{
    public const string Section = "Sessions";

    /// <summary>Without use, a session ends after this. Default 8 hours; 5 minutes to 7 days.</summary>
    public TimeSpan Idle { get; set; } = TimeSpan.FromHours(8);

    /// <summary>Also in use, a session ends after this. Default 7 days; not less than <see cref="Idle"/>, at most 30 days.</summary>
    public TimeSpan Longest { get; set; } = TimeSpan.FromDays(7);

    internal bool IsIdleValid => Idle >= TimeSpan.FromMinutes(5) && Idle <= TimeSpan.FromDays(7);

    internal bool IsLongestValid => Longest >= Idle && Longest <= TimeSpan.FromDays(30);
}
