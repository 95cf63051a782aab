namespace EmailConsole.Rest.Reference;

/// <summary>Metadata of an endpoint that reads its body itself: of what type it is.</summary>
/// <param name="Type">As it is described.</param>
/// <param name="MediaTypes">That it takes; the first is the usual one.</param>
internal sealed record RequestBodyType(Type Type, IReadOnlyList<string> MediaTypes);
