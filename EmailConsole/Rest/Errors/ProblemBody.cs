using System.Text.Json;
using System.Text.Json.Serialization;
using EmailConsole.Rest.Reference;

namespace EmailConsole.Rest.Errors;

/// <summary>The body of an error, RFC 9457.</summary>
/// <param name="Type">Names the kind of problem; <c>about:blank</c>: the status says it all.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened, why, and what to do.</param>
/// <param name="Errors">What is wrong, by the name of the field.</param>
/// <param name="TraceId">By what the request is found in the logs.</param>
[NullsLeftOut]
public sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Detail,
    IReadOnlyDictionary<string, string[]>? Errors,
    string TraceId)
{
    public const string ContentType = "application/problem+json";

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
