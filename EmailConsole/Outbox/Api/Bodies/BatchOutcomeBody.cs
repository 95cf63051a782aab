using System.Text.Json.Serialization;
using EmailConsole.Outbox.Admission;
using EmailConsole.Rest.Reference;

namespace EmailConsole.Outbox.Api.Bodies;

/// <summary>What became of one message of a batch.</summary>
/// <param name="Code">The HTTP status that it would have got alone: 202, 400, 413 or 429.</param>
/// <param name="Id">By which it is asked for, where it was accepted.</param>
/// <param name="Status"><c>queued</c>, where it was accepted.</param>
/// <param name="Detail">Why it was not.</param>
/// <param name="Errors">What is wrong, by the name of the field.</param>
[NullsLeftOut]
internal sealed record BatchOutcomeBody(
    int Code,
    Guid? Id = null,
    [property: JsonConverter(typeof(EnumName<EmailState>))] EmailState? Status = null,
    string? Detail = null,
    IReadOnlyDictionary<string, string[]>? Errors = null)
{
    private const string NotValidThen = "The message was not valid when this request came first.";
    private const string TooLargeThen = "The message was too large when this request came first.";

    /// <param name="outcome">What became of it.</param>
    /// <param name="faults">What is wrong with it as it is read now: time and settings go on, and what was wrong may be right now. Null: not known.</param>
    public static BatchOutcomeBody Of(KeptOutcome outcome, EmailFaults? faults) => outcome.Kind switch
    {
        KeptKind.Accepted => new BatchOutcomeBody(StatusCodes.Status202Accepted, outcome.Id, EmailState.Queued),
        KeptKind.TooLarge => new BatchOutcomeBody(StatusCodes.Status413PayloadTooLarge, Detail: faults?.TooLarge ?? TooLargeThen),
        KeptKind.QueueLimit or KeptKind.QueueBytes => new BatchOutcomeBody(
            StatusCodes.Status429TooManyRequests, Detail: EmailProblems.NoRoom(outcome.Kind == KeptKind.QueueBytes ? QueueBound.Bytes : QueueBound.Messages)),
        _ when faults?.Any == true => new BatchOutcomeBody(
            StatusCodes.Status400BadRequest, Detail: "The message is not valid; see errors, field by field.", Errors: faults.ToErrors()),
        _ => new BatchOutcomeBody(StatusCodes.Status400BadRequest, Detail: NotValidThen),
    };
}
