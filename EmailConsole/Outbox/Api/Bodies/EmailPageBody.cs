using EmailConsole.Rest.Reference;

namespace EmailConsole.Outbox.Api.Bodies;

/// <summary>A page of messages.</summary>
/// <param name="Emails">Newest first.</param>
/// <param name="Next">The <c>cursor</c> of the page of older ones; absent: there are none. A page may be short and have a next one.</param>
[NullsLeftOut]
internal sealed record EmailPageBody(IReadOnlyList<EmailBody> Emails, string? Next);
