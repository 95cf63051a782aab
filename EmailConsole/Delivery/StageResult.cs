namespace EmailConsole.Delivery;

/// <summary>How a stage ended. A closed list.</summary>
internal abstract record StageResult
{
    private StageResult()
    {
    }

    public sealed record Passed(string Detail, string? Warning = null) : StageResult;

    public sealed record Failed(Fault Fault) : StageResult;

    public static implicit operator StageResult(Fault fault) => new Failed(fault);
}
