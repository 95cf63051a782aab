namespace EmailConsole.Tests.EmailProviders.MovingIn;

/// <summary>A test that types at a terminal.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TerminalFactAttribute : FactAttribute
{
    public TerminalFactAttribute() => Skip = Requirement.SkipUnless(
        OperatingSystem.IsLinux() && Requirement.FindProgram("script") is not null ? null : "script is not installed (Debian: apt-get install bsdutils).");
}
