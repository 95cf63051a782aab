using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Persistence;
using EmailConsole.Rest;
using EmailConsole.Rest.Errors;

namespace EmailConsole.Outbox.Api;

/// <summary>Notes for a key what its program was put off with: mail that is lost where it does not try again, and WSO2 Identity Server does not.</summary>
internal sealed class NotedRefusals(ApiKeyRefusals refusals)
{
    private const string NoDatabase = "The database could not be used at that moment.";

    /// <summary>Answers a request, and notes what was put off: a 429 or 503.</summary>
    public async Task<IResult> NoteAsync(RestCaller caller, Task<IResult> answer)
    {
        try
        {
            var given = await answer;
            if (given is Problem { Fault: { Cause: { } cause } fault })
            {
                Note(caller, cause, fault.Status, fault.Detail ?? "");
            }

            return given;
        }
        catch (Exception e) when (DatabaseFaults.IsCauseOf(e))
        {
            Note(caller, RefusalCause.NotStored, StatusCodes.Status503ServiceUnavailable, NoDatabase);
            throw;
        }
    }

    /// <summary>Of one message.</summary>
    /// <param name="caller">Whose.</param>
    /// <param name="cause">Why.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="detail">As the program was told.</param>
    public void Note(RestCaller caller, RefusalCause cause, int status, string detail)
    {
        if (caller is RestCaller.Key key)
        {
            refusals.Note(key.KeyId, cause, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"HTTP {status}"), detail);
        }
    }
}
