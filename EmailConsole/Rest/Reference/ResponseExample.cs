namespace EmailConsole.Rest.Reference;

/// <summary>Metadata of an endpoint: what an answer looks like.</summary>
/// <param name="Status">Of the answer.</param>
/// <param name="Json">The body.</param>
internal sealed record ResponseExample(int Status, string Json);
