using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace EmailConsole.Benchmarks.ClusterMode;

/// <summary>
/// Callers that each post one message after another, at whatever node, and again under the same Idempotency-Key until it is accepted, whatever happens to
/// the nodes meanwhile. So many wait, and not more.
/// </summary>
internal sealed class FaultsLoad : IAsyncDisposable
{
    private const int Callers = 8;
    private const int Ahead = 300;

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(20);

    private readonly ClusterBed _bed;
    private readonly IReadOnlyList<ClusterTenant> _tenants;
    private readonly HttpClient _http;
    private readonly string _name = Guid.NewGuid().ToString("N");
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _callers;
    private int _numbers;
    private int _accepted;
    private int _received;

    public FaultsLoad(ClusterBed bed, IReadOnlyList<ClusterTenant> tenants)
    {
        (_bed, _tenants) = (bed, tenants);
        _http = ServerCertificate.CreateClient(bed.Nodes[0].Address);

        // One that stands still is left for another one
        _http.Timeout = TimeSpan.FromSeconds(5);
        _callers = Task.WhenAll([.. Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(caller))), Task.Run(CountAsync)]);
    }

    /// <summary>Messages that were answered 202.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Ends when everything posted is accepted.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _callers;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _http.Dispose();
    }

    private async Task CountAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Volatile.Write(ref _received, await _bed.Receiver.CountDifferentAsync());
            await Task.Delay(Again);
        }
    }

    private async Task CallAsync(int at)
    {
        while (!_stop.IsCancellationRequested)
        {
            if (Accepted - Volatile.Read(ref _received) >= Ahead)
            {
                await Task.Delay(Again);
                continue;
            }

            var number = Interlocked.Increment(ref _numbers);
            while (!await TryPostAsync(number, at))
            {
                at++;
                await Task.Delay(Again);
            }

            Interlocked.Increment(ref _accepted);
        }
    }

    /// <returns>False: the node died before it answered, does not answer, or cannot take anything just now.</returns>
    private async Task<bool> TryPostAsync(int number, int at)
    {
        var (nodes, tenant) = (_bed.Nodes, _tenants[number % _tenants.Count]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(nodes[at % nodes.Count].Address, $"t/{tenant.Domain}/api/v1/emails"))
        {
            Content = new StringContent(
                $$"""{"to":["someone@example.test"],"subject":"Code {{number}}","text":"Your code is {{number}}."}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tenant.Key);
        request.Headers.Add("Idempotency-Key", string.Create(CultureInfo.InvariantCulture, $"{_name}-{number}"));
        try
        {
            using var response = await _http.SendAsync(request);
            return response.StatusCode switch
            {
                HttpStatusCode.Accepted => true,
                HttpStatusCode.ServiceUnavailable => false,
                var status => throw new InvalidOperationException($"Message {number} was answered {status}."),
            };
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
