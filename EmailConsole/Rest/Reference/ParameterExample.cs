namespace EmailConsole.Rest.Reference;

/// <summary>Metadata of an endpoint: a parameter of its path or query.</summary>
/// <param name="Name">Of the parameter.</param>
/// <param name="Value">One that works; null: as the reference has it anyway.</param>
/// <param name="Description">What it is; null: as the reference has it anyway.</param>
internal sealed record ParameterExample(string Name, string? Value, string? Description);
