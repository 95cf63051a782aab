namespace EmailConsole.Accounts.SignIn;

/// <summary>The section <c>SignIn</c>: bounds on what somebody who is not signed in can cause.</summary>
public sealed class SignInLimits
{
    public const string Section = "SignIn";

    /// <summary>Wrong passwords in a row for one username from one network or known device, until that pair is locked. Default 5; 3 to 100.</summary>
    public int FailuresUntilLockout { get; set; } = 5;

    /// <summary>How long. Default 5 minutes; 1 minute to 24 hours.</summary>
    public TimeSpan Lockout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Attempts a minute from one address (IPv6: one /64 network), of clients that are not known. Default 60; 1 to 10,000.</summary>
    public int AttemptsPerAddress { get; set; } = 60;

    /// <summary>Attempts a minute with one username, of all clients together that are not known; of one that is. Default 20; 1 to 10,000.</summary>
    public int AttemptsPerUsername { get; set; } = 20;

    /// <summary>How long those attempts count; shorter in tests only.</summary>
    internal TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// A refusal takes at least this long, so that its time does not tell whether the account exists. Default 400 ms; 0 to 5 s.
    /// </summary>
    public TimeSpan RefusalTakes { get; set; } = TimeSpan.FromMilliseconds(400);
}
