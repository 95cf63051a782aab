using EmailConsole.Outbox.History;
using EmailConsole.Rest.Reference;

namespace EmailConsole.Outbox.Api.Bodies;

/// <summary>A message with all that was tried.</summary>
[NullsLeftOut]
internal sealed record EmailStoryBody : EmailBody
{
    private EmailStoryBody(EmailBody email)
        : base(email)
    {
    }

    /// <summary>The first one first.</summary>
    public required IReadOnlyList<AttemptBody> Attempts { get; init; }

    /// <summary>Whether the content is still stored: without it nothing can be resent.</summary>
    public required bool ContentStored { get; init; }

    public static EmailStoryBody Of(EmailStory story) => new(Of(story.Email))
    {
        Attempts = [.. story.Attempts.Select(AttemptBody.Of)],
        ContentStored = story.HasContent,
    };
}
