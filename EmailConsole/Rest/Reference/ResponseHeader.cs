namespace EmailConsole.Rest.Reference;

/// <summary>Metadata of an endpoint: a header of an answer.</summary>
internal sealed record ResponseHeader(int Status, string Name, string Description);
