using EmailConsole.Rest.Reference;

namespace EmailConsole.Outbox.Api.Bodies;

/// <summary>How many messages are tried now.</summary>
/// <param name="Retried">Messages that are tried as soon as their turn comes.</param>
/// <param name="Scheduled">Messages that wait for their <c>sendAt</c>, and go on doing so.</param>
/// <param name="Next">The <c>cursor</c> to go on with where more match than one request looks at (10,000); absent: all were looked at.</param>
[NullsLeftOut]
internal sealed record RetriedBody(int Retried, int Scheduled, string? Next);
