namespace EmailConsole.Deployment;

/// <summary>The section <c>Secrets</c>.</summary>
public sealed class SecretsOptions
{
    public const string Section = "Secrets";

    /// <summary>A folder of files, one an alias, for <c>$secret{alias}</c>; relative to home. Default <c>secrets</c>; it need not exist.</summary>
    public string Path { get; set; } = "secrets";
}
