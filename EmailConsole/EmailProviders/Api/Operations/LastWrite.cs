using EmailConsole.EmailProviders.Api.Answers;

namespace EmailConsole.EmailProviders.Api.Operations;

/// <summary>Writes anew what somebody else's write came before, unless the caller asked for a certain version.</summary>
internal static class LastWrite
{
    // So many others within one request: something writes without an end
    private const int MaxTries = 50;

    public static readonly IResult PreconditionFailed = TypedResults.StatusCode(StatusCodes.Status412PreconditionFailed);

    /// <param name="http">Its header <c>If-Match</c> decides.</param>
    /// <param name="tryWrite">Null: somebody else wrote in between.</param>
    public static async Task<IResult> WinsAsync(HttpContext http, Func<Task<IResult?>> tryWrite)
    {
        for (var i = 0; i < MaxTries; i++)
        {
            if (await tryWrite() is { } answer)
            {
                return answer;
            }

            if (http.HasIfMatch())
            {
                return PreconditionFailed;
            }
        }

        return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }
}
