using System.Globalization;
using System.Text.Json.Serialization;
using EmailConsole.Rest;
using EmailConsole.Rest.Errors;
using Microsoft.Net.Http.Headers;

namespace EmailConsole.Accounts.ApiKeys.Tokens;

/// <summary>Errors where tokens are issued that OpenIddict does not answer itself: RFC 6749, section 5.2.</summary>
internal sealed class TokenErrors : IRestErrors
{
    public bool Answers(PathString path) =>
        path.StartsWithSegments(RestPaths.OAuth, StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments(RestPaths.TokenConfiguration, StringComparison.OrdinalIgnoreCase);

    public Task WriteAsync(HttpContext http, RestFault fault)
    {
        var response = http.Response;
        response.StatusCode = fault.Status;
        response.Headers.CacheControl = "no-store";
        if (fault.RetryAfter is { } after)
        {
            response.Headers[HeaderNames.RetryAfter] = Seconds(after);
        }

        return response.WriteAsJsonAsync(new TokenErrorBody(NameOf(fault.Status), fault.Detail ?? ProblemWords.Of(fault.Status)), http.RequestAborted);
    }

    public static string Seconds(TimeSpan after) => Math.Max(1, Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    private static string NameOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "invalid_client",
        StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => "temporarily_unavailable",
        >= StatusCodes.Status500InternalServerError => "server_error",
        _ => "invalid_request",
    };

    private sealed record TokenErrorBody(
        [property: JsonPropertyName("error")] string Error,
        [property: JsonPropertyName("error_description")] string Description);
}
