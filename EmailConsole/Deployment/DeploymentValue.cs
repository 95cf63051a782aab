namespace EmailConsole.Deployment;

/// <summary>One value of <c>deployment.toml</c>.</summary>
/// <param name="Value">References resolved: string, long, double, bool, list or table (<see cref="DeploymentTable"/>).</param>
/// <param name="Line">1-based line of the key.</param>
/// <param name="Column">1-based column of the key.</param>
/// <param name="Reference">The text as written where it holds a reference, such as <c>$env{SMTP_PASSWORD}</c>; else null.</param>
public sealed record DeploymentValue(object Value, int Line, int Column, string? Reference);

/// <summary>A table of <c>deployment.toml</c>.</summary>
/// <param name="Name">Dotted, such as <c>output_adapter.email</c>.</param>
/// <param name="Line">1-based line of its header.</param>
/// <param name="Values">By key as written.</param>
public sealed record DeploymentTable(string Name, int Line, IReadOnlyDictionary<string, DeploymentValue> Values);
