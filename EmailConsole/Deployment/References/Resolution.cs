namespace EmailConsole.Deployment.References;

/// <summary>A value with its references resolved, or why that failed.</summary>
/// <param name="Value">Meaningless with an error.</param>
/// <param name="Reference">The references as written, without the text around them; null: none.</param>
/// <param name="HoldsSecret">A <c>$secret{}</c> is part of it, directly or through <c>$ref{}</c>.</param>
/// <param name="Error">What to do; never a value.</param>
/// <param name="Warning">Works, but should be known.</param>
internal sealed record Resolution(object Value, string? Reference, bool HoldsSecret, string? Error, string? Warning)
{
    /// <summary>A part of it comes out of the environment, the configuration or the secrets folder.</summary>
    public bool IsFromOutside { get; init; }

    public static Resolution Of(object value) => new(value, Reference: null, HoldsSecret: false, Error: null, Warning: null);

    public static Resolution Failed(string error) => new("", Reference: null, HoldsSecret: false, error, Warning: null);

    /// <summary>Takes over what is to be known about a part.</summary>
    public Resolution With(Resolution part) => this with
    {
        Reference = part.Reference is null ? Reference : Reference is null ? part.Reference : $"{Reference} {part.Reference}",
        HoldsSecret = HoldsSecret || part.HoldsSecret,
        IsFromOutside = IsFromOutside || part.IsFromOutside,
        Warning = Warning ?? part.Warning,
    };

    public override string ToString() => Error ?? "(value)";
}
