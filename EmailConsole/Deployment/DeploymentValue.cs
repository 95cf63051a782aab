namespace EmailConsole.Deployment;

/// <summary>One value of <c>deployment.toml</c>.</summary>
/// <param name="Value">References resolved: string, long, double, bool, list or table (<see cref="DeploymentTable"/>); dates and times as text.</param>
/// <param name="Line">1-based line of the key.</param>
/// <param name="Column">1-based column of the key, in Unicode code points.</param>
/// <param name="Reference">The references it holds as written, such as <c>$env{SMTP_PASSWORD}</c>, without the text around them; else null.</param>
public sealed record DeploymentValue(object Value, int Line, int Column, string? Reference)
{
    /// <summary>A <c>$secret{}</c> is part of it, directly or through <c>$ref{}</c>: never to be shown.</summary>
    public bool HoldsSecret { get; init; }

    /// <summary>A part of it does not stand in the file: it means what it says, whatever conventions the file's texts have.</summary>
    public bool IsFromOutside { get; init; }

    /// <summary>A text as it stands in the file, references unresolved; else null. May hold a secret.</summary>
    public string? Written { get; init; }

    /// <summary>1-based column of the value itself, in Unicode code points; it begins on the line of its key.</summary>
    public int ValueColumn { get; init; } = Column;

    public override string ToString() => $"(value of line {Line})";
}

/// <summary>A table of <c>deployment.toml</c>.</summary>
/// <param name="Name">Dotted, such as <c>output_adapter.email</c>.</param>
/// <param name="Line">1-based line of its header.</param>
/// <param name="Values">By key as written; without the values whose references cannot be resolved.</param>
public sealed record DeploymentTable(string Name, int Line, IReadOnlyDictionary<string, DeploymentValue> Values);
