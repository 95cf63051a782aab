namespace EmailConsole.Rest.Errors;

/// <summary>What a status means here, where nobody has said it better.</summary>
internal static class ProblemWords
{
    public static string Of(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request cannot be read.",
        StatusCodes.Status401Unauthorized =>
            "The credential is missing or not valid for this tenant. Send an API key or an access token as 'Authorization: Bearer …', or "
            + "user@tenant-domain and password as 'Authorization: Basic …'.",
        StatusCodes.Status403Forbidden => "The credential is valid, but its scopes or role do not suffice for this operation.",
        StatusCodes.Status404NotFound => "There is nothing at this address.",
        StatusCodes.Status405MethodNotAllowed => "This address does not take this method; the header Allow names those that it takes.",
        StatusCodes.Status406NotAcceptable => "Answers are application/json only; the header Accept must allow it.",
        StatusCodes.Status408RequestTimeout =>
            "The body took too long to arrive (Requests:BodyTime, Requests:BodyRate), and the connection is closed. Nothing was changed: "
            + "send the request again over a connection that is fast enough, or send less at once.",
        StatusCodes.Status412PreconditionFailed => "It was changed since: its version is not the one in the header If-Match. Nothing was changed.",
        StatusCodes.Status413PayloadTooLarge => "The body is larger than this operation takes.",
        StatusCodes.Status415UnsupportedMediaType => "The body must be JSON, with 'Content-Type: application/json'.",
        StatusCodes.Status429TooManyRequests => "There were too many requests. Try again after the time in the header Retry-After.",
        StatusCodes.Status503ServiceUnavailable =>
            "The service cannot do this now. Nothing was changed. Try again after the time in the header Retry-After.",
        >= 500 => "Something went wrong here, and it was logged. Whoever runs the service finds it by the traceId.",
        _ => "The request was refused.",
    };
}
