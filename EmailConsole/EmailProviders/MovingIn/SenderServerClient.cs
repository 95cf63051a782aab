using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EmailConsole.EmailProviders.MovingIn;

/// <summary>Speaks the Notification Senders API for one tenant, at whichever of the two servers.</summary>
internal sealed class SenderServerClient(HttpClient http, ImportEnd end, string tenant, string password)
{
    /// <returns>Null where the server does not have this version.</returns>
    public async Task<IReadOnlyList<JsonObject>?> ListAsync(int version, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, PathOf(version), null, cancellationToken);
        if (version > 1 && response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new ImportException($"{end.Address} answered {Describe(response.StatusCode, text)}");
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
            : $"{end.Address} answered {Describe(response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken))}";
    }

    private string PathOf(int version) =>
        string.Create(CultureInfo.InvariantCulture, $"t/{Uri.EscapeDataString(tenant)}/api/server/v{version}/notification-senders/email");

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(end.Address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{end.Username}:{password}")));
        request.Headers.Accept.ParseAdd("application/json");
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        try
        {
            return await http.SendAsync(request, cancellationToken);
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

    private static string Describe(HttpStatusCode status, string body) => string.Create(
        CultureInfo.InvariantCulture, $"{(int)status}: {(Read(body) as JsonObject)?["description"]?.ToString() ?? "no reason given"}");

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
