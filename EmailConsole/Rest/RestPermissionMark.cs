namespace EmailConsole.Rest;

/// <summary>Metadata of an endpoint: what it asks for, for its description.</summary>
internal sealed record RestPermissionMark(RestPermission Permission);
