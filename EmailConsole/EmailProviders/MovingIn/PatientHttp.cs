using System.Globalization;
using System.Net;

namespace EmailConsole.EmailProviders.MovingIn;

/// <summary>
/// Asks a server again that was busy and said when to. An import signs in once a tenant, and a console takes so many attempts a
/// minute from one address only.
/// </summary>
internal sealed class PatientHttp(HttpClient http, TextWriter output, TimeProvider time)
{
    private const int MaxWaits = 5;

    private static readonly TimeSpan MinWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(2);

    /// <param name="tenant">Whose request it is, for the output.</param>
    /// <param name="server">Its address, for the output.</param>
    /// <param name="create">Makes the request anew for each time that it is sent.</param>
    /// <param name="cancellationToken">Ends the waiting as well.</param>
    /// <returns>Also 429 or 503, where the server does not say when to come again, that is too long, or it is busy without an end.</returns>
    public async Task<HttpResponseMessage> SendAsync(
        string tenant, Uri server, Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        for (var waits = 0; ; waits++)
        {
            using var request = create();
            var response = await http.SendAsync(request, cancellationToken);
            if (waits == MaxWaits || WaitOf(response) is not { } wait || wait > MaxWait)
            {
                return response;
            }

            var status = (int)response.StatusCode;
            response.Dispose();
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{tenant}: {server} answered {status} and asks to wait; trying again in {Math.Ceiling(wait.TotalSeconds)} s."));
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private TimeSpan? WaitOf(HttpResponseMessage response)
    {
        if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
            || response.Headers.RetryAfter is not { } after)
        {
            return null;
        }

        var wait = after.Delta ?? after.Date - time.GetUtcNow();
        return wait is { } known && known < MinWait ? MinWait : wait;
    }
}
