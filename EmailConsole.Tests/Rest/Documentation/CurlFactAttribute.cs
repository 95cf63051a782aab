namespace EmailConsole.Tests.Rest.Documentation;

/// <summary>A test that pastes commands into a shell.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CurlFactAttribute : FactAttribute
{
    public CurlFactAttribute() => Skip = Requirement.SkipUnless(
        Requirement.FindProgram("curl") is not null && Requirement.FindProgram("bash") is not null ? null : "curl or bash is not installed (Debian: run test.sh).");
}
