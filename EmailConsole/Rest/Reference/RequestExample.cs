namespace EmailConsole.Rest.Reference;

/// <summary>Metadata of an endpoint: a body that works when it is sent as it stands.</summary>
/// <param name="Json">The body.</param>
internal sealed record RequestExample(string Json);
