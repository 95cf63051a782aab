namespace EmailConsole.Outbox.Api.Bodies;

/// <summary>The answer to a batch.</summary>
/// <param name="Results">In the order of the request.</param>
internal sealed record BatchBody(IReadOnlyList<BatchOutcomeBody> Results);
