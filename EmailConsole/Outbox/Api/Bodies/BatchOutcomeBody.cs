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
    /// <param name="id">Null: the tenant's queue was full.</param>
    public static BatchOutcomeBody Of(Guid? id) => id is null
        ? new BatchOutcomeBody(StatusCodes.Status429TooManyRequests, Detail: EmailProblems.NoRoomDetail)
        : new BatchOutcomeBody(StatusCodes.Status202Accepted, id, EmailState.Queued);

    public static BatchOutcomeBody Of(EmailFaults faults) => faults.IsTooLargeOnly
        ? new BatchOutcomeBody(StatusCodes.Status413PayloadTooLarge, Detail: faults.TooLarge)
        : new BatchOutcomeBody(StatusCodes.Status400BadRequest, Detail: "The message is not valid; see errors, field by field.", Errors: faults.ToErrors());
}
