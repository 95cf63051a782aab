using System.Text.Json;

namespace EmailConsole.Rest.Errors;

/// <summary>Says what is wrong with a body that is not the JSON that was asked for, without the names of our types.</summary>
public static class JsonFault
{
    private const string Root = "$";

    public static RestFault Describe(JsonException exception)
    {
        // Only what is not well-formed has a reader's exception inside
        if (exception.InnerException is JsonException || exception.Path is null or "" or Root)
        {
            return new RestFault(StatusCodes.Status400BadRequest, $"The body is not the JSON that is asked for{Where(exception)}.");
        }

        var field = exception.Path.StartsWith("$.", StringComparison.Ordinal) ? exception.Path[2..] : exception.Path;
        return new RestFault(
            StatusCodes.Status400BadRequest,
            "The request is not valid; see errors, field by field.",
            new Dictionary<string, string[]>(StringComparer.Ordinal)
            {
                [field] = ["There is no such field, or its value is not of the right type or form."],
            });
    }

    private static string Where(JsonException exception) =>
        exception.LineNumber is { } line && exception.BytePositionInLine is { } position
            ? $": see line {line + 1}, byte {position + 1}"
            : "";
}
