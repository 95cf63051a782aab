namespace EmailConsole.Deployment;

public enum DeploymentSeverity
{
    /// <summary>Works, but should be known: an unknown key, a plain secret.</summary>
    Warning = 0,

    /// <summary>The setting cannot be used; the last good settings stay in force.</summary>
    Error = 1,
}

/// <summary>Something to say about <c>deployment.toml</c>. Never holds the value of a secret.</summary>
/// <param name="Severity">Whether the settings can be used.</param>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based.</param>
/// <param name="Key">The dotted key, such as <c>output_adapter.email.port</c>; null for syntax.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record DeploymentDiagnostic(DeploymentSeverity Severity, int Line, int Column, string? Key, string Message)
{
    /// <summary>An error of syntax behind another one: a quote or bracket that is missing there makes errors in lines that are right.</summary>
    public bool MayFollow { get; init; }
}
