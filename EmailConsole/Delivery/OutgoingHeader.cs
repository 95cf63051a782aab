namespace EmailConsole.Delivery;

/// <param name="Name">Such as <c>List-Unsubscribe</c>.</param>
/// <param name="Value">Any language; one line.</param>
public sealed record OutgoingHeader(string Name, string Value);
