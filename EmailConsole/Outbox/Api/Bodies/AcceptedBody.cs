using System.Text.Json;
using System.Text.Json.Serialization;
using EmailConsole.Outbox.Admission;
using EmailConsole.Rest.Reference;

namespace EmailConsole.Outbox.Api.Bodies;

/// <summary>The answer to an accepted message.</summary>
/// <param name="Id">By which it is asked for.</param>
/// <param name="Status"><c>queued</c>.</param>
internal sealed record AcceptedBody(Guid Id, [property: JsonConverter(typeof(EnumName<EmailState>))] EmailState Status);

/// <summary>The answer to a batch.</summary>
/// <param name="Results">In the order of the request.</param>
internal sealed record BatchBody(IReadOnlyList<BatchOutcomeBody> Results);

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

/// <summary>How many messages are tried now.</summary>
/// <param name="Retried">Messages that are tried as soon as their turn comes.</param>
/// <param name="Scheduled">Messages that wait for their <c>sendAt</c>, and go on doing so.</param>
/// <param name="Next">The <c>cursor</c> to go on with where more match than one request looks at (10,000); absent: all were looked at.</param>
[NullsLeftOut]
internal sealed record RetriedBody(int Retried, int Scheduled, string? Next);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AcceptedBody))]
[JsonSerializable(typeof(EmailBody))]
[JsonSerializable(typeof(EmailStoryBody))]
[JsonSerializable(typeof(EmailPageBody))]
[JsonSerializable(typeof(BatchBody))]
[JsonSerializable(typeof(RetriedBody))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class EmailJson : JsonSerializerContext;

/// <summary>Writes a closed list as names, such as <c>queued</c>.</summary>
internal sealed class EnumName<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
