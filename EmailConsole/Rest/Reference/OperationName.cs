namespace EmailConsole.Rest.Reference;

/// <summary>Metadata of an endpoint that is mapped at several addresses, of which the document holds one.</summary>
/// <param name="Name">The operation's id.</param>
internal sealed record OperationName(string Name);
