namespace EmailConsole.Rest.Reference;

/// <summary>Metadata of an endpoint: a header that a request may have.</summary>
/// <param name="Name">Of the header.</param>
/// <param name="Description">What it does.</param>
internal sealed record RequestHeader(string Name, string Description);
