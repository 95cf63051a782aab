using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EmailConsole.EmailProviders.MovingIn;

/// <summary>Speaks the Notification Senders API for one tenant, at whichever of the two servers.</summary>
internal sealed class SenderServerClient(PatientHttp http, ImportEnd end, string tenant, string password)
{
    /// <returns>Null where the server does not have this version.</returns>
    public async Task<IReadOnlyList<JsonObject>?> ListAsync(int version, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, PathOf(version), null, cancellationToken);
        if (version > 1 && IsMissing(response.StatusCode))
        {
            return null;
        }

        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new ImportException(Describe(response.StatusCode, text));
        }

        return Read(text) is JsonArray all && all.All(one => one is JsonObject)
            ? [.. all.Select(one => one!.AsObject())]
            : throw new ImportException($"{end.Address} answered something that is no list of email senders.");
    }

    /// <returns>What the server objects to; null: done.</returns>
    public async Task<string?> WriteAsync(JsonObject sender, string? replaced, int version, CancellationToken cancellationToken)
    {
        var body = sender.DeepClone().AsObject();
        if (replaced is not null)
        {
            body.Remove("name");
        }

        using var response = replaced is null
            ? await SendAsync(HttpMethod.Post, PathOf(version), body, cancellationToken)
            : await SendAsync(HttpMethod.Put, $"{PathOf(version)}/{Uri.EscapeDataString(replaced)}", body, cancellationToken);
        return response.IsSuccessStatusCode
            ? null
            : Describe(response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    private string PathOf(int version) =>
        string.Create(CultureInfo.InvariantCulture, $"t/{Uri.EscapeDataString(tenant)}/api/server/v{version}/notification-senders/email");

    // Servers without version 2 answer its address in many ways, from 403 to 405; that the caller may read was seen at version 1
    private static bool IsMissing(HttpStatusCode status) =>
        (int)status is >= 400 and < 500 && status is not (HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout);

    private HttpRequestMessage Create(HttpMethod method, string path, JsonObject? body)
    {
        var request = new HttpRequestMessage(method, new Uri(end.Address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{end.Username}:{password}")));
        request.Headers.Accept.ParseAdd("application/json");
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(tenant, end.Address, () => Create(method, path, body), cancellationToken);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            throw new ImportException(
                $"{end.Address} offers no TLS that can be trusted: {e.InnerException?.Message ?? e.Message} "
                    + "Where its certificate is of its own making, name the PEM file of its authority with --ca-file.",
                e);
        }
        catch (HttpRequestException e)
        {
            throw new ImportException($"{end.Address} cannot be reached: {e.InnerException?.Message ?? e.Message}", e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ImportException($"{end.Address} did not answer in time.", e);
        }
    }

    private string Describe(HttpStatusCode status, string body)
    {
        var reason = (Read(body) as JsonObject)?["description"]?.ToString() ?? "no reason given";
        var cure = status switch
        {
            HttpStatusCode.Unauthorized => $" Check the password of {end.Username}, and that this is a user of {tenant}. Check that {tenant} is there, by this domain, and active.",
            HttpStatusCode.Forbidden => $" {end.Username} must be an administrator of {tenant}.",
            HttpStatusCode.NotFound => $" Check that {tenant} is there, by this domain, and active.",
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => " It is busy: import this tenant again later.",
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => " It leads elsewhere: give the address that it leads to.",
            _ => "",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{end.Address} answered {(int)status}: {reason}{cure}");
    }

    private static JsonNode? Read(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
