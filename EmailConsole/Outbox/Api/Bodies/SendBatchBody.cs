namespace EmailConsole.Outbox.Api.Bodies;

/// <summary>Many messages.</summary>
/// <param name="Emails">1 to 1,000 messages.</param>
internal sealed record SendBatchBody(IReadOnlyList<SendBody> Emails);
