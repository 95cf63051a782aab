namespace EmailConsole.EmailProviders;

/// <summary>The section <c>EmailProviders</c>.</summary>
public sealed class EmailProvidersOptions
{
    public const string Section = "EmailProviders";

    internal static readonly TimeSpan LongestReplaceWithin = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a tenant's mail waits for another provider after the API has removed the tenant's own; default 5 s, at most 5 min;
    /// zero: the super tenant's takes over at once.
    /// </summary>
    public TimeSpan ReplaceWithin { get; set; } = TimeSpan.FromSeconds(5);
}
